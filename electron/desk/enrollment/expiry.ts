import type { Writer } from '../../vault/types'
import type { Recorder } from '../context'
import { dropSet } from '../store/recovery'
import { hasExpired, type TotpRow } from '../store/totps'

/**
 * Writes down that a pending totp has run out, when it has, and says whether it had. Its recovery
 * codes go with it, or they would be good for the next one. Its secret stays until a later one of the
 * person is active, so that a code of it can still be told apart.
 */
export function settleExpiry(
  tx: Writer,
  record: Recorder,
  totp: TotpRow,
  subject: { id: string; name: string },
  now: number,
): boolean {
  if (!hasExpired(totp, now)) return false
  tx.run(`update totps set status = 'expired', ended_at = ? where totp_id = ?`, [totp.expires_at, totp.totp_id])
  record({
    action: 'totp.expired',
    subject,
    object: totp.totp_id,
    interaction: totp.interaction,
    details: { recoveryCodes: dropSet(tx, totp.user_id) },
  })
  return true
}
