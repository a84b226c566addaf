import { Link } from 'wouter'
import type { UserSummary } from '../../../shared/model/user'
import { Avatar } from '../../components/avatar'
import { StateTag } from '../../components/state-tag'
import type { Column } from '../../components/virtual-table'
import { useDeskNow } from '../../data/clock'
import { paths } from '../../data/paths'
import { clockTime } from '../../words/times'
import classes from './people-columns.module.css'

function Person({ user }: { user: UserSummary }) {
  return (
    <span className={classes.person}>
      <Avatar name={user.name} />
      <Link
        href={paths.person(user.userId)}
        data-open
        className={classes.name}
        onClick={(event) => event.stopPropagation()}
      >
        {user.name}
      </Link>
    </span>
  )
}

function LastCode({ user }: { user: UserSummary }) {
  const now = useDeskNow(60_000)
  return <span className="muted">{user.lastAcceptedAt === null ? 'Never' : clockTime(user.lastAcceptedAt, now)}</span>
}

function RecoveryLeft({ left }: { left: number | null }) {
  if (left === null) return <span className="muted">–</span>
  return <span className={left <= 3 ? classes.low : undefined}>{left === 0 ? 'None left' : `${left} left`}</span>
}

/** Columns of the people table. */
export const peopleColumns: Column<UserSummary>[] = [
  { key: 'name', head: 'Name', cell: (user) => <Person user={user} /> },
  {
    key: 'reach',
    head: 'Email or phone',
    cell: (user) => <span className="muted address">{user.email ?? user.phone}</span>,
  },
  { key: 'id', head: 'External id', width: '12%', cell: (user) => <span className="muted">{user.externalId}</span> },
  { key: 'state', head: 'State', width: '190px', cell: (user) => <StateTag user={user} /> },
  { key: 'codes', head: 'Recovery', width: '96px', cell: (user) => <RecoveryLeft left={user.recoveryLeft} /> },
  { key: 'last', head: 'Last code', width: '130px', cell: (user) => <LastCode user={user} /> },
]
