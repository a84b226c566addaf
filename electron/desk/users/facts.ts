import type { Lock } from '../../../shared/model/lock'
import type { TotpStatus } from '../../../shared/model/totp'
import { type PeopleFilter, peopleFilterSchema, type UserSummary } from '../../../shared/model/user'
import { lowRecoveryCount } from '../../otp/recovery-codes'
import { lockAt } from '../../otp/throttle'
import type { Reader } from '../../vault/types'

/** What lists need to know of a person, as stored: nothing in it depends on the time of reading. */
export interface UserFacts {
  user_id: string
  name: string
  email: string | null
  phone: string | null
  external_id: string | null
  status: 'active' | 'deactivated'
  created_at: number
  last_accepted_at: number | null
  /** Of the live totp, or else of the one begun last. */
  totp_id: string | null
  totp_status: TotpStatus | null
  expires_at: number | null
  activated_at: number | null
  verified_again_at: number | null
  handed_over_at: number | null
  locked_until: number | null
  streak: number | null
  failures: number | null
  has_recovery_set: number
  recovery_left: number
}

const select = `select u.user_id, u.name, u.email, u.phone, u.external_id, u.status, u.created_at, u.last_accepted_at,
  t.totp_id, t.status as totp_status, t.expires_at, t.activated_at, t.verified_again_at, t.handed_over_at,
  (select max(locked_until) from throttles where scope in (u.user_id, t.totp_id)) as locked_until,
  (select max(streak) from throttles where scope in (u.user_id, t.totp_id)) as streak,
  (select max(failures) from throttles where scope in (u.user_id, t.totp_id)) as failures,
  exists (select 1 from recovery_sets where user_id = u.user_id) as has_recovery_set,
  (select count(*) from recovery_sets s join recovery_codes c on c.set_id = s.set_id
    where s.user_id = u.user_id and c.spent_at is null) as recovery_left
  from users u left join totps t on t.totp_id = (select totp_id from totps where user_id = u.user_id
    order by status in ('pending', 'active') desc, created_at desc, totp_id desc limit 1)`

/** Everybody's facts, in no particular order. */
export function allFacts(from: Reader): UserFacts[] {
  return from.all<UserFacts>(select)
}

/** One person's facts; undefined when there is no such person. */
export function factsOf(from: Reader, userId: string): UserFacts | undefined {
  return from.get<UserFacts>(`${select} where u.user_id = ?`, [userId])
}

/** Where the person stands with their authenticator at `now`. */
export function enrollmentAt(facts: UserFacts, now: number): UserSummary['enrollment'] {
  if (facts.totp_status === 'pending') return (facts.expires_at ?? 0) > now ? 'pending' : 'expired'
  return facts.totp_status === 'active' || facts.totp_status === 'expired' ? facts.totp_status : 'none'
}

/** The person's lock at `now`, whatever it was for; null when none is in force. */
export function lockOf(facts: UserFacts, now: number): Lock | null {
  return lockAt({ streak: facts.streak ?? 0, lockedUntil: facts.locked_until }, now)
}

/** Recovery codes left; null where there is no authenticator that they could stand in for. */
export function recoveryLeftAt(facts: UserFacts, now: number): number | null {
  const enrollment = enrollmentAt(facts, now)
  if (enrollment === 'active') return facts.recovery_left
  return enrollment === 'pending' && facts.has_recovery_set === 1 ? facts.recovery_left : null
}

/** A person in a list, as of `now`. */
export function summaryAt(facts: UserFacts, now: number): UserSummary {
  const enrollment = enrollmentAt(facts, now)
  return {
    userId: facts.user_id,
    name: facts.name,
    email: facts.email,
    phone: facts.phone,
    externalId: facts.external_id,
    status: facts.status,
    enrollment,
    expiresAt: enrollment === 'pending' ? facts.expires_at : null,
    lock: lockOf(facts, now),
    recoveryLeft: recoveryLeftAt(facts, now),
    lastAcceptedAt: facts.last_accepted_at,
    createdAt: facts.created_at,
  }
}

/** One bit for each filter of the people screen, so that 100,000 people are counted without a list each. */
const bitOf = Object.fromEntries(peopleFilterSchema.options.map((filter, index) => [filter, 1 << index])) as Record<
  PeopleFilter,
  number
>

/** Whether a set of filters, as {@link filtersAt} gives it, holds one. */
export function hasFilter(filters: number, filter: PeopleFilter): boolean {
  return (filters & bitOf[filter]) !== 0
}

/** The filters a person falls under at `now`, a bit each. A deactivated person is in none but that and `all`. */
export function filtersAt(facts: UserFacts, now: number): number {
  if (facts.status === 'deactivated') return bitOf.all | bitOf.deactivated
  const enrollment = enrollmentAt(facts, now)
  let filters = bitOf.all
  if (enrollment === 'active') filters |= bitOf.enrolled
  else if (enrollment === 'pending') filters |= bitOf.pending
  else filters |= bitOf.not_enrolled
  if (enrollment === 'active' && facts.recovery_left <= lowRecoveryCount) filters |= bitOf.low_codes
  if (lockOf(facts, now) !== null) filters |= bitOf.locked
  return filters
}
