import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** Bytes of every key of the vault (AES-256, HMAC-SHA-256). */
export const keyBytes = 32
/** Bytes of a GCM nonce (NIST SP 800-38D 5.2.1.1: 96 bits). */
export const nonceBytes = 12
/** Bytes of a GCM tag, untruncated. */
export const tagBytes = 16

/**
 * A key for one purpose, by HKDF-SHA-256 (RFC 5869) from the data key.
 * @param salt the vault id, or the salt or id of the file the key is for
 */
export function deriveKey(dataKey: Uint8Array, salt: Uint8Array, purpose: string, bytes = keyBytes): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, salt, `totp-desk vault 1: ${purpose}`, bytes))
}

/** HMAC-SHA-256 over the parts, one after another. */
export function authenticate(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const hmac = createHmac('sha256', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}

/** Compares in constant time; different lengths are unequal. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** AES-256-GCM: the ciphertext followed by its 16-byte tag. */
export function seal(key: Uint8Array, nonce: Uint8Array, context: Uint8Array, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(context)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/**
 * What {@link seal} was given, if key, nonce and ciphertext are right, whatever became of context and
 * tag. Nothing vouches for it: it is of use only where something else does.
 */
export function decryptUnverified(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  return decipher.update(sealed.subarray(0, Math.max(0, sealed.length - tagBytes)))
}

/** Opens what {@link seal} made; null when key, nonce, context or bytes are not the same. */
export function unseal(key: Uint8Array, nonce: Uint8Array, context: Uint8Array, sealed: Uint8Array): Buffer | null {
  if (sealed.length < tagBytes) return null
  const end = sealed.length - tagBytes
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(context)
  decipher.setAuthTag(sealed.subarray(end))
  const plain = decipher.update(sealed.subarray(0, end))
  try {
    decipher.final()
    return plain
  } catch {
    // What did not authenticate must not stay readable in memory.
    plain.fill(0)
    return null
  }
}
