import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Session } from '../../../shared/model/session'
import { ErrorNote } from '../../components/error-note'
import { RevokeSession } from '../../components/revoke-session'
import { useDeskNow } from '../../data/clock'
import { paths } from '../../data/paths'
import { useOpenSessions } from '../../data/queries/sessions'
import { factorsInWords, stateAt } from '../../words/sessions'
import { clockTime } from '../../words/times'
import classes from './person.module.css'

/** The person's open sessions in one line, for the panel beside the verify box. */
export function PersonSessions({ userId, mayAct }: { userId: string; mayAct: boolean }) {
  const now = useDeskNow(1000)
  const sessions = useOpenSessions(userId)
  const [revoking, setRevoking] = useState<Session | null>(null)
  const open = (sessions.data ?? []).filter((session) => stateAt(session, now) === 'open')
  const [first] = open
  return (
    <>
      <ErrorNote error={sessions.error} />
      <div className={classes.sessions}>
        <span className="small">{first ? <OpenInWords open={open} first={first} now={now} /> : <NoneInWords />}</span>
        {first && open.length === 1 && mayAct ? (
          <Button variant="subtle" onClick={() => setRevoking(first)}>
            Revoke
          </Button>
        ) : null}
        {open.length > 1 ? (
          <Link href={paths.sessions} className="small strong">
            Show
          </Link>
        ) : null}
      </div>
      {revoking ? <RevokeSession session={revoking} opened onClose={() => setRevoking(null)} /> : null}
    </>
  )
}

function NoneInWords() {
  return <span className="muted">None open. They start over the API.</span>
}

function OpenInWords({ open, first, now }: { open: Session[]; first: Session; now: number }) {
  const last = Math.max(...open.map((session) => session.expiresAt))
  return (
    <>
      <b>{open.length} open</b>{' '}
      <span className="muted">
        {open.length === 1 ? `by ${factorsInWords(first)}, ends at ` : 'the last ends at '}
        {clockTime(last, now)}
      </span>
    </>
  )
}
