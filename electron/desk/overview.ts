import type { AuditAction } from '../../shared/audit-actions'
import type { Operator, Overview } from '../../shared/model/desk'
import { lowRecoveryCount } from '../otp/recovery-codes'
import type { ClockDesk } from './clock/desk-clock'
import { localDate, localHour } from './clock/local-time'
import type { Clock, DeskContext } from './context'
import { countActions, subjectsOfOperator } from './store/audit-events'
import type { UserFacts } from './store/user-facts'
import type { PeopleIndex } from './users/search-index'
import { enrollmentAt, lockOf } from './users/summary'

type Attention = Overview['needsAttention'][number]

const hourMs = 60 * 60_000
const maxAttention = 100
const maxSeen = 8
/** Events looked through for the people an operator saw lately. */
const seenWithin = 2000

/** What the desk screen shows beside the search box, for the operator who asks. */
export function overview(ctx: DeskContext, people: PeopleIndex, clock: ClockDesk, operator: Operator | null): Overview {
  const now = ctx.clock.now()
  return {
    people: people.size,
    needsAttention: needsAttention(people, clock, now),
    today: today(ctx, now),
    recentPeople: operator ? recentPeople(ctx, people, operator, now) : [],
  }
}

/** Most urgent first; at most {@link maxAttention}. */
function needsAttention(people: PeopleIndex, clock: ClockDesk, now: number): Attention[] {
  const found = new Map<Urgency, Attention[]>(urgencies.map((urgency) => [urgency, []]))
  const add = (urgency: Urgency, item: Attention) => {
    const some = found.get(urgency)
    // People come in the order of their names, which is the order within these: the rest is cut off anyway.
    if (some && (byTime.has(urgency) || some.length < maxAttention)) some.push(item)
  }
  if (clock.status().blocked) add('clock', { kind: 'clock', userId: null, name: '', until: null, count: null })
  for (const facts of people.everybody()) if (facts.status === 'active') addAttentionFor(facts, now, add)
  for (const urgency of byTime) found.get(urgency)?.sort((a, b) => (a.until ?? 0) - (b.until ?? 0))
  return [...found.values()].flat().slice(0, maxAttention)
}

/** What needs attention, most urgent first. A pending enrollment is urgent in its last hour only. */
const urgencies = ['clock', 'locked', 'expiring', 'unfinished', 'no_codes', 'low_codes', 'pending'] as const
type Urgency = (typeof urgencies)[number]
/** These come in the order of the time at which they end. */
const byTime: ReadonlySet<Urgency> = new Set<Urgency>(['locked', 'expiring', 'pending'])

function addAttentionFor(facts: UserFacts, now: number, add: (urgency: Urgency, item: Attention) => void): void {
  const { userId, name, expiresAt, recoveryLeft: left } = facts
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
  if (facts.handedOverAt === null) add('unfinished', { kind: 'unfinished', userId, name, until: null, count: null })
  else if (left === 0) add('no_codes', { kind: 'no_codes', userId, name, until: null, count: 0 })
  else if (left <= lowRecoveryCount) add('low_codes', { kind: 'low_codes', userId, name, until: null, count: left })
}

const charted = {
  'verification.accepted': 'verified',
  'recovery.redeemed': 'verified',
  'pass.redeemed': 'verified',
  'verification.refused': 'refused',
  'recovery.refused': 'refused',
  'pass.refused': 'refused',
  'totp.activated': 'enrolled',
} as const satisfies Partial<Record<AuditAction, string>>
const chartedActions = Object.keys(charted) as (keyof typeof charted)[]

/** Counted by quarter of an hour, because offsets of local time are multiples of it. */
function today(ctx: DeskContext, now: number): Overview['today'] {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, verified: 0, refused: 0, enrolled: 0 }))
  const quarterMs = hourMs / 4
  for (const { action, span, n } of countActions(ctx.vault, chartedActions, now - 26 * hourMs, quarterMs)) {
    const at = span * quarterMs
    const hour = isSameDay(ctx.clock, at, now) ? hours[localHour(ctx.clock, at)] : undefined
    if (hour) hour[charted[action]] += n
  }
  return hours
}

function isSameDay(clock: Clock, a: number, b: number): boolean {
  return localDate(clock, a) === localDate(clock, b)
}

/** What a clock that stood ahead has written into the log was seen by now. */
function recentPeople(
  ctx: DeskContext,
  people: PeopleIndex,
  operator: Operator,
  now: number,
): Overview['recentPeople'] {
  return subjectsOfOperator(ctx.vault, operator.operatorId, seenWithin)
    .flatMap(({ subjectId: userId, at }) => {
      const facts = people.get(userId)
      return facts ? [{ userId, name: facts.name, at: Math.min(at, now) }] : []
    })
    .slice(0, maxSeen)
}
