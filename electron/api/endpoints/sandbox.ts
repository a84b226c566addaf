import type { OpenDesk } from '../../desk/open-desk'
import type { SessionState } from '../../desk/store/sessions'
import { noAttributes, sessionObject, timestamp } from '../objects'
import { sessionJwt } from '../session-jwt'

/** The protocol's published token that is always good. Its counterpart that never is needs no words: it is unknown. */
const goodToken = 'WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY'
const none = '00000000-0000-4000-8000-000000000000'
const minutes = 60

/** Whether a token is the sandbox's, in an environment that has a sandbox. */
export function isSandboxToken(desk: OpenDesk, token: string | undefined): boolean {
  return desk.context.environment === 'test' && token === goodToken
}

/** A made-up session of a made-up person; nothing of it is in the vault, and nothing is written. */
export async function sandboxAnswer(desk: OpenDesk) {
  const now = desk.context.clock.now()
  const state: SessionState = {
    session: {
      sessionId: `session-test-${none}`,
      userId: `user-test-${none}`,
      userName: 'Sandbox',
      state: 'open',
      factors: [{ kind: 'totp', objectId: `totp-test-${none}`, firstAt: now, lastAt: now }],
      startedAt: now,
      lastAccessedAt: now,
      expiresAt: now + minutes * 60_000,
      revokedAt: null,
      channel: 'api',
    },
    claims: {},
  }
  return {
    session: sessionObject(state),
    session_token: goodToken,
    session_jwt: await sessionJwt(desk, state),
    user: sandboxUser(timestamp(now)),
  }
}

function sandboxUser(createdAt: string) {
  return {
    user_id: `user-test-${none}`,
    name: { first_name: 'Sandbox', middle_name: '', last_name: '' },
    emails: [{ email_id: `email-test-${none}`, email: 'sandbox@stytch.com', verified: true }],
    phone_numbers: [],
    status: 'active',
    totps: [{ totp_id: `totp-test-${none}`, verified: true }],
    webauthn_registrations: [],
    providers: [],
    crypto_wallets: [],
    biometric_registrations: [],
    roles: [],
    attributes: noAttributes,
    password: null,
    trusted_metadata: {},
    untrusted_metadata: {},
    created_at: createdAt,
    is_locked: false,
    lock_created_at: null,
    lock_expires_at: null,
  }
}
