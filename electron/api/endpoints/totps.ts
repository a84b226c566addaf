import { z } from 'zod'
import { expirationMinutesSchema } from '../../../shared/model/totp'
import type { Refused } from '../../../shared/model/verification'
import type { OpenDesk } from '../../desk/open-desk'
import type { SessionGrant, SessionOptions } from '../../desk/sessions/sessions'
import { ApiError, type ErrorType } from '../errors'
import { resolveUser } from '../ids'
import { sessionObject, userObject } from '../objects'
import { qrPng } from '../qr-png'
import { type ApiRequest, bodyOf } from '../request'
import { durationOf, mergedClaims, namedSession, sessionFields, sessionOptionFields } from '../session-arguments'
import { sessionJwt } from '../session-jwt'

const createSchema = z.object({ user_id: z.string(), expiration_minutes: z.number().optional() })

/** POST /v1/totps */
export async function createTotp(request: ApiRequest) {
  const { desk, call } = request
  const body = bodyOf(createSchema, request)
  const userId = resolveUser(desk, body.user_id)
  const minutes = body.expiration_minutes
  if (minutes !== undefined && !expirationMinutesSchema.safeParse(minutes).success) {
    throw new ApiError('invalid_expiration')
  }
  // The desk replaces a pending one without asking: the operator sees that it is there. A program does not.
  if (desk.users.record(userId).totp?.verified === false) throw new ApiError('pending_totp_exists')
  const totp = await desk.enrollment.enroll(call, { userId, expirationMinutes: minutes })
  return {
    user_id: userId,
    totp_id: totp.totpId,
    secret: totp.secret,
    qr_code: await qrPng(totp.uri),
    recovery_codes: totp.recoveryCodes,
    user: userObject(desk, userId),
  }
}

const sessionSchema = z.object({ user_id: z.string(), ...sessionFields, ...sessionOptionFields })
const authenticateSchema = sessionSchema.extend({ totp_code: z.string() })
const recoverSchema = sessionSchema.extend({ recovery_code: z.string() })
/** What the desk's contract takes as typed; longer input is malformed before it is looked at. */
const maxTyped = 64

/** POST /v1/totps/authenticate */
export async function authenticateTotp(request: ApiRequest) {
  const { desk, call } = request
  const body = bodyOf(authenticateSchema, request)
  const userId = resolveUser(desk, body.user_id)
  if (body.totp_code.length > maxTyped) throw new ApiError('invalid_totp_code')
  const session = await sessionOptionsOf(desk, userId, body)
  const { outcome, grant } = await desk.verification.authenticate(call, { userId, code: body.totp_code, session })
  if (outcome.outcome === 'refused') throw refusal(outcome, ofTotpCode, 'unable_to_authenticate_totp')
  return answer(desk, userId, outcome.totpId, grant)
}

/** POST /v1/totps/recover */
export async function recoverTotp(request: ApiRequest) {
  const { desk, call } = request
  const body = bodyOf(recoverSchema, request)
  const userId = resolveUser(desk, body.user_id)
  if (body.recovery_code.length > maxTyped) throw new ApiError('invalid_recovery_code')
  const session = await sessionOptionsOf(desk, userId, body)
  const { outcome, grant } = await desk.recovery.authenticate(call, { userId, code: body.recovery_code, session })
  if (outcome.outcome === 'refused') {
    // A code of a set that is used up is a used code; only where there is no set are there no codes.
    const usedUp = outcome.reason === 'no_recovery_codes' && desk.recovery.state(userId) !== null
    throw usedUp
      ? new ApiError('unable_to_authenticate_recovery_code')
      : refusal(outcome, ofRecoveryCode, 'unable_to_authenticate_recovery_code')
  }
  return answer(desk, userId, desk.users.record(userId).totp?.totpId ?? '', grant)
}

const listSchema = z.object({ user_id: z.string() })

/** POST /v1/totps/recovery_codes */
export function listRecoveryCodes(request: ApiRequest) {
  const { desk } = request
  const userId = resolveUser(desk, bodyOf(listSchema, request).user_id)
  const { totp } = desk.users.record(userId)
  if (!totp) throw new ApiError('totps_not_found_for_user')
  const codes = desk.recovery.readable(userId)
  if (codes.length === 0 && (desk.recovery.state(userId)?.left ?? 0) > 0) {
    const message =
      'The recovery codes are kept as hashes and cannot be returned. An admin can keep those of later sets readable, in the settings.'
    throw new ApiError('recovery_codes_not_found', { message })
  }
  return { user_id: userId, totps: [{ totp_id: totp.totpId, verified: totp.verified, recovery_codes: codes }] }
}

/** What is to become of a session when the code is good; all of it is judged before the code is spent. */
async function sessionOptionsOf(
  desk: OpenDesk,
  userId: string,
  body: z.infer<typeof sessionSchema>,
): Promise<SessionOptions> {
  const minutes = durationOf(body.session_duration_minutes)
  const named = await namedSession(desk, body)
  if (named && named.state.session.userId !== userId) throw new ApiError('user_id_mismatch')
  return {
    sessionId: named?.state.session.sessionId,
    token: named?.token,
    minutes,
    claims: mergedClaims(named?.state.claims ?? {}, body.session_custom_claims),
  }
}

async function answer(desk: OpenDesk, userId: string, totpId: string, grant: SessionGrant | null) {
  return {
    user_id: userId,
    totp_id: totpId,
    session_token: grant?.token ?? '',
    session_jwt: grant ? await sessionJwt(desk, grant) : '',
    session: grant && sessionObject(grant),
    user: userObject(desk, userId),
  }
}

type Reasons = Partial<Record<Refused['reason'], ErrorType>>

const held: Reasons = {
  clock_blocked: 'clock_blocked',
  locked: 'user_lock_limit_reached',
  throttled: 'too_many_requests',
  not_enrolled: 'totps_not_found_for_user',
  revoked: 'totps_not_found_for_user',
}
const ofTotpCode: Reasons = {
  ...held,
  malformed: 'invalid_totp_code',
  already_used: 'totp_code_already_authenticated',
  expired: 'expired_totp',
  pass_in_code_box: 'invalid_totp_code',
  recovery_code_in_code_box: 'recovery_code_used_as_totp_code',
}
const ofRecoveryCode: Reasons = {
  ...held,
  malformed: 'invalid_recovery_code',
  no_recovery_codes: 'recovery_codes_not_found',
  pass_in_code_box: 'invalid_recovery_code',
  totp_code_in_recovery_box: 'totp_code_used_as_recovery_code',
}

const notEvaluated = 'The user is deactivated at the desk. The code was not evaluated.'

/** The desk's refusal in the protocol's words; only a wait or a lock says when to come back. */
function refusal(refused: Refused, words: Reasons, otherwise: ErrorType): ApiError {
  const type = words[refused.reason] ?? otherwise
  // The protocol has no word for it, and its own would say that the code was judged.
  if (refused.reason === 'deactivated') return new ApiError(type, { message: notEvaluated })
  const waits = refused.reason === 'locked' || refused.reason === 'throttled'
  return new ApiError(type, waits ? { retryAfterSeconds: refused.retryAfterSeconds } : {})
}
