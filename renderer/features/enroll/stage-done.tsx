import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import type { UserDetail } from '../../../shared/model/user'
import { paths } from '../../data/paths'
import { firstNameOf } from '../../words/names'
import classes from './enroll.module.css'
import type { Enrollment } from './use-enrollment'

/** The enrollment is finished: what was done, and where to go from here. */
export function StageDone({ user, enrollment }: { user: UserDetail; enrollment: Enrollment }) {
  const [, navigate] = useLocation()
  const twice = enrollment.totp?.verifiedAgainAt !== null
  return (
    <div className={classes.done} role="status">
      <span className={classes.doneMark}>
        <IconCheck size={28} stroke={2} aria-hidden="true" />
      </span>
      <h2 className={classes.doneHeading}>{user.name} is enrolled</h2>
      <p className="muted">
        {twice ? 'Two codes in a row matched' : 'One code matched; the next one was skipped'}, and the recovery codes
        are handed over.
      </p>
      <div className={classes.start}>
        <Button variant="filled" data-autofocus onClick={() => navigate(paths.desk)}>
          Next person
        </Button>
        <Button onClick={() => navigate(paths.person(user.userId))}>Open {firstNameOf(user.name)}’s page</Button>
      </div>
    </div>
  )
}
