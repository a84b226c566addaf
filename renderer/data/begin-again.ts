import type { Totp } from '../../shared/model/totp'
import { desk } from './transport'

/** A new QR under the same identity check, device and parameters, after the old one ran out. */
export function beginAgain(userId: string, expired: Totp): Promise<Totp> {
  const { algorithm, digits, period, label, identityCheck } = expired
  return desk.totps.begin({
    userId,
    parameters: { algorithm, digits, period },
    ...(label ? { label } : {}),
    ...(identityCheck ? { identityCheck } : {}),
  })
}
