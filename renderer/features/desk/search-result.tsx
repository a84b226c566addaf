import type { UserSummary } from '../../../shared/model/user'
import { Avatar } from '../../components/avatar'
import { Highlight } from '../../components/highlight'
import { Kbd } from '../../components/kbd'
import { StateTag } from '../../components/state-tag'
import { highlighted } from '../../words/highlight'
import { knownOf } from '../../words/known'
import classes from './person-search.module.css'

interface SearchResultProps {
  id: string
  user: UserSummary
  query: string
  active: boolean
  onPick: () => void
}

/** The second line says where the match is when the name does not. */
function secondLine(user: UserSummary, query: string): string {
  const known = knownOf(user)
  return known.find((text) => highlighted(text, query).some((stretch) => stretch.hit)) ?? known[0] ?? ''
}

/** One person among the results. */
export function SearchResult({ id, user, query, active, onPick }: SearchResultProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keyboard stays in the search box
    <div id={id} role="option" aria-selected={active} className={classes.result} onClick={onPick}>
      <Avatar name={user.name} />
      <div className={classes.who}>
        <div className={classes.name}>
          <Highlight text={user.name} query={query} />
        </div>
        <div className="small muted address">
          <Highlight text={secondLine(user, query)} query={query} />
        </div>
      </div>
      <StateTag user={user} />
      {active ? <Kbd>Enter</Kbd> : null}
    </div>
  )
}
