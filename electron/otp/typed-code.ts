import { recoveryShape } from './recovery-codes'

/** What a person typed into the code box, as far as its form tells. */
export type TypedCode = { kind: 'code'; code: string } | { kind: 'recovery_code' } | { kind: 'malformed' }

// Spaces that people, phones and paste put between the groups; \s holds the no-break ones as well.
const spaces = /\s/gu

/**
 * Reads input of the code box, before any HMAC is computed. Only the ASCII digits 0-9 are digits: full-width and other scripts'
 * digits are malformed, as their equality with a code would depend on a conversion that was not asked for.
 * Something with the shape of a recovery code is named as such from its shape alone, so that the
 * answer cannot tell whether it is a real one.
 */
export function parseTypedCode(input: string, digits: 6 | 8): TypedCode {
  const code = input.replace(spaces, '')
  if (new RegExp(`^[0-9]{${digits}}$`).test(code)) return { kind: 'code', code }
  return recoveryShape(input) === null ? { kind: 'malformed' } : { kind: 'recovery_code' }
}

/** True for input that looks like an authenticator's code, for the boxes that take something else. */
export function looksLikeTotpCode(input: string): boolean {
  return /^([0-9]{6}|[0-9]{8})$/.test(input.replace(spaces, ''))
}
