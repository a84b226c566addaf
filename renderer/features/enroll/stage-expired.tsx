import { Button } from '@mantine/core'
import type { UserDetail } from '../../../shared/model/user'
import { ClockHeldNote } from '../../components/clock-held-note'
import { useDeskNow } from '../../data/clock'
import { useClockHeld } from '../../data/queries/desk'
import { firstNameOf } from '../../words/names'
import { clockTime } from '../../words/times'
import classes from './enroll.module.css'
import type { Enrollment } from './use-enrollment'

/** The QR ran out before a good code came: one click makes a new one under the same identity check. */
export function StageExpired({ user, enrollment }: { user: UserDetail; enrollment: Enrollment }) {
  const name = firstNameOf(user.name)
  const { totp } = enrollment
  const now = useDeskNow(60_000)
  return (
    <>
      <h2 className={classes.heading}>The QR expired{totp ? ` at ${clockTime(totp.expiresAt, now)}` : ''}</h2>
      <p className={classes.lead}>
        No code was accepted in time, so it no longer works. A new QR goes on under the same identity check. If {name}{' '}
        scanned the old one, the entry in the app can be deleted.
      </p>
      <div className={classes.start}>
        <Button variant="filled" disabled={useClockHeld()} onClick={enrollment.again}>
          Show a new QR
        </Button>
      </div>
      <ClockHeldNote />
    </>
  )
}
