import { z } from 'zod'
import { sessionMinutesSchema } from '../../shared/model/session'
import type { OpenDesk } from '../desk/open-desk'
import { tokenShape } from '../desk/sessions/session-tokens'
import type { CustomClaims, SessionState } from '../desk/store/sessions'
import { ApiError } from './errors'
import { sessionClaim, sessionIdOfJwt } from './session-jwt'

/** The fields that name a session, as every endpoint takes them. */
export const sessionFields = {
  session_token: z.string().optional(),
  session_jwt: z.string().optional(),
}

/** The fields that say what is to become of it. */
export const sessionOptionFields = {
  session_duration_minutes: z.number().optional(),
  session_custom_claims: z.record(z.string(), z.unknown()).optional(),
}

const claimsLimitBytes = 4096
const reserved = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', sessionClaim])

/** @throws ApiError `invalid_session_duration_minutes` */
export function durationOf(minutes: number | undefined): number | undefined {
  if (minutes === undefined || sessionMinutesSchema.safeParse(minutes).success) return minutes
  throw new ApiError('invalid_session_duration_minutes')
}

/**
 * The claims that a session has from now on: null takes one away, reserved ones are ignored. Undefined
 * when none are given. @throws ApiError `custom_claims_too_large`
 */
export function mergedClaims(before: CustomClaims, given: CustomClaims | undefined): CustomClaims | undefined {
  if (!given) return undefined
  const entries = new Map(Object.entries(before))
  for (const [name, value] of Object.entries(given)) {
    if (reserved.has(name)) continue
    if (value === null) entries.delete(name)
    else entries.set(name, value)
  }
  const merged = Object.fromEntries(entries)
  if (Buffer.byteLength(JSON.stringify(merged)) > claimsLimitBytes) throw new ApiError('custom_claims_too_large')
  return merged
}

/** The open session that a token or a JWT names, and the token, when it was named by it. */
export interface NamedSession {
  state: SessionState
  token: string | undefined
}

/**
 * Finds the session passed in; null when none is.
 * @throws ApiError `too_many_session_arguments`, `invalid_session_token`, `unable_to_parse_session_jwt`, `session_not_found`
 */
export async function namedSession(
  desk: OpenDesk,
  { session_token, session_jwt }: { session_token?: string | undefined; session_jwt?: string | undefined },
): Promise<NamedSession | null> {
  if (session_token !== undefined && session_jwt !== undefined) throw new ApiError('too_many_session_arguments')
  if (session_token !== undefined) {
    if (!tokenShape.test(session_token)) throw new ApiError('invalid_session_token')
    return { state: openSession(desk, { token: session_token }), token: session_token }
  }
  if (session_jwt === undefined) return null
  return { state: openSession(desk, { sessionId: await sessionIdOfJwt(desk, session_jwt) }), token: undefined }
}

/** An open session. @throws ApiError `session_not_found` for one that is unknown or has ended */
export function openSession(desk: OpenDesk, by: { sessionId: string } | { token: string }): SessionState {
  const state = desk.sessions.find(by)
  if (state?.session.state !== 'open') throw new ApiError('session_not_found')
  return state
}
