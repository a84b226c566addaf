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
// Joiners shape letters and are not typed in a search.
const droppedMarks = /[\p{M}\u200c\u200d]/gu
const asciiOnly = /^[\u0000-\u007f]*$/u

/**
 * A text as it is searched: compatibility forms, marks and joiners dropped (NFKD), lower case, and letters
 * such as ø, ł, ı and ß written plainly, so that "lukasz" finds "Łukasz".
 */
export function fold(text: string): string {
  if (asciiOnly.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replaceAll(droppedMarks, '')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(droppedMarks, '')
    .replaceAll(hasPlainLetter, (letter) => plainLetters[letter] ?? letter)
}

/** The folded words of a query; all of them must be found. */
export function foldedWords(query: string): string[] {
  return fold(query)
    .split(/\s+/u)
    .filter((word) => word !== '')
}
