import type { Writer } from '../../vault/types'
import type { Recorder } from '../context'
import { deleteRecoverySetOf } from '../store/recovery'
import { hasExpired, type TotpRow, updateTotp } from '../store/totps'

/**
 * Records that a pending totp has run out, when it has, and says whether it had. Its recovery codes go
 * with it, or they would be good for the next one. Its secret stays until a later one of the person is
 * active, so that a code of it can still be told apart.
 */
export function settleExpiry(
  tx: Writer,
  record: Recorder,
  totp: TotpRow,
  subject: { id: string; name: string },
  now: number,
): boolean {
  if (!hasExpired(totp, now)) return false
  updateTotp(tx, totp.totpId, { status: 'expired', endedAt: totp.expiresAt })
  record({
    action: 'totp.expired',
    subject,
    object: totp.totpId,
    interaction: totp.interaction,
    details: { recoveryCodes: deleteRecoverySetOf(tx, totp.userId) },
  })
  return true
}
