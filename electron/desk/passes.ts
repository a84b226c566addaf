import type { IdentityCheck } from '../../shared/model/common'
import type { UserDetail } from '../../shared/model/user'
import type { PassOutcome } from '../../shared/model/verification'
import type { ClockDesk } from './clock-desk'
import type { Call, DeskContext } from './context'

export interface Passes {
  /** @throws DeskError `not_found`, `user_deactivated` */
  issue(
    call: Call,
    input: { userId: string; minutes: number; reason: string; identityCheck: IdentityCheck },
  ): { passId: string; pass: string; expiresAt: number }
  redeem(call: Call, input: { userId: string; code: string }): PassOutcome
  /** @throws DeskError `not_found` when the person has no pass */
  revoke(call: Call, input: { userId: string }): void
  state(userId: string): UserDetail['pass']
}

export function createPasses(ctx: DeskContext, clock: ClockDesk): Passes {
  throw new Error(`not built yet ${typeof ctx} ${typeof clock}`)
}
