import type { Strength } from './strength'
import classes from './unlock.module.css'

/** Four bars and a sentence: colour is never the only sign. */
export function StrengthMeter({ id, strength }: { id: string; strength: Strength }) {
  return (
    <div className={classes.strength} data-tone={strength.tone}>
      <span className={classes.bars} aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <span key={bar} data-on={bar <= strength.bars || undefined} />
        ))}
      </span>
      <span id={id} role="status" className="small">
        {strength.words}
      </span>
    </div>
  )
}
