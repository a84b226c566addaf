import { Button, SegmentedControl, Skeleton, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { PeopleFilter } from '../../../shared/model/user'
import { useDocumentTitle } from '../../components/document-title'
import { EmptyState } from '../../components/empty-state'
import { ErrorNote } from '../../components/error-note'
import { VirtualTable } from '../../components/virtual-table'
import { paths } from '../../data/paths'
import { openPersonForm, prefillFrom } from '../../data/person-form-store'
import { useNextPage } from '../../data/queries/pages'
import { usePeople } from '../../data/queries/people'
import { count } from '../../words/times'
import { peopleColumns } from './people-columns'
import classes from './people-page.module.css'

const filters: { value: PeopleFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'enrolled', label: 'Enrolled' },
  { value: 'pending', label: 'Pending' },
  { value: 'not_enrolled', label: 'Not enrolled' },
  { value: 'locked', label: 'Locked' },
  { value: 'low_codes', label: 'Few codes left' },
  { value: 'deactivated', label: 'Deactivated' },
]

/** Everybody in the desk, as a table. */
export function PeoplePage() {
  useDocumentTitle('People')
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed, 80)
  const [filter, setFilter] = useState<PeopleFilter>('all')
  const people = usePeople(query.trim(), filter)
  const first = people.data?.first
  const rows = people.data?.rows ?? []
  const more = useNextPage(people)

  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>People</h1>
        <span className="muted">{first ? count(first.total) : ''}</span>
        <Button
          variant="filled"
          className={classes.new ?? ''}
          leftSection={<IconUserPlus size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => openPersonForm({ kind: 'new', prefill: prefillFrom(typed) })}
        >
          New person
        </Button>
      </div>
      <section className={classes.panel} aria-label="People">
        <div className={classes.tools}>
          <TextInput
            type="search"
            aria-label="Search people"
            placeholder="Name, email, phone or id"
            className={classes.search ?? ''}
            leftSection={<IconSearch size={16} stroke={1.75} aria-hidden="true" />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
          <SegmentedControl
            aria-label="Which people"
            value={filter}
            onChange={(value) => setFilter(value as PeopleFilter)}
            data={filters.map(({ value, label }) => ({
              value,
              label: <FilterLabel label={label} people={first?.counts[value]} />,
            }))}
          />
        </div>
        {people.error ? (
          <div className={classes.error}>
            <ErrorNote error={people.error} action={<Button onClick={() => void people.refetch()}>Try again</Button>} />
          </div>
        ) : null}
        {people.isPending ? (
          <PeopleSkeleton />
        ) : (
          <VirtualTable
            label="People"
            columns={peopleColumns}
            rows={rows}
            rowKey={(user) => user.userId}
            total={first?.matched ?? 0}
            rowHeight={52}
            onOpen={(user) => navigate(paths.person(user.userId))}
            onEnd={more}
            empty={<NoPeople typed={typed.trim()} nobody={first?.counts.all === 0 && query.trim() === ''} />}
          />
        )}
      </section>
      <p role="status" className="visually-hidden">
        {first ? `${count(first.matched)} people` : ''}
      </p>
    </div>
  )
}

function FilterLabel({ label, people }: { label: string; people: number | undefined }) {
  return (
    <span>
      {label} <span className={classes.count}>{people === undefined ? '' : count(people)}</span>
    </span>
  )
}

function NoPeople({ typed, nobody }: { typed: string; nobody: boolean }) {
  const icon = <IconUsers size={20} stroke={1.75} aria-hidden="true" />
  const add = (
    <Button onClick={() => openPersonForm({ kind: 'new', prefill: prefillFrom(typed) })}>
      {typed ? `Create “${typed}”` : 'New person'}
    </Button>
  )
  if (nobody)
    return (
      <EmptyState icon={icon} title="Everybody you enroll stands here." action={add}>
        The first one is a name and an email address or phone number away.
      </EmptyState>
    )
  if (typed) return <EmptyState icon={icon} title={`Nobody matches “${typed}” here.`} action={add} />
  return <EmptyState icon={icon} title="Nobody is in this group." />
}

function PeopleSkeleton() {
  return (
    <div className={classes.skeleton} aria-busy="true">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <Skeleton key={row} height={28} radius="sm" />
      ))}
    </div>
  )
}
