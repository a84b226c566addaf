import type { TotpParameters } from '../../shared/model/totp'
import { secretToBase32 } from './secrets'

/** Percent-encodes one part; a lone surrogate half, which has no UTF-8 form, becomes U+FFFD. */
function encodePart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
}

/**
 * The otpauth URI of a totp (Google Authenticator Key URI Format). The issuer stands in the label and
 * as a parameter, because authenticators differ in which one they read. algorithm, digits and period
 * are always written out, so that nothing depends on the defaults of an app.
 * otplib's own writer leaves default parameters out and colons of the account name bare.
 */
export function otpauthUri(totp: TotpParameters & { issuer: string; account: string; secret: Uint8Array }): string {
  const parameters = [
    `secret=${secretToBase32(totp.secret)}`,
    `issuer=${encodePart(totp.issuer)}`,
    `algorithm=${totp.algorithm}`,
    `digits=${totp.digits}`,
    `period=${totp.period}`,
  ]
  return `otpauth://totp/${encodePart(totp.issuer)}:${encodePart(totp.account)}?${parameters.join('&')}`
}
