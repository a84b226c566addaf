import { Button } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'
import { openClockConfirm } from '../data/clock-confirm-store'
import { useClockHeld } from '../data/queries/desk'
import { clockHeldWords } from '../words/clock'
import classes from './clock-held-note.module.css'

/** At a button whose act the desk refuses while its clock is held back: the reason, and the way out. Else nothing. */
export function ClockHeldNote() {
  if (!useClockHeld()) return null
  return (
    <div className={classes.note} role="status">
      <IconClockExclamation size={16} stroke={1.75} aria-hidden="true" />
      <div className={classes.text}>
        <b>{clockHeldWords.title}.</b> {clockHeldWords.sentence}
      </div>
      <Button onClick={openClockConfirm}>{clockHeldWords.act}</Button>
    </div>
  )
}
