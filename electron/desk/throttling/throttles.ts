import { DeskError } from '../../../shared/errors'
import type { ThrottleState } from '../../../shared/model/user'
import { holdAt, lockAt, strictest } from '../../otp/throttle'
import type { Call, DeskContext } from '../context'
import { countersOfUser, deleteCountersOf, type Factor, readCounter } from '../store/throttles'
import { requireUser, subjectOf } from '../store/users'

export interface Throttles {
  /** The stricter of the user's counter and, when given, the totp's, as of now. */
  state(factor: Factor, userId: string, totpId?: string): ThrottleState
  /**
   * Clears waits, locks and counts of every factor before their time.
   * @throws DeskError `not_found`, `nothing_to_unlock`
   */
  unlockUser(call: Call, input: { userId: string; reason: string }): Promise<void>
}

export function createThrottles(ctx: DeskContext): Throttles {
  return {
    state(factor, userId, totpId) {
      const scopes = totpId === undefined ? [userId] : [userId, totpId]
      const now = ctx.clock.now()
      const counters = scopes.map((scope) => readCounter(ctx.vault, scope, factor))
      const counter = strictest(counters, now)
      return { failures: counter.failures, waitUntil: counter.waitUntil, lock: lockAt(counter, now) }
    },
    unlockUser(call, { userId, reason }) {
      return ctx.act(call, (tx, record) => {
        const user = requireUser(tx, userId)
        const now = ctx.clock.now()
        const held = countersOfUser(tx, userId).filter((counter) => holdAt(counter, now) !== null)
        if (held.length === 0) {
          throw new DeskError('nothing_to_unlock', `${user.name} is not locked and need not wait.`)
        }
        deleteCountersOf(tx, userId)
        const factors = [...new Set(held.map((counter) => counter.factor))].toSorted().join(', ')
        const failures = Math.max(...held.map((counter) => counter.failures))
        record({ action: 'user.unlocked', subject: subjectOf(user), reason, details: { factors, failures } })
      })
    },
  }
}
