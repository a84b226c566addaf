import { IconAlertCircle } from '@tabler/icons-react'
import type { DeskError } from '../../../shared/errors'
import { unlockRefusal } from '../../words/unlock'
import classes from './unlock.module.css'

/** Why the vault did not open, in its own words. */
export function Refusal({ error, secondsLeft = 0 }: { error: DeskError | null; secondsLeft?: number }) {
  const words = error && unlockRefusal(error, secondsLeft)
  return (
    <div role="alert" className={words ? classes.refusal : undefined}>
      {words ? (
        <>
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <div>
            {words.title ? <strong>{words.title}</strong> : null}
            {/* Announced once, not every second. */}
            <div aria-live="off">{words.sentence}</div>
          </div>
        </>
      ) : null}
    </div>
  )
}
