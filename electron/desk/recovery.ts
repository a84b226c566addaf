import type { IdentityCheck } from '../../shared/model/common'
import type { RecoveryState } from '../../shared/model/user'
import type { RedemptionOutcome } from '../../shared/model/verification'
import type { Writer } from '../vault/types'
import type { ClockDesk } from './clock-desk'
import type { Call, DeskContext, Recorder } from './context'

/** A fresh set, the only time its codes are seen. */
export interface IssuedRecoverySet {
  setId: string
  fingerprint: string
  recoveryCodes: string[]
  createdAt: number
}

export interface Recovery {
  /** A new set in an act of its own; the old one dies in the same transaction.
   * @throws DeskError `not_found`, `user_deactivated`, `totp_not_active` */
  replace(call: Call, input: { userId: string }): IssuedRecoverySet
  /** A new set inside a running act, for enrollment; records recovery.created or recovery.replaced. */
  issueInside(tx: Writer, record: Recorder, user: { id: string; name: string }, now: number): IssuedRecoverySet
  /** Kills the set of a person inside a running act (removal, revocation); returns how many codes went. */
  dropInside(tx: Writer, userId: string): number
  redeem(
    call: Call,
    input: { userId: string; code: string; identityCheck?: IdentityCheck | undefined },
  ): RedemptionOutcome
  state(userId: string): RecoveryState | null
  /** @throws DeskError `not_found` when the set is not the person's current one */
  printed(call: Call, input: { userId: string; setId: string; how: 'print' | 'copy' }): void
  /** Codes kept readable (setting `recoveryCodes: readable`), unspent ones only; for the Stytch call. */
  readable(userId: string): string[]
}

export function createRecovery(ctx: DeskContext, clock: ClockDesk): Recovery {
  throw new Error(`not built yet ${typeof ctx} ${typeof clock}`)
}
