import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { asDeskError } from '../data/desk-error'
import classes from './error-note.module.css'

interface ErrorNoteProps {
  /** What was thrown, or null when nothing was. */
  error: unknown
  /** The next act, such as a button that tries again. */
  action?: ReactNode
}

/** A refusal in its own words, where the act was done. Announced when it appears. */
export function ErrorNote({ error, action }: ErrorNoteProps) {
  return (
    <div role="alert" className={error ? classes.note : undefined}>
      {error ? (
        <>
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <div className={classes.text}>{asDeskError(error).message}</div>
          {action}
        </>
      ) : null}
    </div>
  )
}
