/**
 * What a pasted text is read as, by the kind of its field. Contacts, chats, PDFs and word processors add
 * characters that nobody typed and nobody sees, and write hyphens, blanks and digits in their own ways.
 */

const invisible = /\p{Default_Ignorable_Code_Point}/gu
/** Every kind of hyphen and dash, the minus sign too. */
const dashes = /[\p{Pd}\u2043\u2212]/gu
const blanks = /[\s\p{Zs}]/gu
const digit = /\p{Nd}/u
const otherDigits = /(?![0-9])\p{Nd}/gu
const fullWidth = /[\uff01-\uff5e]/gu

/** The value of a decimal digit of any script: Unicode keeps each ten of them together, in their order. */
function digitValue(character: string): number {
  const point = character.codePointAt(0) ?? 0
  let first = point
  while (digit.test(String.fromCodePoint(first - 1))) first -= 1
  return (point - first) % 10
}

/** Decimal digits of every script as 0 to 9. */
export function asciiDigits(text: string): string {
  return text.replaceAll(otherDigits, (character) => String(digitValue(character)))
}

/** Text of a field that holds a number, a code, an id or an address and no one's words. */
function plain(text: string): string {
  return asciiDigits(text)
    .replaceAll(fullWidth, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll(invisible, '')
    .replaceAll(dashes, '-')
    .replaceAll(blanks, ' ')
    .trim()
}

/** A code of an app, a recovery code or a pass, without blanks and hyphens. What else stands there stays. */
export function cleanCode(text: string): string {
  return plain(text).replace(/[ -]/g, '')
}

/** The same without the number that stands before a code on the desk's own sheet and copy, such as " 2  8F3K-…". */
export function withoutLineNumber(text: string): string {
  return plain(text).replace(/^[0-9]{1,2}[.):]? +/, '')
}

/** An email address or an id. */
export function cleanAddress(text: string): string {
  return plain(text)
}

/** A phone number, with the signs between its groups. */
export function cleanPhone(text: string): string {
  return plain(text)
}

// What is put round a pasted name. Inside one the same characters are refused by name, as is the override
// that turns a line around wherever it stands.
const wrapping = /[\s\u00ad\u061c\u200b\u200e\u200f\u202a-\u202d\u2060\u2066-\u2069\ufeff]/u

/** A line that a person typed: NFC, ordinary blanks, nothing invisible round it. */
export function cleanLine(text: string): string {
  const line = text.normalize('NFC').replace(/[\u00a0\u2007\u202f]/g, ' ')
  let from = 0
  let to = line.length
  while (from < to && wrapping.test(line.charAt(from))) from += 1
  while (to > from && wrapping.test(line.charAt(to - 1))) to -= 1
  return line.slice(from, to)
}
