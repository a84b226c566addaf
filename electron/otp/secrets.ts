import { ScureBase32Plugin } from 'otplib'

/** RFC 4226 section 4 R6 recommends 160 bits; 128 is its floor. */
export const secretBytes = 20

const base32 = new ScureBase32Plugin()

/** A new secret of 160 bits. `random` must be the operating system's generator (RFC 6238 section 5.1). */
export function newSecret(random: (bytes: number) => Uint8Array): Uint8Array {
  return random(secretBytes)
}

/** A secret as authenticators take it: base-32 (RFC 4648 section 6) without padding. */
export function secretToBase32(secret: Uint8Array): string {
  return base32.encode(secret, { padding: false })
}
