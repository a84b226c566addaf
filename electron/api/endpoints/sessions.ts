import { z } from 'zod'
import { ApiError } from '../errors'
import { requireId, resolveUser } from '../ids'
import { sessionObject, userObject } from '../objects'
import { type ApiRequest, bodyOf } from '../request'
import {
  durationOf,
  mergedClaims,
  namedSession,
  openSession,
  sessionFields,
  sessionOptionFields,
} from '../session-arguments'
import { sessionJwt } from '../session-jwt'
import { isSandboxToken, sandboxAnswer } from './sandbox'

/** GET /v1/sessions?user_id= */
export async function listSessions({ desk, query }: ApiRequest) {
  const userId = query.get('user_id') || undefined
  if (userId === undefined) throw new ApiError('bad_request', { message: 'Give the user_id in the query.' })
  await desk.clock.watch()
  desk.clock.requireRunning('sessions count again')
  return { sessions: desk.sessions.openOf(resolveUser(desk, userId)).map(sessionObject) }
}

const authenticateSchema = z.object({ ...sessionFields, ...sessionOptionFields })

/** POST /v1/sessions/authenticate */
export async function authenticateSession(request: ApiRequest) {
  const { desk, call } = request
  const body = bodyOf(authenticateSchema, request)
  const minutes = durationOf(body.session_duration_minutes)
  if (body.session_jwt === undefined && isSandboxToken(desk, body.session_token)) return sandboxAnswer(desk)
  const named = await namedSession(desk, body)
  if (!named) throw new ApiError('no_session_arguments')
  const grant = await desk.sessions.authenticate(call, {
    sessionId: named.state.session.sessionId,
    token: named.token,
    minutes,
    claims: mergedClaims(named.state.claims, body.session_custom_claims),
  })
  return {
    session: sessionObject(grant),
    session_token: grant.token,
    session_jwt: await sessionJwt(desk, grant),
    user: userObject(desk, grant.session.userId),
  }
}

const revokeSchema = z.object({ ...sessionFields, session_id: z.string().optional() })

/** POST /v1/sessions/revoke */
export async function revokeSession(request: ApiRequest) {
  const { desk, call } = request
  const body = bodyOf(revokeSchema, request)
  const given = [body.session_id, body.session_token, body.session_jwt].filter((field) => field !== undefined)
  if (given.length > 1) throw new ApiError('too_many_session_revoke_arguments')
  if (given.length === 0) throw new ApiError('no_session_revoke_arguments')
  const state =
    body.session_id === undefined
      ? (await namedSession(desk, body))?.state
      : openSession(desk, { sessionId: requireId(desk, 'session', body.session_id) })
  if (!state) throw new ApiError('no_session_revoke_arguments')
  await desk.sessions.revoke(call, { sessionId: state.session.sessionId })
  return {}
}

/** GET /v1/sessions/jwks/:project_id, the one route that takes no credentials. */
export async function jwks({ desk, params }: ApiRequest) {
  if (params.project_id !== desk.apiCredentials.projectId) throw new ApiError('project_not_found')
  // A verifier that asks before the first JWT is made caches the answer: the key must be in it.
  await desk.sessionKeys.signing()
  const keys = desk.sessionKeys.published().map(({ kid, jwk: { kty, n, e } }) => ({
    kty,
    use: 'sig',
    key_ops: ['verify'],
    alg: 'RS256',
    kid,
    x5c: [],
    x5tS256: '',
    n,
    e,
  }))
  return { keys }
}

/** GET /v1/debug/whoami */
export function whoami({ desk }: ApiRequest) {
  return { project_id: desk.apiCredentials.projectId, name: desk.context.settings().issuer }
}
