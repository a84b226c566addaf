import type { UserDetail } from '../../../shared/model/user'
import type { Reader } from '../../vault/types'
import type { Passes } from '../recovery/passes'
import type { Recovery } from '../recovery/recovery'
import type { Sessions } from '../sessions/sessions'
import { driftOf, latestTotpOf, toTotp } from '../store/totps'
import { findUserFacts } from '../store/user-facts'
import { requireUser, userNotFound } from '../store/users'
import type { Throttles } from '../throttling/throttles'
import { summaryAt } from './summary'

export interface DetailParts {
  vault: Reader
  recovery: Recovery
  passes: Passes
  throttles: Throttles
  sessions: Sessions
}

/** Everything the person's page shows, as of `now`. @throws DeskError `not_found` */
export function userDetail(parts: DetailParts, userId: string, now: number): UserDetail {
  const { vault, recovery, passes, throttles, sessions } = parts
  const { notes, updatedAt } = requireUser(vault, userId)
  const facts = findUserFacts(vault, userId)
  if (!facts) throw userNotFound()
  const totp = latestTotpOf(vault, userId)
  return {
    ...summaryAt(facts, now),
    notes,
    updatedAt,
    totp: totp ? toTotp(totp, now) : null,
    recovery: recovery.state(userId),
    pass: passes.state(userId),
    codeThrottle: throttles.state('code', userId, totp?.totpId),
    recoveryThrottle: throttles.state('recovery', userId),
    drift: totp ? driftOf(totp) : null,
    sessions: sessions.openOf(userId).map(({ session }) => session),
  }
}
