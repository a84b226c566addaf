import { cleanCode } from '../../shared/text/clean'
import { isPassShape } from './pass-codes'
import { recoveryShape } from './recovery-codes'

/** What a person typed into the code box, as far as its form tells. */
export type TypedCode =
  | { kind: 'code'; code: string }
  | { kind: 'recovery_code' }
  | { kind: 'pass' }
  | { kind: 'malformed' }

/**
 * Reads input of the code box, before any HMAC is computed. Digits of other scripts are read as the digits
 * they are, and what paste adds is dropped: neither makes a guess more likely to be right.
 * Something with the shape of a recovery code or a pass is named as such from its shape alone, so that the
 * answer cannot tell whether it is a real one.
 */
export function parseTypedCode(input: string, digits: 6 | 8): TypedCode {
  const code = cleanCode(input)
  if (new RegExp(`^[0-9]{${digits}}$`).test(code)) return { kind: 'code', code }
  if (recoveryShape(input) !== null) return { kind: 'recovery_code' }
  return { kind: isPassShape(input) ? 'pass' : 'malformed' }
}

/** True for input that looks like an authenticator's code, for the boxes that take something else. */
export function looksLikeTotpCode(input: string): boolean {
  return /^([0-9]{6}|[0-9]{8})$/.test(cleanCode(input))
}
