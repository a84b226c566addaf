import QRCode from 'qrcode'

/**
 * A QR code as the protocol returns it: a PNG data URI with a blank after the comma, which every
 * documented example has and browsers drop. Black on white with the four modules of quiet zone that
 * ISO/IEC 18004 asks for.
 */
export async function qrPng(text: string): Promise<string> {
  const uri = await QRCode.toDataURL(text, { type: 'image/png', errorCorrectionLevel: 'M', margin: 4, scale: 4 })
  return uri.replace('base64,', 'base64, ')
}
