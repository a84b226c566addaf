import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { useLocation } from 'wouter'
import { ErrorNote } from '../../components/error-note'
import { Kbd } from '../../components/kbd'
import { paths } from '../../data/paths'
import { openPersonForm, prefillFrom } from '../../data/person-form-store'
import { searchQuery, useSearch } from '../../data/queries/people'
import { queryClient } from '../../data/query-client'
import { count, counted } from '../../words/times'
import classes from './person-search.module.css'
import { SearchResult } from './search-result'

/** As many as fit beside the day's chart without a scroll at 1366 x 768. */
const shownPeople = 4

/** The desk's one question: as one types, the people who match; Enter opens, Ctrl Enter creates. */
export function PersonSearch({ people }: { people: number | undefined }) {
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const listId = useId()
  const query = typed.trim()
  const search = useSearch(query, shownPeople, query !== '')
  const users = query === '' ? [] : (search.data?.users ?? [])
  const last = users.length

  const create = () => openPersonForm({ kind: 'new', prefill: prefillFrom(query) })

  /** A scanner types a badge and Enter faster than the list follows, so Enter asks for what is in the box. */
  async function openActive() {
    if (query === '') return
    const found = await queryClient.fetchQuery(searchQuery(query, shownPeople)).catch(() => undefined)
    if (!found) return
    const user = found.users[active]
    if (user) navigate(paths.person(user.userId))
    else create()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') {
      event.preventDefault()
      if ((event.ctrlKey || event.metaKey) && query !== '') create()
      else void openActive()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setActive((at) => Math.min(last, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1))))
    } else if (event.key === 'Escape') setTyped('')
  }

  return (
    <section data-tour="search" className={classes.panel} aria-labelledby={`${listId}-question`}>
      <h1 id={`${listId}-question`} className={classes.question}>
        Who is in front of you?
      </h1>
      <div className={classes.box}>
        <IconSearch size={20} stroke={1.75} aria-hidden="true" />
        <input
          className={classes.input}
          role="combobox"
          aria-label="Search by name, email, phone or external id"
          aria-expanded={query !== ''}
          aria-controls={`${listId}-list`}
          aria-autocomplete="list"
          aria-activedescendant={query === '' ? undefined : `${listId}-${active}`}
          // biome-ignore lint/a11y/noAutofocus: the question is what one comes here to answer
          autoFocus
          autoComplete="off"
          spellCheck={false}
          placeholder="Name, email, phone or badge"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
        <span className="small muted" role="status">
          {foundInWords(query === '' ? undefined : search.data?.matched, people)}
        </span>
      </div>
      <ErrorNote error={search.error} />
      <div id={`${listId}-list`} role="listbox" aria-label="People" className={classes.list} hidden={query === ''}>
        {users.map((user, index) => (
          <SearchResult
            key={user.userId}
            id={`${listId}-${index}`}
            user={user}
            query={query}
            active={index === active}
            onPick={() => navigate(paths.person(user.userId))}
          />
        ))}
        {query === '' ? null : (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keyboard stays in the box
          <div
            id={`${listId}-${last}`}
            role="option"
            aria-selected={active === last}
            className={classes.create}
            onClick={create}
          >
            <IconUserPlus size={16} stroke={1.75} aria-hidden="true" />
            Create “{query}” and enroll
            <span className={classes.key}>
              <Kbd>Ctrl Enter</Kbd>
            </span>
          </div>
        )}
      </div>
      {query === '' ? <AtRest first={people === 0} onCreate={create} /> : null}
    </section>
  )
}

function foundInWords(matched: number | undefined, people: number | undefined): string {
  if (people === undefined) return ''
  if (matched === undefined) return people === 0 ? '' : counted(people, 'person', 'people')
  return `${count(matched)} of ${counted(people, 'person', 'people')}`
}

/** Before anything is typed: how it works, or on the first day the first act. */
function AtRest({ first, onCreate }: { first: boolean; onCreate: () => void }) {
  if (!first)
    return (
      <p className={classes.hint}>
        <Kbd>↑</Kbd> <Kbd>↓</Kbd> choose, <Kbd>Enter</Kbd> opens, <Kbd>Ctrl Enter</Kbd> creates a new person and enrolls
        them.
      </p>
    )
  return (
    <div className={classes.firstDay}>
      <p>No one is enrolled yet. Type the name of the first person, or start with the form.</p>
      <button type="button" className={classes.createFirst} onClick={onCreate}>
        <IconUserPlus size={16} stroke={1.75} aria-hidden="true" />
        Add the first person
      </button>
    </div>
  )
}
