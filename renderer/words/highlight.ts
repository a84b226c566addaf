import { fold, foldedWords } from '../../shared/fold'

/** A folded text, and for each of its units where the letter it came from begins and ends in the original. */
function foldedWithPlaces(text: string): { folded: string; places: { from: number; to: number }[] } {
  let folded = ''
  const places: { from: number; to: number }[] = []
  let place = 0
  for (const letter of text) {
    const plain = fold(letter)
    folded += plain
    const to = place + letter.length
    for (let i = 0; i < plain.length; i += 1) places.push({ from: place, to })
    const last = places.at(-1)
    // A mark belongs to the letter before it; a hyphen or an apostrophe does not.
    if (plain === '' && last?.to === place && /^\p{M}/u.test(letter)) last.to = to
    place = to
  }
  return { folded, places }
}

export interface Stretch {
  text: string
  hit: boolean
}

/** Cuts a text where the words of a query are found in it, case and accents folded as the search does. */
export function highlighted(text: string, query: string): Stretch[] {
  const { folded, places } = foldedWithPlaces(text)
  const marks = new Set<number>()
  for (const word of foldedWords(query)) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      const from = places[at]?.from ?? 0
      const to = places[at + word.length - 1]?.to ?? text.length
      for (let i = from; i < to; i += 1) marks.add(i)
    }
  }
  const stretches: Stretch[] = []
  for (let i = 0; i < text.length; i += 1) {
    const hit = marks.has(i)
    const last = stretches.at(-1)
    if (last && last.hit === hit) last.text += text.charAt(i)
    else stretches.push({ text: text.charAt(i), hit })
  }
  return stretches
}
