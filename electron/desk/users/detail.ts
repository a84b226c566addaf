import { DeskError } from '../../../shared/errors'
import type { UserDetail } from '../../../shared/model/user'
import type { Reader } from '../../vault/types'
import type { Passes } from '../recovery/passes'
import type { Recovery } from '../recovery/recovery'
import type { Sessions } from '../sessions/sessions'
import { driftOf } from '../store/totp-source'
import { latestTotpOf, toTotp } from '../store/totps'
import type { Throttles } from '../throttling/throttles'
import { factsOf, summaryAt } from './facts'

/** A row of `users`. */
export interface UserRow {
  user_id: string
  name: string
  email: string | null
  phone: string | null
  external_id: string | null
  notes: string
  status: 'active' | 'deactivated'
  created_at: number
  updated_at: number
  last_accepted_at: number | null
  name_parts: string | null
  trusted_metadata: string | null
  untrusted_metadata: string | null
}

export interface DetailParts {
  vault: Reader
  recovery: Recovery
  passes: Passes
  throttles: Throttles
  sessions: Sessions
}

/** @throws DeskError `not_found` when there is no such person. */
export function userRow(from: Reader, userId: string): UserRow {
  const row = from.get<UserRow>('select * from users where user_id = ?', [userId])
  if (!row) throw notHere()
  return row
}

/** Everything the person's page shows, as of `now`. @throws DeskError `not_found` */
export function userDetail(parts: DetailParts, userId: string, now: number): UserDetail {
  const { vault, recovery, passes, throttles, sessions } = parts
  const row = userRow(vault, userId)
  const facts = factsOf(vault, userId)
  if (!facts) throw notHere()
  const totp = latestTotpOf(vault, userId)
  return {
    ...summaryAt(facts, now),
    notes: row.notes,
    updatedAt: row.updated_at,
    totp: totp ? toTotp(totp, now) : null,
    recovery: recovery.state(userId),
    pass: passes.state(userId),
    codeThrottle: throttles.state('code', userId, totp?.totp_id),
    recoveryThrottle: throttles.state('recovery', userId),
    drift: totp ? driftOf(totp) : null,
    sessions: sessions.openOf(userId).map(({ session }) => session),
  }
}

/** The refusal for a person who is not in the vault. */
export function notHere(): DeskError {
  return new DeskError('not_found', 'This person is not here any more. Search again.')
}
