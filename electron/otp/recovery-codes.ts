import { createHash } from 'node:crypto'
import { withoutLineNumber } from '../../shared/text/clean'
import { crockford, foldCode, grouped, randomSymbols } from './crockford'

/** Codes in one set. */
export const recoverySetSize = 10

/** From this many left a new set is offered (NIST SP 800-63B-4 section 4.2.1.1). */
export const lowRecoveryCount = 3

/** `printed`: 16 Crockford symbols, 80 bits. `stytch`: 12 symbols as Stytch writes them, 60.5 bits. */
export type RecoveryForm = 'printed' | 'stytch'

// [0-9a-z] without i, l and o, which fold onto digits: nothing is lost by leaving them out.
const stytchAlphabet = '0123456789abcdefghjkmnpqrstuvwxyz'

function newCode(form: RecoveryForm, random: (bytes: number) => Uint8Array): string {
  return form === 'printed'
    ? grouped(randomSymbols(crockford, 16, random), 4)
    : grouped(randomSymbols(stytchAlphabet, 12, random), 4)
}

/**
 * A new set, in groups of four as it is printed. No two codes of it are equal after folding.
 * `random` must be the operating system's generator.
 */
export function newRecoveryCodes(form: RecoveryForm, random: (bytes: number) => Uint8Array): string[] {
  const byFolded = new Map<string, string>()
  while (byFolded.size < recoverySetSize) {
    const code = newCode(form, random)
    byFolded.set(foldCode(code), code)
  }
  return [...byFolded.values()]
}

/** The form whose shape the input has after folding, or null: says nothing about whether it is a real code. */
export function recoveryShape(input: string): RecoveryForm | null {
  return readRecoveryCode(input)?.form ?? null
}

/**
 * A recovery code as typed, pasted or copied from the desk, with or without its number on the sheet.
 * The number is only looked for when the whole is no code, and no form of code is one or two symbols longer
 * than another, so that nothing is read in two ways.
 */
export function readRecoveryCode(input: string): { form: RecoveryForm; code: string } | null {
  for (const text of [input, withoutLineNumber(input)]) {
    const code = foldCode(text)
    if (/^[0-9A-HJKMNP-TV-Z]{16}$/.test(code)) return { form: 'printed', code }
    if (/^[0-9A-Z]{12}$/.test(code)) return { form: 'stytch', code }
  }
  return null
}

/**
 * A short name of a set for the sheet and the screen, such as "7Q2-M8D": 30 bits of the SHA-256 of
 * the set's id. It comes from the id and not from the codes, so it says nothing about them.
 */
export function recoveryFingerprint(setId: string): string {
  const digest = createHash('sha256').update(`recovery set ${setId}`).digest()
  return grouped([...digest.subarray(0, 6)].map((byte) => crockford.charAt(byte % 32)).join(''), 3)
}
