import { compactVerify, decodeProtectedHeader, importJWK, SignJWT } from 'jose'
import { z } from 'zod'
import { jwtLifeSeconds } from '../../shared/model/session'
import type { OpenDesk } from '../desk/open-desk'
import type { SessionState } from '../desk/store/sessions'
import { ApiError } from './errors'
import { sessionObject } from './objects'

export const sessionClaim = 'https://stytch.com/session'

/** A fresh JWT of a session (RS256); the custom claims stand at its top level. */
export async function sessionJwt(desk: OpenDesk, state: SessionState): Promise<string> {
  const { kid, key } = await desk.sessionKeys.signing()
  const { projectId } = desk.apiCredentials
  const { session_id, user_id: _, custom_claims, ...rest } = sessionObject(state)
  const issuedAt = Math.floor(desk.context.clock.now() / 1000)
  return new SignJWT({ ...custom_claims, [sessionClaim]: { id: session_id, ...rest } })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuer(issuerOf(projectId))
    .setAudience([projectId])
    .setSubject(state.session.userId)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + jwtLifeSeconds)
    .sign(key)
}

const payloadSchema = z.object({
  iss: z.string(),
  aud: z.array(z.string()),
  [sessionClaim]: z.object({ id: z.string() }),
})

/**
 * Id of the session that a JWT was made for. One that has expired is good here: whether the session
 * lives is for the session to say. @throws ApiError `unable_to_parse_session_jwt`
 */
export async function sessionIdOfJwt(desk: OpenDesk, jwt: string): Promise<string> {
  try {
    const { kid, typ } = decodeProtectedHeader(jwt)
    const known = desk.sessionKeys.published().find((key) => key.kid === kid)
    if (!known || typ !== 'JWT') throw new ApiError('unable_to_parse_session_jwt')
    const key = await importJWK(known.jwk, 'RS256')
    const { payload } = await compactVerify(jwt, key, { algorithms: ['RS256'] })
    const parsed = payloadSchema.parse(JSON.parse(new TextDecoder().decode(payload)))
    const { projectId } = desk.apiCredentials
    if (parsed.iss !== issuerOf(projectId) || !parsed.aud.includes(projectId)) {
      throw new ApiError('unable_to_parse_session_jwt')
    }
    return parsed[sessionClaim].id
  } catch {
    throw new ApiError('unable_to_parse_session_jwt')
  }
}

function issuerOf(projectId: string): string {
  return `stytch.com/${projectId}`
}
