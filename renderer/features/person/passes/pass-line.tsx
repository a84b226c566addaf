import { Button } from '@mantine/core'
import { useState } from 'react'
import type { UserDetail } from '../../../../shared/model/user'
import { ErrorNote } from '../../../components/error-note'
import { useDeskNow } from '../../../data/clock'
import { desk } from '../../../data/transport'
import { clockTime } from '../../../words/times'
import classes from './passes.module.css'

/** The pass a person holds, with the act that ends it. */
export function PassLine({
  user,
  pass,
  mayAct,
}: {
  user: UserDetail
  pass: NonNullable<UserDetail['pass']>
  mayAct: boolean
}) {
  const now = useDeskNow(10_000)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function revoke() {
    setBusy(true)
    setError(null)
    try {
      await desk.passes.revoke({ userId: user.userId })
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

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
          <Button variant="subtle" loading={busy} className={classes.revoke ?? ''} onClick={() => void revoke()}>
            Revoke
          </Button>
        ) : null}
      </div>
      <ErrorNote error={error} />
    </>
  )
}
