import { highlighted } from '../words/highlight'

/** A text with what was searched for marked in it. */
export function Highlight({ text, query }: { text: string; query: string }) {
  let at = 0
  return highlighted(text, query).map((stretch) => {
    const key = at
    at += stretch.text.length
    return stretch.hit ? <mark key={key}>{stretch.text}</mark> : <span key={key}>{stretch.text}</span>
  })
}
