/**
 * How a recovery set is numbered and grouped: the one renderer for screen, print and copy, so that
 * "number four" means the same code everywhere.
 */

/** One line of a recovery sheet. */
export interface RecoveryLine {
  /** Position on the sheet, from 1. */
  position: number
  /** The position padded to the width of the longest, for columns: " 1" … "10". */
  number: string
  /** The code in its groups, such as "8F3K-…". */
  code: string
}

/** The lines of a sheet, in the order of the set. Codes come grouped from the desk and stay so. */
export function recoveryLines(codes: readonly string[]): RecoveryLine[] {
  const width = String(codes.length).length
  return codes.map((code, index) => ({
    position: index + 1,
    number: String(index + 1).padStart(width, ' '),
    code,
  }))
}

/** The same lines as plain text, for the clipboard and text fields. */
export function recoveryText(codes: readonly string[]): string {
  return recoveryLines(codes)
    .map((line) => `${line.number}  ${line.code}`)
    .join('\n')
}
