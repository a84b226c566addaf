import type { IdentityCheck } from '../../../shared/model/common'
import type { RedemptionOutcome } from '../../../shared/model/verification'
import { hashMatches } from '../../otp/code-hash'
import { isPassShape } from '../../otp/pass-codes'
import { lowRecoveryCount, readRecoveryCode } from '../../otp/recovery-codes'
import { looksLikeTotpCode } from '../../otp/typed-code'
import { type RecoveryCodeRow, recoveryCodesOf, recoverySetOf, spendRecoveryCode } from '../store/recovery'
import { liveTotpOf } from '../store/totps'
import { requireUser } from '../store/users'
import { type AttemptAct, beginAttempt } from '../throttling/attempt'

export interface Redemption {
  userId: string
  code: string
  identityCheck?: IdentityCheck | undefined
}

/** Judges a recovery code inside a running act, and spends it when it is one: then with its id. */
export function redeemRecoveryCode(
  act: AttemptAct,
  { userId, code, identityCheck }: Redemption,
): { outcome: RedemptionOutcome; codeId?: string } {
  const { tx } = act
  const { now: at, verdict: clock } = act.clock
  const totp = liveTotpOf(tx, userId)
  const attempt = beginAttempt(act, { user: requireUser(tx, userId), factor: 'recovery', totpId: totp?.totpId ?? null })
  const held = attempt.checkThrottle()
  if (held) return { outcome: held }
  if (totp?.status !== 'active') return { outcome: attempt.refuse('not_enrolled') }
  const set = recoverySetOf(tx, userId)
  const codes = set ? recoveryCodesOf(tx, set.setId) : []
  if (!set || codes.every((row) => row.spentAt !== null)) return { outcome: attempt.refuse('no_recovery_codes') }

  // What cannot be a recovery code is no guess at one, and is not counted as one.
  if (looksLikeTotpCode(code)) return { outcome: attempt.refuse('totp_code_in_recovery_box') }
  if (isPassShape(code)) return { outcome: attempt.refuse('pass_in_code_box') }
  const read = readRecoveryCode(code)
  if (read === null) return { outcome: attempt.refuse('malformed') }
  const match = matchingCode(codes, read.code)
  if (!match) return { outcome: attempt.fail('wrong_code') }
  if (!spendRecoveryCode(tx, match, at)) return { outcome: attempt.fail('already_used') }

  const left = codes.filter((row) => row.spentAt === null).length - 1
  const failuresBefore = attempt.succeed()
  const { position, codeId } = match
  attempt.recordAbout({
    action: 'recovery.redeemed',
    object: set.setId,
    details: {
      position,
      left,
      failuresBefore,
      clock,
      identityCheck: identityCheck?.kind ?? null,
      identityReference: identityCheck?.reference ?? null,
    },
  })
  return { outcome: { outcome: 'accepted', position, left, low: left <= lowRecoveryCount, at }, codeId }
}

/** Every code of the set is compared, spent or not and found or not, so that the time taken says nothing. */
function matchingCode(codes: readonly RecoveryCodeRow[], typed: string): RecoveryCodeRow | undefined {
  return codes.filter((row) => hashMatches(typed, row.hash)).at(0)
}
