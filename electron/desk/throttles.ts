import type { ThrottleState } from '../../shared/model/user'
import type { Call, DeskContext } from './context'

/** What is being guessed: each has counters of its own. */
export type Factor = 'code' | 'recovery' | 'pass'

export interface Throttles {
  /** The stricter of the user's counter and, when given, the totp's, as of now. */
  state(factor: Factor, userId: string, totpId?: string): ThrottleState
  /** Clears waits, locks and counts of every factor before their time.
   * @throws DeskError `not_found`, `nothing_to_unlock` */
  unlockUser(call: Call, input: { userId: string; reason: string }): void
}

export function createThrottles(ctx: DeskContext): Throttles {
  throw new Error(`not built yet ${typeof ctx}`)
}
