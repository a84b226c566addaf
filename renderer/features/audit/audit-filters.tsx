import { ActionIcon, Button, type ComboboxData, Select, TextInput } from '@mantine/core'
import { IconFilterOff, IconSearch, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { auditActionNames } from '../../../shared/audit-actions'
import { keysOf } from '../../../shared/keys-of'
import { useSearch, useUser } from '../../data/queries/people'
import { actionGroups, actionWords } from '../../words/actions'
import classes from './audit-page.module.css'
import { type FilterValues, noFilter } from './filter-values'

const whens = [
  { value: 'today', label: 'Today' },
  { value: 'yesterday', label: 'Yesterday' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
  { value: 'range', label: 'From – to' },
] as const
const outcomes = [
  { value: 'success', label: 'Done' },
  { value: 'fail', label: 'Refused' },
] as const
const severities = [
  { value: 'notice', label: 'Notice and up' },
  { value: 'warning', label: 'Warning and up' },
  { value: 'critical', label: 'Critical' },
] as const
const channels = [
  { value: 'screen', label: 'Screen' },
  { value: 'api', label: 'API' },
  { value: 'system', label: 'System' },
] as const
const actions = actionGroups.map(({ label, prefix }) => {
  const names = auditActionNames.filter((name) => name.startsWith(prefix))
  const all = names.length > 1 ? [{ value: `group:${prefix}`, label: `${label}: all` }] : []
  return { group: label, items: [...all, ...names.map((name) => ({ value: name, label: actionWords[name].label }))] }
})

interface AuditFiltersProps {
  values: FilterValues
  onChange: (values: FilterValues) => void
}

/** What to show of the log; each control filters at once. */
export function AuditFilters({ values, onChange }: AuditFiltersProps) {
  const set = (change: Partial<FilterValues>) => onChange({ ...values, ...change })
  const filtered = keysOf(noFilter).some((name) => values[name] !== noFilter[name])
  return (
    <search className={classes.filters} aria-label="Filter the audit log">
      <TextInput
        type="search"
        aria-label="Words in the events"
        placeholder="Words"
        className={classes.words ?? ''}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden="true" />}
        value={values.text}
        onChange={(event) => set({ text: event.currentTarget.value })}
        maxLength={100}
        autoComplete="off"
      />
      <Choice label="When" any="Any time" data={whens} value={values.when} onChange={(when) => set({ when })} />
      <Choice
        label="What happened"
        any="Any action"
        data={actions}
        searchable
        value={values.action}
        onChange={(action) => set({ action })}
      />
      <PersonChoice userId={values.userId} onChange={(userId) => set({ userId })} />
      <Choice
        label="Outcome"
        any="Any outcome"
        data={outcomes}
        value={values.outcome}
        onChange={(outcome) => set({ outcome })}
      />
      <Choice
        label="Severity"
        any="Any severity"
        data={severities}
        value={values.severity}
        onChange={(severity) => set({ severity })}
      />
      <Choice
        label="Channel"
        any="Any channel"
        data={channels}
        value={values.channel}
        onChange={(channel) => set({ channel })}
      />
      <ActionIcon
        size={36}
        aria-label="Show all"
        title="Show all"
        disabled={!filtered}
        className={classes.clear ?? ''}
        onClick={() => onChange(noFilter)}
      >
        <IconFilterOff size={16} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      {values.when === 'range' ? <Range values={values} set={set} /> : null}
    </search>
  )
}

interface ChoiceProps<V extends string> {
  label: string
  /** Shown when nothing is chosen. */
  any: string
  data: ComboboxData<V>
  value: V | ''
  onChange: (value: V | '') => void
  searchable?: boolean
}

function Choice<V extends string>({ label, any, data, value, onChange, searchable = false }: ChoiceProps<V>) {
  return (
    <Select<V>
      aria-label={label}
      placeholder={any}
      className={classes.choice ?? ''}
      data={data}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
      clearable
      clearButtonProps={{ 'aria-label': `${label}: any` }}
      searchable={searchable}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      data-chosen={value !== '' || undefined}
    />
  )
}

function Range({ values, set }: { values: FilterValues; set: (change: Partial<FilterValues>) => void }) {
  return (
    <>
      <TextInput
        type="date"
        aria-label="From"
        value={values.fromDay}
        max={values.toDay || undefined}
        onChange={(event) => set({ fromDay: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        aria-label="To, this day included"
        value={values.toDay}
        min={values.fromDay || undefined}
        onChange={(event) => set({ toDay: event.currentTarget.value })}
      />
    </>
  )
}

function PersonChoice({ userId, onChange }: { userId: string; onChange: (userId: string) => void }) {
  const [typed, setTyped] = useState('')
  const found = useSearch(typed.trim(), 8)
  const users = (found.data?.users ?? []).map((user) => ({ value: user.userId, label: user.name }))
  return (
    <>
      <Select
        aria-label="Person"
        placeholder="Any person"
        className={classes.choice ?? ''}
        data={users}
        value={users.some((user) => user.value === userId) ? userId : null}
        onChange={(chosen) => onChange(chosen ?? '')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Person: any' }}
        onSearchChange={setTyped}
        filter={({ options }) => options}
        nothingFoundMessage="No match"
        comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      />
      {userId !== '' && !users.some((user) => user.value === userId) ? (
        <ChosenPerson userId={userId} onClear={() => onChange('')} />
      ) : null}
    </>
  )
}

/** The person whose events were opened from their page: they may not be among those found. */
function ChosenPerson({ userId, onClear }: { userId: string; onClear: () => void }) {
  const user = useUser(userId)
  return (
    <Button rightSection={<IconX size={14} stroke={1.75} aria-hidden="true" />} onClick={onClear}>
      Only {user.data?.name ?? 'this person'}
    </Button>
  )
}
