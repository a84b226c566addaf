import type { Operator, Overview } from '../../shared/model/desk'
import type { ClockDesk } from './clock-desk'
import type { Clock, DeskContext } from './context'
import { localDate, localHour } from './local-time'
import { enrollmentAt, lockedUntilAt, lowRecoveryCodes, type UserFacts } from './user-facts'
import type { PeopleIndex } from './user-search'

type Care = Overview['needsCare'][number]
interface RankedCare extends Care {
  rank: number
}

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
  const cares: RankedCare[] = clock.status().blocked
    ? [{ kind: 'clock', userId: null, name: '', until: null, count: null, rank: 0 }]
    : []
  for (const { facts } of people.everybody()) {
    if (facts.status === 'active') cares.push(...caresOf(facts, now))
  }
  return cares
    .sort((a, b) => a.rank - b.rank || (a.until ?? 0) - (b.until ?? 0) || (a.name < b.name ? -1 : 1))
    .slice(0, mostCares)
    .map(({ rank: _, ...care }) => care)
}

function caresOf(facts: UserFacts, now: number): RankedCare[] {
  const person = { userId: facts.user_id, name: facts.name }
  const cares: RankedCare[] = []
  const until = lockedUntilAt(facts, now)
  if (until !== null) cares.push({ kind: 'locked', ...person, until, count: facts.failures, rank: 1 })
  const enrollment = enrollmentAt(facts, now)
  if (enrollment === 'pending' && facts.expires_at !== null) {
    const rank = facts.expires_at - now <= hourMs ? 2 : 6
    cares.push({ kind: 'pending', ...person, until: facts.expires_at, count: null, rank })
  }
  if (enrollment !== 'active') return cares
  if (facts.handed_over_at === null) {
    // The sheet of recovery codes is part of what is unfinished, so its absence is not named beside it.
    cares.push({ kind: 'unfinished', ...person, until: null, count: null, rank: 3 })
  } else if (facts.recovery_left === 0) {
    cares.push({ kind: 'no_codes', ...person, until: null, count: 0, rank: 4 })
  } else if (facts.recovery_left <= lowRecoveryCodes) {
    cares.push({ kind: 'low_codes', ...person, until: null, count: facts.recovery_left, rank: 5 })
  }
  return cares
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
