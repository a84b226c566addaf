import { Link } from 'wouter'
import type { Overview } from '../../../shared/model/desk'
import { Avatar } from '../../components/avatar'
import { Panel } from '../../components/panel'
import { useDeskNow } from '../../data/clock'
import { paths } from '../../data/paths'
import { timeAgo } from '../../words/times'
import classes from './side-lists.module.css'

const shown = 4

/** The people this operator worked with last, for the one who comes back. */
export function RecentPeople({ seen }: { seen: Overview['recentPeople'] }) {
  const now = useDeskNow(30_000)
  return (
    <Panel title="Seen lately">
      {seen.length === 0 ? (
        <p className="small muted">No one yet today.</p>
      ) : (
        <ul className={classes.seen}>
          {seen.slice(0, shown).map((person) => (
            <li key={person.userId}>
              <Link href={paths.person(person.userId)} className={classes.person}>
                <Avatar name={person.name} />
                <span className={classes.seenName}>{person.name}</span>
                <span className="small muted">{timeAgo(now - person.at)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
