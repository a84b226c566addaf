import jsqr from 'jsqr'
import { PNG } from 'pngjs'

/** The otpauth URI in a qr_code, read from its pixels. */
export function scan(qrCode: string): string {
  const [head, data = ''] = qrCode.split('base64, ')
  if (head !== 'data:image/png;') throw new Error('The qr_code is no PNG data URI with a blank.')
  const { data: pixels, width, height } = PNG.sync.read(Buffer.from(data, 'base64'))
  const found = jsqr(new Uint8ClampedArray(pixels), width, height)
  if (!found) throw new Error('The QR cannot be read.')
  return found.data
}
