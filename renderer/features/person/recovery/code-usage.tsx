import { IconX } from '@tabler/icons-react'
import type { RecoveryState } from '../../../../shared/model/user'
import classes from './recovery.module.css'

/** One box for each code of the set in the order printed; a cross marks a spent one. The words are beside it. */
export function CodeUsage({ recovery }: { recovery: RecoveryState }) {
  return (
    <div className={classes.pips} aria-hidden="true">
      {recovery.spent.map((spent, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pip is its position
        <span key={index} className={classes.pip} data-spent={spent || undefined}>
          {spent ? <IconX size={10} stroke={2} /> : null}
        </span>
      ))}
    </div>
  )
}
