import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { sdkFor, type TestApi } from '../support/api'
import { apisOfTest } from '../support/apis'
import { codeOf } from '../support/desks'

const open = apisOfTest()

async function withSession(test: TestApi, session_custom_claims?: Record<string, unknown>) {
  const { user_id } = await test.sdk.users.create({ email: 'mara@example.org' })
  const { secret } = await test.sdk.totps.create({ user_id })
  return test.sdk.totps.authenticate({
    user_id,
    totp_code: codeOf(`otpauth://totp/x?secret=${secret}`, test.clock.now()),
    session_duration_minutes: 60,
    ...(session_custom_claims ? { session_custom_claims } : {}),
  })
}

describe('session JWTs', () => {
  it('are what the protocol says: header, five minutes, issuer, audience, claims', async () => {
    const test = await open()
    const { session_jwt, session, user_id } = await withSession(test, { role: 'tester' })
    const header = decodeProtectedHeader(session_jwt)
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.stringMatching(/^jwk-test-/) })
    const { iat = 0, ...payload } = decodeJwt(session_jwt)
    expect(payload).toEqual({
      sub: user_id,
      aud: [test.projectId],
      iss: `stytch.com/${test.projectId}`,
      exp: iat + 300,
      nbf: iat,
      role: 'tester',
      'https://stytch.com/session': {
        id: session?.session_id,
        started_at: session?.started_at,
        last_accessed_at: session?.last_accessed_at,
        expires_at: session?.expires_at,
        attributes: { ip_address: '', user_agent: '' },
        authentication_factors: session?.authentication_factors,
        roles: [],
      },
    })
  })

  it('are checked by the SDK alone, with the keys it fetches', async () => {
    const test = await open()
    const { session_jwt, session, user_id } = await withSession(test, { role: 'tester' })
    const { keys } = await test.sdk.sessions.getJWKS({ project_id: test.projectId })
    expect(keys).toEqual([
      expect.objectContaining({ kty: 'RSA', use: 'sig', key_ops: ['verify'], alg: 'RS256', x5c: [], x5tS256: '' }),
    ])
    expect(JSON.stringify(keys)).not.toContain('"d"')
    const local = await test.sdk.sessions.authenticateJwtLocal({ session_jwt })
    expect(local).toMatchObject({
      session_id: session?.session_id,
      user_id,
      custom_claims: { role: 'tester' },
      authentication_factors: session?.authentication_factors,
    })
    const before = (await test.screen.api.calls()).calls.length
    expect((await test.sdk.sessions.authenticateJwt({ session_jwt })).session.session_id).toBe(session?.session_id)
    expect((await test.screen.api.calls()).calls).toHaveLength(before)
    const asked = await test.sdk.sessions.authenticateJwt({ session_jwt, max_token_age_seconds: 0 })
    expect(asked.session.session_id).toBe(session?.session_id)
  })

  it('a changed one is refused here and by the SDK', async () => {
    const test = await open()
    const { session_jwt } = await withSession(test)
    const [head = '', payload = '', signature = ''] = session_jwt.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = [
      head,
      Buffer.from(JSON.stringify({ ...claims, sub: 'user-test-x' })).toString('base64url'),
      signature,
    ]
    const jwt = { session_jwt: forged.join('.') }
    await expect(test.sdk.sessions.authenticateJwtLocal(jwt)).rejects.toMatchObject({ code: 'jwt_invalid' })
    await expect(test.sdk.sessions.authenticate(jwt)).rejects.toMatchObject({
      error_type: 'unable_to_parse_session_jwt',
    })
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`
    await expect(test.sdk.sessions.authenticate({ session_jwt: unsigned })).rejects.toMatchObject({
      error_type: 'unable_to_parse_session_jwt',
    })
  })

  it('one that has expired is renewed while its session lives, and verifies locally after a revoke', async () => {
    const test = await open()
    const { session_jwt, session } = await withSession(test)
    test.clock.advance(10 * 60_000)
    const renewed = await test.sdk.sessions.authenticate({ session_jwt })
    expect(renewed.session.session_id).toBe(session?.session_id)
    await test.sdk.sessions.revoke({ session_jwt: renewed.session_jwt })
    expect((await test.sdk.sessions.authenticateJwtLocal({ session_jwt })).session_id).toBe(session?.session_id)
  })

  it('a new key signs after a rotation; the old one stays published for a month, without signing', async () => {
    const test = await open()
    const { session_jwt } = await withSession(test)
    const { secret } = await test.screen.api.rotate()
    await expect(test.sdk.debug.whoami()).rejects.toMatchObject({ error_type: 'unauthorized_credentials' })
    const sdk = sdkFor(test.url, test.projectId, secret)
    const renewed = await sdk.sessions.authenticate({ session_jwt })
    expect(decodeProtectedHeader(renewed.session_jwt).kid).not.toBe(decodeProtectedHeader(session_jwt).kid)
    const kids = async () => (await sdk.sessions.getJWKS({ project_id: test.projectId })).keys.map((key) => key.kid)
    expect(await kids()).toHaveLength(2)
    expect((await sdk.sessions.authenticateJwtLocal({ session_jwt })).user_id).toBe(renewed.user.user_id)
    test.clock.advance(31 * 24 * 3_600_000)
    expect(await kids()).toEqual([decodeProtectedHeader(renewed.session_jwt).kid])
    const kept = test.desk.open().context.vault.all('select private_jwk from session_keys where retired_at is not null')
    expect(kept).toEqual([{ private_jwk: null }])
  })

  it('a key older than six months is followed by a new one at its next use', async () => {
    const test = await open()
    const first = (await test.sdk.sessions.getJWKS({ project_id: test.projectId })).keys
    test.clock.advance(183 * 24 * 3_600_000)
    const second = (await test.sdk.sessions.getJWKS({ project_id: test.projectId })).keys
    expect(second).toHaveLength(2)
    expect(second.map((key) => key.kid)).toContain(first[0]?.kid)
  })
})
