import { Button } from '@mantine/core'
import type { UserDetail } from '../../../../shared/model/user'
import { ErrorNote } from '../../../components/error-note'
import { useDeskNow } from '../../../data/clock'
import { desk } from '../../../data/transport'
import { useAct } from '../../../data/use-act'
import { clockTime } from '../../../words/times'
import classes from './passes.module.css'

interface PassLineProps {
  user: UserDetail
  pass: NonNullable<UserDetail['pass']>
  mayAct: boolean
}

/** The pass a person holds, with the act that ends it. */
export function PassLine({ user, pass, mayAct }: PassLineProps) {
  const now = useDeskNow(10_000)
  const { run, busy, error } = useAct(() => desk.passes.revoke({ userId: user.userId }))
  return (
    <>
      <div className={classes.line}>
        <span className="small">
          <b>1 open,</b>{' '}
          <span className="muted">
            ends {clockTime(pass.expiresAt, now)}, {pass.reason}
          </span>
        </span>
        {mayAct ? (
          <Button variant="subtle" loading={busy} className={classes.revoke ?? ''} onClick={() => run()}>
            Revoke
          </Button>
        ) : null}
      </div>
      <ErrorNote error={error} />
    </>
  )
}
