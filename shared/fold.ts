import { asciiDigits, cleanPhone } from './text/clean'

// Letters that Unicode does not decompose, by what a person types who lacks them on the keyboard.
const plainLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ĸ: 'k',
  ł: 'l',
  ŋ: 'n',
  ŧ: 't',
  ς: 'σ',
}
const hasPlainLetter = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')
// Hyphens, apostrophes and what shows nothing: written in many ways, and typed in one or not at all.
const loose =
  /[\p{Pd}\u2212\u2043\p{Default_Ignorable_Code_Point}'`\u00b4\u02b9\u02bb-\u02bf\u2018-\u201b\u2032\uff07]/gu
const marks = /\p{M}/gu
const asciiOnly = /^[\u0000-\u007f]*$/u

/**
 * A text as it is searched: compatibility forms, marks, hyphens and apostrophes dropped (NFKD), lower case,
 * digits of every script as 0 to 9, and letters such as ø, ł, ı and ß written plainly, so that "lukasz"
 * finds "Łukasz" and "oconnor" finds "O’Connor".
 */
export function fold(text: string): string {
  if (asciiOnly.test(text)) return text.toLowerCase().replace(/[-'`]/g, '')
  return asciiDigits(text)
    .replaceAll(loose, '')
    .normalize('NFKD')
    .replaceAll(marks, '')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(marks, '')
    .replaceAll(hasPlainLetter, (letter) => plainLetters[letter] ?? letter)
}

// What these letters become where the keyboard has none of them.
const pairs: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' }

/** The same with ä, ö, ü, å and ø as the two letters that stand for them: "mueller" for "Müller". */
export function foldInPairs(text: string): string {
  if (asciiOnly.test(text)) return fold(text)
  return fold(text.normalize('NFC').replace(/[äöüåøÄÖÜÅØ]/gu, (letter) => pairs[letter.toLowerCase()] ?? letter))
}

/**
 * The digits of a query that is a phone number in anybody's habit, as they stand in a kept number: without +,
 * 00, the zero before a national number and the one in brackets. Null for anything else.
 */
export function phoneDigits(query: string): string | null {
  const text = cleanPhone(query)
  if (!/^[+0-9()./ -]*$/.test(text)) return null
  const digits = text
    .replace('(0)', '')
    .replace(/[^0-9]/g, '')
    .replace(/^0+/, '')
  return digits.length < 3 ? null : digits
}

/** The folded words of a query; all of them must be found. */
export function foldedWords(query: string, folding = fold): string[] {
  return folding(query)
    .split(/\s+/u)
    .filter((word) => word !== '')
}
