import { StytchError } from 'stytch'
import { describe, expect, it } from 'vitest'
import { apisOfTest } from '../support/apis'
import { codeOf } from '../support/desks'
import { scan } from '../support/qr'

const open = apisOfTest()

describe('the three steps of the guide, by the real SDK', () => {
  it('creates a user, creates a TOTP and authenticates the code of its QR', async () => {
    const { sdk, clock, defects } = await open()
    const user = await sdk.users.create({ email: 'sandbox@stytch.com' })
    expect(user).toMatchObject({ status_code: 200, status: 'active', phone_id: '' })
    expect(user.user_id).toMatch(/^user-test-[0-9a-f-]{36}$/)
    expect(user.email_id).toMatch(/^email-test-[0-9a-f-]{36}$/)

    const totp = await sdk.totps.create({ user_id: user.user_id, expiration_minutes: 60 })
    expect(totp.totp_id).toMatch(/^totp-test-[0-9a-f-]{36}$/)
    expect(totp.secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(totp.recovery_codes).toHaveLength(10)
    for (const code of totp.recovery_codes) expect(code).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/)
    expect(totp.user.totps).toEqual([{ totp_id: totp.totp_id, verified: false }])

    const uri = scan(totp.qr_code)
    expect(uri).toContain(totp.secret)
    const answer = await sdk.totps.authenticate({ user_id: user.user_id, totp_code: codeOf(uri, clock.now()) })
    expect(answer).toMatchObject({
      status_code: 200,
      user_id: user.user_id,
      totp_id: totp.totp_id,
      session: null,
      session_token: '',
      session_jwt: '',
      user: { totps: [{ totp_id: totp.totp_id, verified: true }] },
    })
    expect(defects).toEqual([])
  })

  it('answers a refusal as a StytchError with type, status, request id, message and address', async () => {
    const { sdk } = await open()
    const refusal = await sdk.users.get({ user_id: 'user-test-00000000-0000-4000-8000-000000000000' }).catch((e) => e)
    expect(refusal).toBeInstanceOf(StytchError)
    expect(refusal).toMatchObject({
      error_type: 'user_not_found',
      status_code: 404,
      error_message: 'User could not be found.',
      error_url: 'https://stytch.com/docs/api/errors/404#user_not_found',
    })
    expect(refusal.request_id).toMatch(/^request-id-test-[0-9a-f-]{36}$/)
  })
})
