import { createHmac } from 'node:crypto'

/**
 * HOTP and TOTP written from the text of RFC 4226 section 5.3 and RFC 6238 section 4.2 alone, so that
 * the product has something independent to agree with. Nothing here may import the product.
 */
export function hotp(
  secret: Uint8Array,
  counter: bigint,
  algorithm: 'SHA1' | 'SHA256' | 'SHA512' = 'SHA1',
  digits = 6,
): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(counter)
  const hash = createHmac(algorithm.toLowerCase(), secret).update(message).digest()
  const offset = hash.readUInt8(hash.length - 1) % 16
  const binary = hash.readUInt32BE(offset) % 2 ** 31
  return String(binary % 10 ** digits).padStart(digits, '0')
}

export function totpAt(
  secret: Uint8Array,
  unixMs: number,
  parameters: { algorithm?: 'SHA1' | 'SHA256' | 'SHA512'; digits?: number; period?: number } = {},
): string {
  const step = BigInt(Math.floor(unixMs / 1000 / (parameters.period ?? 30)))
  return hotp(secret, step, parameters.algorithm, parameters.digits)
}
