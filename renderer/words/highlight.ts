import { fold, foldedWords } from '../../shared/fold'

/** A folded text, and for each of its units the place in the original it came from. */
function foldedWithPlaces(text: string): { folded: string; places: number[] } {
  let folded = ''
  const places: number[] = []
  let place = 0
  for (const letter of text) {
    const plain = fold(letter)
    folded += plain
    for (let i = 0; i < plain.length; i += 1) places.push(place)
    place += letter.length
  }
  places.push(text.length)
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
      const from = places[at] ?? 0
      const to = places[at + word.length] ?? text.length
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
