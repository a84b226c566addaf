import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { PeopleFilter } from '../../../shared/model/user'
import { useDocumentTitle } from '../../components/document-title'
import { EmptyState } from '../../components/empty-state'
import { TablePage, TableSkeleton, TableTools } from '../../components/table-page/table-page'
import { VirtualTable } from '../../components/virtual-table'
import { paths } from '../../data/paths'
import { openPersonForm, prefillFrom } from '../../data/person-form-store'
import { useNextPage } from '../../data/queries/pages'
import { usePeople } from '../../data/queries/people'
import { count, counted } from '../../words/times'
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

/** All people, as a table. */
export function PeoplePage() {
  useDocumentTitle('People')
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed, 80)
  const [filter, setFilter] = useState<PeopleFilter>('all')
  const people = usePeople(query.trim(), filter)
  const first = people.data?.first
  const more = useNextPage(people)

  return (
    <TablePage
      title="People"
      beside={<span className="muted">{first ? count(first.total) : ''}</span>}
      action={
        <Button
          variant="filled"
          leftSection={<IconUserPlus size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => openPersonForm({ kind: 'new', prefill: prefillFrom(typed) })}
        >
          New person
        </Button>
      }
      label="People"
      tools={
        <TableTools>
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
            onChange={setFilter}
            data={filters.map(({ value, label }) => ({
              value,
              label: <FilterLabel label={label} people={first?.counts[value]} />,
            }))}
          />
        </TableTools>
      }
      error={people.error}
      onRetry={() => void people.refetch()}
    >
      {people.isPending ? (
        <TableSkeleton rowHeight={28} />
      ) : (
        <VirtualTable
          label="People"
          columns={peopleColumns}
          rows={people.data?.rows ?? []}
          rowKey={(user) => user.userId}
          total={first?.matched ?? 0}
          rowHeight={52}
          onOpen={(user) => navigate(paths.person(user.userId))}
          onEnd={more}
          empty={<NoPeople typed={typed.trim()} nobody={first?.counts.all === 0 && query.trim() === ''} />}
        />
      )}
      <p role="status" className="visually-hidden">
        {first ? counted(first.matched, 'person', 'people') : ''}
      </p>
    </TablePage>
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
      <EmptyState icon={icon} title="No people yet." action={add}>
        The first one needs a name and an email address or phone number.
      </EmptyState>
    )
  if (typed) return <EmptyState icon={icon} title={`No one matches “${typed}” here.`} action={add} />
  return <EmptyState icon={icon} title="No one is in this group." />
}
