import classes from './code-box.module.css'

interface CodeCellsProps {
  text: string
  digits: number
  /** Start and end of the selection, or null without the focus. */
  caret: readonly [number, number] | null
  masked: boolean
  elsewhere: number
  size: 'normal' | 'large'
}

/** The drawn boxes. For the eye only: the input above them is what is real. */
export function CodeCells({ text, digits, caret, masked, elsewhere, size }: CodeCellsProps) {
  const characters = [...text]
  if (characters.length > digits) {
    return (
      <div className={classes.long} aria-hidden="true">
        {masked ? '•'.repeat(characters.length) : text}
      </div>
    )
  }
  const remote = characters.length === 0 ? elsewhere : 0
  const cells = Array.from({ length: digits }, (_, index) => {
    const character = characters[index]
    const dot = index < remote || (masked && character !== undefined)
    // The next key goes to the start of the selection: that box carries the focus.
    const active = caret !== null && Math.min(caret[0], digits - 1) === index
    return {
      key: index,
      character: dot ? <span className={classes.dot} /> : character,
      active,
      empty: character === undefined && !dot,
      remote: remote > 0,
    }
  })
  const half = digits / 2
  return (
    <div className={classes.cells} data-digits={digits} data-size={size} aria-hidden="true">
      {cells.map((cell) => (
        <span
          key={cell.key}
          className={classes.cell}
          data-active={cell.active || undefined}
          data-remote={cell.remote || undefined}
          data-half={cell.key === half || undefined}
        >
          {cell.character}
          {cell.active && cell.empty ? <span className={classes.caret} /> : null}
        </span>
      ))}
    </div>
  )
}
