import { recoveryLines } from '../../../shared/recovery-format'
import classes from './recovery-sheet.module.css'

/** A set of recovery codes at the one moment it is known. Lives in component state only, while shown. */
export interface FreshSet {
  setId: string
  fingerprint: string
  recoveryCodes: readonly string[]
  createdAt: number
}

/** The codes, numbered, in two columns. `large`: to be copied down from across the desk. */
export function RecoveryCodes({ codes, size = 'normal' }: { codes: readonly string[]; size?: 'normal' | 'large' }) {
  return (
    <ol className={classes.codes} data-size={size} data-testid="recovery-codes">
      {recoveryLines(codes).map((line) => (
        <li key={line.position}>
          <span className={classes.number}>{line.number}</span>
          <span className={classes.code}>{line.code}</span>
        </li>
      ))}
    </ol>
  )
}
