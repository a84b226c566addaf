import { cleanCode } from '../../../shared/text/clean'

/** A code as typed, without blanks, hyphens and what paste adds. Everything else stays, for the desk to judge. */
export const codeText = cleanCode

export interface TypedCode {
  text: string
  /** Where the caret is afterwards. */
  caret: number
  /** True when the code should be submitted. */
  complete: boolean
}

/**
 * What a box of `digits` holds after an input event.
 * A key typed inside a full box overwrites the digit to its right, as in any field of fixed length;
 * then only the last digit or Enter submits. A paste longer than the box is kept whole: it may be
 * a recovery code, and the desk says so.
 *
 * @param before - what stood there
 * @param raw - the input's value now
 * @param caretAt - the input's caret now
 */
export function afterInput(before: string, raw: string, caretAt: number, digits: number): TypedCode {
  const caret = codeText(raw.slice(0, caretAt)).length
  const text = codeText(raw)
  const overwritten = [...before].length === digits && [...text].length === digits + 1
  if (overwritten && caret > 0 && caret < text.length) {
    const kept = text.slice(0, caret) + text.slice(caret + 1)
    return { text: kept, caret, complete: caret === kept.length }
  }
  const shortened = text.length < before.length && before.startsWith(text)
  const complete = text !== before && !shortened && [...text].length >= digits && caret === text.length
  return { text, caret, complete }
}
