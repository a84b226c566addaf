import classes from './avatar.module.css'

/** First letters of the first and last word of a name, upper case. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const first = [...(words[0] ?? '')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}

const fontSizes = { 30: 12.5, 40: 14, 48: 17 } as const

/** A person's initials in a disc. Decoration: the name is beside it. Size in pixels. */
export function Avatar({ name, size = 30 }: { name: string; size?: keyof typeof fontSizes }) {
  return (
    <span
      aria-hidden="true"
      className={classes.avatar}
      style={{ width: size, height: size, fontSize: fontSizes[size] }}
    >
      {initialsOf(name)}
    </span>
  )
}
