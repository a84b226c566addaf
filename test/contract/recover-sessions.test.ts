import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'
import type { TestApi } from '../support/api'
import { apisOfTest } from '../support/apis'
import { codeOf } from '../support/desks'

const open = apisOfTest()

async function enrolled(test: TestApi) {
  const { user_id } = await test.sdk.users.create({ email: 'mara@example.org' })
  const { secret, recovery_codes } = await test.sdk.totps.create({ user_id })
  const code = () => codeOf(`otpauth://totp/x?secret=${secret}`, test.clock.now())
  await test.sdk.totps.authenticate({ user_id, totp_code: code() })
  return { user_id, recovery_codes }
}

it('R12 a session made by recover carries the recovery factor, and its JWT lives five minutes', async () => {
  const test = await open()
  const { user_id, recovery_codes } = await enrolled(test)
  const [recovery_code = ''] = recovery_codes
  const { session, session_jwt } = await test.sdk.totps.recover({
    user_id,
    recovery_code,
    session_duration_minutes: 60,
  })
  expect(session?.authentication_factors).toEqual([
    expect.objectContaining({
      type: 'recovery_codes',
      delivery_method: 'recovery_code',
      recovery_code_factor: { totp_recovery_code_id: expect.stringMatching(/^totp-recovery-code-test-/) },
    }),
  ])
  const { iat = 0, exp } = decodeJwt(session_jwt)
  expect(exp).toBe(iat + 300)
  // The desk's own record says the same.
  const { sessions } = await test.screen.sessions.list({ userId: user_id })
  expect(sessions.map((one) => one.factors.map((factor) => factor.kind))).toEqual([['recovery_code']])
})

it('R12 a session lasts 5 to 527040 minutes; another length is refused before the code is spent', async () => {
  const test = await open()
  const { user_id, recovery_codes } = await enrolled(test)
  const [shortest = '', longest = ''] = recovery_codes
  const recover = (recovery_code: string, session_duration_minutes: number) =>
    test.sdk.totps.recover({ user_id, recovery_code, session_duration_minutes })
  for (const minutes of [0, 4, 5.5, 527_041, -5]) {
    await expect(recover(shortest, minutes)).rejects.toMatchObject({
      error_type: 'invalid_session_duration_minutes',
      status_code: 400,
    })
  }
  const lifeOf = async (code: string, minutes: number) => {
    const { session } = await recover(code, minutes)
    return (Date.parse(session?.expires_at ?? '') - Date.parse(session?.started_at ?? '')) / 60_000
  }
  expect(await lifeOf(shortest, 5)).toBe(5)
  expect(await lifeOf(longest, 527_040)).toBe(527_040)
})
