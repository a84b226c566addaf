import { scryptSync, timingSafeEqual } from 'node:crypto'
import { foldCode } from './crockford'

/** scrypt's cost (RFC 7914): memory is 128·N·r bytes. */
export interface HashCost {
  N: number
  r: number
  p: number
}

/**
 * 256 KiB and less than a millisecond: ten codes are hashed in one go, on the thread that answers every
 * call. The codes are random (at least 60 bits), so that no guessing is made feasible by a low cost; the
 * hash and its salt keep a set from being read off or compared.
 */
export const defaultHashCost: HashCost = { N: 256, r: 8, p: 1 }

const saltBytes = 16
const hashBytes = 32

/**
 * Salted hash of a recovery code or pass, with its parameters: `scrypt$N$r$p$salt$hash`, base64url
 * (NIST SP 800-63B-4 section 3.1.2.2: one salt a code, at least 32 bits). The code is folded first.
 */
export function hashCode(code: string, cost: HashCost, random: (bytes: number) => Uint8Array): string {
  const salt = Buffer.from(random(saltBytes))
  const hash = scryptSync(foldCode(code), salt, hashBytes, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/**
 * Whether the code, folded, is the one that was hashed; compared in constant time.
 * @throws Error when the stored text is not one of ours: a damaged vault is never "wrong code"
 */
export function hashMatches(code: string, stored: string): boolean {
  const [scheme, N, r, p, salt, hash] = stored.split('$')
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) throw new Error('Not a code hash of this desk.')
  const expected = Buffer.from(hash, 'base64url')
  const cost = { N: Number(N), r: Number(r), p: Number(p) }
  return timingSafeEqual(scryptSync(foldCode(code), Buffer.from(salt, 'base64url'), expected.length, cost), expected)
}
