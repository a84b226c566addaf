import { z } from 'zod'
import { totpStatusSchema } from '../../../shared/model/totp'
import type { Reader } from '../../vault/types'
import { defineColumns, flagColumn, type RowOf } from './table'
import { latestTotpIdOf } from './totps'
import { listedUserColumns } from './users'

const listed = defineColumns(listedUserColumns)

const facts = defineColumns({
  ...listedUserColumns,
  /** Of the live totp, or else of the one begun last. */
  totpId: z.string().nullable(),
  totpStatus: totpStatusSchema.nullable(),
  expiresAt: z.int().nullable(),
  activatedAt: z.int().nullable(),
  verifiedAgainAt: z.int().nullable(),
  handedOverAt: z.int().nullable(),
  /** Of all counters of the person and that totp, the highest. */
  lockedUntil: z.int().nullable(),
  streak: z.int(),
  failures: z.int(),
  hasRecoverySet: flagColumn,
  recoveryLeft: z.int(),
})

/** What lists need to know of a person, as stored: nothing in it depends on the time of reading. */
export type UserFacts = RowOf<typeof facts.shape>

const counters = 'from throttles where scope in (u.user_id, t.totp_id)'
const select = `select ${listed.list('u')},
  t.totp_id as "totpId", t.status as "totpStatus", t.expires_at as "expiresAt", t.activated_at as "activatedAt",
  t.verified_again_at as "verifiedAgainAt", t.handed_over_at as "handedOverAt",
  (select max(locked_until) ${counters}) as "lockedUntil",
  (select coalesce(max(streak), 0) ${counters}) as "streak",
  (select coalesce(max(failures), 0) ${counters}) as "failures",
  exists (select 1 from recovery_sets where user_id = u.user_id) as "hasRecoverySet",
  (select count(*) from recovery_sets s join recovery_codes c on c.set_id = s.set_id
    where s.user_id = u.user_id and c.spent_at is null) as "recoveryLeft"
  from users u left join totps t on t.totp_id = ${latestTotpIdOf('u.user_id')}`

/** Everybody's facts, in no particular order. */
export function allUserFacts(from: Reader): UserFacts[] {
  return facts.all(from, select)
}

/** One person's facts; undefined when there is no such person. */
export function findUserFacts(from: Reader, userId: string): UserFacts | undefined {
  return facts.get(from, `${select} where u.user_id = ?`, [userId])
}
