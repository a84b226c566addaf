import { Button } from '@mantine/core'
import {
  IconCheck,
  IconClockOff,
  IconDeviceMobile,
  IconKey,
  IconTicket,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { AuthenticationFactor, Session } from '../../../shared/model/session'
import { Tag } from '../../components/tag'
import type { Column } from '../../components/virtual-table'
import { useDeskClock, useDeskNow } from '../../data/clock'
import { paths } from '../../data/paths'
import { channelWords } from '../../words/actions'
import { factorKinds, factorLabels, stateAt, stateWords } from '../../words/sessions'
import { clockTime } from '../../words/times'
import classes from './session-columns.module.css'

const stateIcons: Record<Session['state'], ReactNode> = {
  open: <IconCheck size={14} stroke={2} aria-hidden="true" />,
  expired: <IconClockOff size={14} stroke={2} aria-hidden="true" />,
  revoked: <IconX size={14} stroke={2} aria-hidden="true" />,
}

const factorIcons: Record<AuthenticationFactor['kind'], TablerIcon> = {
  totp: IconDeviceMobile,
  recovery_code: IconKey,
  pass: IconTicket,
}

function Factors({ session }: { session: Session }) {
  return (
    <span className={classes.factors}>
      {factorKinds(session).map((kind) => {
        const Icon = factorIcons[kind]
        return (
          <span key={kind} className={classes.factor}>
            <Icon size={16} stroke={1.75} aria-hidden="true" />
            {factorLabels[kind]}
          </span>
        )
      })}
    </span>
  )
}

function Moment({ at }: { at: number }) {
  const now = useDeskNow(60_000)
  return <span className="muted">{clockTime(at, now)}</span>
}

function State({ session }: { session: Session }) {
  const state = useDeskClock(1000, (now) => stateAt(session, now))
  const { label, tone } = stateWords[state]
  return (
    <Tag tone={tone} icon={stateIcons[state]}>
      {label}
    </Tag>
  )
}

export type SessionAct = 'extend' | 'revoke'

interface ActsProps {
  session: Session
  onAct: (act: SessionAct, session: Session) => void
}

function Acts({ session, onAct }: ActsProps) {
  const open = useDeskClock(1000, (now) => stateAt(session, now) === 'open')
  if (!open) return null
  const button = (act: SessionAct, label: string) => (
    <Button
      variant="subtle"
      data-danger={act === 'revoke' || undefined}
      aria-label={`${label} the session of ${session.userName}`}
      onClick={(event) => {
        event.stopPropagation()
        onAct(act, session)
      }}
    >
      {label}
    </Button>
  )
  return (
    <span className={classes.acts}>
      {button('extend', 'Extend')}
      {button('revoke', 'Revoke')}
    </span>
  )
}

/** Columns of the sessions table; `onAct` is there for those who may act. */
export function sessionColumns(onAct: ActsProps['onAct'] | null): Column<Session>[] {
  const columns: Column<Session>[] = [
    {
      key: 'person',
      head: 'Person',
      cell: (session) => (
        <Link
          href={paths.person(session.userId)}
          data-open
          className={classes.person}
          onClick={(event) => event.stopPropagation()}
        >
          {session.userName}
        </Link>
      ),
    },
    { key: 'factors', head: 'Proved by', width: '19%', cell: (session) => <Factors session={session} /> },
    { key: 'started', head: 'Started', width: '10%', cell: (session) => <Moment at={session.startedAt} /> },
    { key: 'used', head: 'Last used', width: '10%', cell: (session) => <Moment at={session.lastAccessedAt} /> },
    {
      key: 'ends',
      head: 'Ends',
      width: '10%',
      cell: (session) => <Moment at={session.revokedAt ?? session.expiresAt} />,
    },
    { key: 'state', head: 'State', width: '116px', cell: (session) => <State session={session} /> },
    {
      key: 'channel',
      head: 'Over',
      width: '72px',
      cell: (session) => <span className="muted">{channelWords[session.channel]}</span>,
    },
  ]
  if (onAct === null) return columns
  const head = <span className="visually-hidden">Acts</span>
  return [
    ...columns,
    { key: 'acts', head, width: '182px', cell: (session) => <Acts session={session} onAct={onAct} /> },
  ]
}
