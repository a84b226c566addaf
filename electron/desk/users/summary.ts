import type { Lock } from '../../../shared/model/lock'
import {
  type PeopleFilter,
  type PersonField,
  peopleFilterSchema,
  personFields,
  type UserSummary,
} from '../../../shared/model/user'
import { lowRecoveryCount } from '../../otp/recovery-codes'
import { lockAt } from '../../otp/throttle'
import type { UserFacts } from '../store/user-facts'

/** Where the person stands with their authenticator at `now`. */
export function enrollmentAt({ totpStatus, expiresAt }: UserFacts, now: number): UserSummary['enrollment'] {
  if (totpStatus === 'pending') return (expiresAt ?? 0) > now ? 'pending' : 'expired'
  return totpStatus === 'active' || totpStatus === 'expired' ? totpStatus : 'none'
}

/** The person's lock at `now`, whatever it was for; null when none is in force. */
export function lockOf(facts: UserFacts, now: number): Lock | null {
  return lockAt(facts, now)
}

/** Recovery codes left; null where there is no authenticator that they could stand in for. */
export function recoveryLeftAt(facts: UserFacts, now: number): number | null {
  const enrollment = enrollmentAt(facts, now)
  if (enrollment === 'active') return facts.recoveryLeft
  return enrollment === 'pending' && facts.hasRecoverySet ? facts.recoveryLeft : null
}

function fieldsOf(facts: UserFacts): Pick<UserFacts, PersonField> {
  return Object.fromEntries(personFields.map((field) => [field, facts[field]])) as Pick<UserFacts, PersonField>
}

/** A person in a list, as of `now`. */
export function summaryAt(facts: UserFacts, now: number): UserSummary {
  const { userId, name, status, lastAcceptedAt, createdAt } = facts
  const enrollment = enrollmentAt(facts, now)
  return {
    userId,
    name,
    ...fieldsOf(facts),
    status,
    enrollment,
    expiresAt: enrollment === 'pending' ? facts.expiresAt : null,
    lock: lockOf(facts, now),
    recoveryLeft: recoveryLeftAt(facts, now),
    lastAcceptedAt,
    createdAt,
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
  if (enrollment === 'active' && facts.recoveryLeft <= lowRecoveryCount) filters |= bitOf.low_codes
  if (lockOf(facts, now) !== null) filters |= bitOf.locked
  return filters
}
