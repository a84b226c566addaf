import type { IdentityCheck } from '../../../shared/model/common'
import type { Settings } from '../../../shared/model/desk'
import type { RedemptionOutcome } from '../../../shared/model/verification'
import { hashMatches } from '../../otp/code-hash'
import { lowRecoveryCount, recoveryShape } from '../../otp/recovery-codes'
import { looksLikeTotpCode } from '../../otp/typed-code'
import type { Writer } from '../../vault/types'
import type { ClockReading } from '../clock/guard'
import type { Recorder } from '../context'
import { type RecoveryCodeRow, recoveryCodesOf, recoverySetOf } from '../store/recovery'
import { liveTotpOf } from '../store/totps'
import { type Attempt, heldBack, recordAbout, refuse, refuseAndCount, succeed } from '../throttling/attempt'
import { requirePerson } from '../users/person'

export interface Redemption {
  userId: string
  code: string
  identityCheck?: IdentityCheck | undefined
  accepted?: ((tx: Writer, record: Recorder, codeId: string) => void) | undefined
}

/** Judges a recovery code inside a running act, and spends it when it is one. */
export function redeemRecoveryCode(
  act: { tx: Writer; record: Recorder; settings: Settings },
  clock: ClockReading,
  { userId, code, identityCheck, accepted }: Redemption,
): RedemptionOutcome {
  const { tx } = act
  const totp = liveTotpOf(tx, userId)
  const person = requirePerson(tx, userId)
  const totpId = totp?.totp_id ?? null
  const attempt: Attempt = { ...act, clock, person, factor: 'recovery', totpId, interaction: undefined }
  const held = heldBack(attempt)
  if (held) return held
  if (totp?.status !== 'active') return refuse(attempt, 'not_enrolled')
  const set = recoverySetOf(tx, userId)
  const codes = set ? recoveryCodesOf(tx, set.set_id) : []
  if (!set || codes.every((row) => row.spent_at !== null)) return refuse(attempt, 'no_recovery_codes')

  if (looksLikeTotpCode(code)) return refuseAndCount(attempt, 'totp_code_in_recovery_box')
  if (recoveryShape(code) === null) return refuseAndCount(attempt, 'malformed')
  const match = matchingCode(codes, code)
  if (!match) return refuseAndCount(attempt, 'wrong_code')
  if (!consume(tx, set.set_id, match, clock.now)) return refuseAndCount(attempt, 'already_used')

  const left = codes.filter((row) => row.spent_at === null).length - 1
  const failuresBefore = succeed(attempt)
  recordAbout(attempt, {
    action: 'recovery.redeemed',
    object: set.set_id,
    details: {
      position: match.position,
      left,
      failuresBefore,
      clock: clock.verdict,
      identityCheck: identityCheck?.kind ?? null,
      identityReference: identityCheck?.reference ?? null,
    },
  })
  accepted?.(tx, act.record, match.code_id)
  return { outcome: 'accepted', position: match.position, left, low: left <= lowRecoveryCount, at: clock.now }
}

/** Every code of the set is compared, spent or not and found or not, so that the time taken says nothing. */
function matchingCode(codes: readonly RecoveryCodeRow[], typed: string): RecoveryCodeRow | undefined {
  return codes.filter((row) => hashMatches(typed, row.hash)).at(0)
}

/** Spends the code; false when it was spent already. The row count decides, not what was read before. */
function consume(tx: Writer, setId: string, code: RecoveryCodeRow, now: number): boolean {
  const changed = tx.run('update recovery_codes set spent_at = ? where code_id = ? and spent_at is null', [
    now,
    code.code_id,
  ])
  if (changed !== 1) return false
  tx.run('update recovery_sets set last_used_at = ? where set_id = ?', [now, setId])
  return true
}
