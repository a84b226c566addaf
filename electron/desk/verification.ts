import type { VerificationOutcome } from '../../shared/model/verification'
import type { ClockDesk } from './clock-desk'
import type { Call, DeskContext } from './context'

export interface Verification {
  /**
   * Judges a code as typed. A refusal is an answer, not an error. `diagnose` asks the wrong-code doctor
   * (only inside an in-person enrollment); it defaults to true on the screen and false on the API.
   * @throws DeskError `not_found` for an unknown user
   */
  submit(call: Call, input: { userId: string; code: string; diagnose?: boolean }): VerificationOutcome
}

export function createVerification(ctx: DeskContext, clock: ClockDesk): Verification {
  throw new Error(`not built yet ${typeof ctx} ${typeof clock}`)
}
