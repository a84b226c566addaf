import type { Operator, Overview } from '../../shared/model/desk'
import { lowRecoveryCount } from '../otp/recovery-codes'
import type { ClockDesk } from './clock/desk-clock'
import { localDate, localHour } from './clock/local-time'
import type { Clock, DeskContext } from './context'
import { enrollmentAt, lockOf, type UserFacts } from './users/facts'
import type { PeopleIndex } from './users/search-index'

type Care = Overview['needsCare'][number]

const hourMs = 60 * 60_000
const mostCares = 100
const mostSeen = 8
/** Events looked through for the people an operator saw lately. */
const seenWithin = 2000

/** What the desk screen shows beside the search box, for the operator who asks. */
export function overview(ctx: DeskContext, people: PeopleIndex, clock: ClockDesk, operator: Operator | null): Overview {
  const now = ctx.clock.now()
  return {
    people: people.size,
    needsCare: needsCare(people, clock, now),
    today: today(ctx, now),
    seenLately: operator ? seenLately(ctx, people, operator) : [],
  }
}

/** Most urgent first; at most {@link mostCares}. */
function needsCare(people: PeopleIndex, clock: ClockDesk, now: number): Care[] {
  const cares = new Map<Urgency, Care[]>(urgencies.map((urgency) => [urgency, []]))
  const add = (urgency: Urgency, care: Care) => {
    const some = cares.get(urgency)
    // People come in the order of their names, which is the order within these: the rest is cut off anyway.
    if (some && (byTime.has(urgency) || some.length < mostCares)) some.push(care)
  }
  if (clock.status().blocked) add('clock', { kind: 'clock', userId: null, name: '', until: null, count: null })
  for (const { facts } of people.everybody()) if (facts.status === 'active') addCaresOf(facts, now, add)
  for (const urgency of byTime) cares.get(urgency)?.sort((a, b) => (a.until ?? 0) - (b.until ?? 0))
  return [...cares.values()].flat().slice(0, mostCares)
}

/** What needs care, most urgent first. A pending enrollment is urgent in its last hour only. */
const urgencies = ['clock', 'locked', 'expiring', 'unfinished', 'no_codes', 'low_codes', 'pending'] as const
type Urgency = (typeof urgencies)[number]
/** These come in the order of the time at which they end. */
const byTime: ReadonlySet<Urgency> = new Set<Urgency>(['locked', 'expiring', 'pending'])

function addCaresOf(facts: UserFacts, now: number, add: (urgency: Urgency, care: Care) => void): void {
  const { user_id: userId, name, expires_at: expiresAt, recovery_left: left } = facts
  const lock = lockOf(facts, now)
  if (lock !== null) {
    add('locked', { kind: 'locked', userId, name, until: lock.until, count: facts.failures })
  }
  const enrollment = enrollmentAt(facts, now)
  if (enrollment === 'pending' && expiresAt !== null) {
    const urgency = expiresAt - now <= hourMs ? 'expiring' : 'pending'
    add(urgency, { kind: 'pending', userId, name, until: expiresAt, count: null })
  }
  if (enrollment !== 'active') return
  // The sheet of recovery codes is part of what is unfinished, so its absence is not named beside it.
  if (facts.handed_over_at === null) add('unfinished', { kind: 'unfinished', userId, name, until: null, count: null })
  else if (left === 0) add('no_codes', { kind: 'no_codes', userId, name, until: null, count: 0 })
  else if (left <= lowRecoveryCount) add('low_codes', { kind: 'low_codes', userId, name, until: null, count: left })
}

const charted: Record<string, 'verified' | 'refused' | 'enrolled'> = {
  'verification.accepted': 'verified',
  'recovery.redeemed': 'verified',
  'pass.redeemed': 'verified',
  'verification.refused': 'refused',
  'recovery.refused': 'refused',
  'pass.refused': 'refused',
  'totp.activated': 'enrolled',
}

/** Counted by quarter of an hour, because offsets of local time are multiples of it. */
function today(ctx: DeskContext, now: number): Overview['today'] {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, verified: 0, refused: 0, enrolled: 0 }))
  const quarterMs = hourMs / 4
  const names = Object.keys(charted)
  const rows = ctx.vault.all<{ action: string; quarter: number; n: number }>(
    `select action, time_ms / ${quarterMs} as quarter, count(*) as n from audit_events
     where time_ms >= ? and action in (${names.map(() => '?')}) group by action, quarter`,
    [now - 26 * hourMs, ...names],
  )
  for (const { action, quarter, n } of rows) {
    const at = quarter * quarterMs
    const hour = isSameDay(ctx.clock, at, now) ? hours[localHour(ctx.clock, at)] : undefined
    const kind = charted[action]
    if (hour && kind) hour[kind] += n
  }
  return hours
}

function isSameDay(clock: Clock, a: number, b: number): boolean {
  return localDate(clock, a) === localDate(clock, b)
}

function seenLately(ctx: DeskContext, people: PeopleIndex, operator: Operator): Overview['seenLately'] {
  const rows = ctx.vault.all<{ subject_id: string; at: number }>(
    `select subject_id, max(time_ms) as at from audit_events
     where seq > (select max(seq) from audit_events) - ${seenWithin} and operator_id = ? and subject_id is not null
     group by subject_id order by max(seq) desc`,
    [operator.operatorId],
  )
  return rows
    .flatMap(({ subject_id: userId, at }) => {
      const facts = people.get(userId)
      return facts ? [{ userId, name: facts.name, at }] : []
    })
    .slice(0, mostSeen)
}
