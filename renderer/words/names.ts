// Ranks and forms of address as directories put them before a name, without their dots.
const titles = new Set(
  'dr prof professor doctor mr mrs ms miss mx herr frau hr fr mag ing dipl-ing dr-ing sir dame lady lord rev capt col lt sgt mme mlle m sr sra srta don doña dott dottssa ir drs phd md'.split(
    ' ',
  ),
)
// What may follow a comma and is no first name.
const suffixes = new Set('jr sr ii iii iv md phd msc bsc ba ma mba rn esq cpa dds dvm'.split(' '))
// A family name that begins so comes first only where it was written first.
const particles = new Set('van von de der den del della di da dos du la le ter ten zu zur al el bin ibn o'.split(' '))
// Here the family name comes first, and one half of the name alone is rude or wrong.
const familyFirst = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u

const bare = (word: string) => word.toLowerCase().replaceAll('.', '')
const isTitle = (word: string) => titles.has(bare(word))
const isInCapitals = (word: string) =>
  [...word].length > 1 && word === word.toUpperCase() && word !== word.toLowerCase()
/** A word of letters, more than an initial: what one can be called by. */
const isName = (word: string) => /^\p{L}(?:[\p{L}\p{M}'’-]|\u200c|\u200d)+$/u.test(word)

/**
 * How a person is called in a sentence: the first name where the name says which it is, else the whole
 * name. Directories write "Last, First", titles, departments in brackets and family names in capitals.
 */
export function firstNameOf(name: string): string {
  const whole = withoutBrackets(name)
  if (familyFirst.test(whole)) return whole
  const [family = '', given, ...more] = whole.split(',').map((part) => part.trim())
  if (given === undefined) return givenIn(whole) ?? whole
  if (more.length > 0 || family === '') return whole
  return suffixes.has(bare(given)) ? whole : (firstWord(given) ?? whole)
}

/** The name before the department or place that a directory adds, such as "(IT)". */
function withoutBrackets(name: string): string {
  const text = name.trim()
  const open = text.search(/[([]/u)
  return (open > 0 ? text.slice(0, open).trim() : text) || text
}

function firstWord(text: string): string | undefined {
  const word = text.split(/\s+/u).find((part) => !isTitle(part))
  return word !== undefined && isName(word) ? word : undefined
}

/** The first word of a name written first name first; undefined when it may be something else. */
function givenIn(whole: string): string | undefined {
  const words = whole.split(/\s+/u)
  const names = words.filter((word) => !isTitle(word))
  const [first = '', ...rest] = names
  // "Dr. Example" has a family name only.
  if (rest.length === 0 || !isName(first) || particles.has(bare(first))) return undefined
  // "EXAMPLE Bo": which of the two is the family name is said by the capitals.
  if (isInCapitals(first) && !rest.every(isInCapitals)) return undefined
  return first
}
