import QRCode from 'qrcode'

/**
 * A QR code as an SVG image, black on white with the quiet zone of four modules that ISO/IEC 18004
 * asks for. Level M is read from a screen by every authenticator and keeps the modules large.
 */
export function qrSvg(text: string): Promise<string> {
  return QRCode.toString(text, {
    type: 'svg',
    errorCorrectionLevel: 'M',
    margin: 4,
    color: { dark: '#000000', light: '#ffffff' },
  })
}
