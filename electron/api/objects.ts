import type { AuthenticationFactor } from '../../shared/model/session'
import type { OpenDesk } from '../desk/open-desk'
import type { SessionState } from '../desk/store/sessions'
import { emailIdOf, phoneIdOf } from './ids'

/** RFC 3339 in UTC, whole seconds, as the protocol writes times. */
export function timestamp(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`
}

/** A user as the protocol shows them. @throws DeskError `not_found` */
export function userObject(desk: OpenDesk, userId: string) {
  const user = desk.users.record(userId)
  const { first, middle, last } = user.nameParts
  const lockEnd = user.lock?.until ?? null
  const lockMs = desk.context.settings().lockMinutes * 60_000
  return {
    user_id: userId,
    name: { first_name: first, middle_name: middle, last_name: last },
    // Addresses are not proven at the desk, so none is verified.
    emails: user.email === null ? [] : [{ email_id: emailIdOf(userId), email: user.email, verified: false }],
    phone_numbers:
      user.phone === null ? [] : [{ phone_id: phoneIdOf(userId), phone_number: user.phone, verified: false }],
    status: user.apiStatus,
    totps: user.totp === null ? [] : [{ totp_id: user.totp.totpId, verified: user.totp.verified }],
    webauthn_registrations: [],
    providers: [],
    crypto_wallets: [],
    biometric_registrations: [],
    roles: [],
    password: null,
    trusted_metadata: user.trustedMetadata,
    untrusted_metadata: user.untrustedMetadata,
    ...(user.externalId === null ? {} : { external_id: user.externalId }),
    created_at: timestamp(user.createdAt),
    is_locked: user.lock !== null,
    lock_created_at: lockEnd === null ? null : timestamp(lockEnd - lockMs),
    lock_expires_at: lockEnd === null ? null : timestamp(lockEnd),
  }
}

/** The protocol keeps an address and browser with a session; at the desk there is no such thing to keep. */
export const noAttributes = { ip_address: '', user_agent: '' }

/** A session as the protocol shows it; never its token. */
export function sessionObject({ session, claims }: SessionState) {
  return {
    session_id: session.sessionId,
    user_id: session.userId,
    authentication_factors: session.factors.map(factorObject),
    roles: [],
    started_at: timestamp(session.startedAt),
    last_accessed_at: timestamp(session.lastAccessedAt),
    expires_at: timestamp(session.expiresAt),
    attributes: noAttributes,
    custom_claims: claims,
  }
}

/** A factor in a session. A temporary pass stands in for the phone as a recovery code does, and shows as one. */
export function factorObject(factor: AuthenticationFactor) {
  const times = {
    last_authenticated_at: timestamp(factor.lastAt),
    created_at: timestamp(factor.firstAt),
    updated_at: timestamp(factor.lastAt),
  }
  return factor.kind === 'totp'
    ? {
        type: 'totp',
        delivery_method: 'authenticator_app',
        ...times,
        authenticator_app_factor: { totp_id: factor.objectId },
      }
    : {
        type: 'recovery_codes',
        delivery_method: 'recovery_code',
        ...times,
        recovery_code_factor: { totp_recovery_code_id: factor.objectId },
      }
}
