import { describe, expect, it } from 'vitest'
import type { TestApi } from '../../support/api'
import { apisOfTest } from '../../support/apis'
import { codeOf } from '../../support/desks'
import { scan } from '../../support/qr'

const open = apisOfTest()
const stepMs = 30_000

async function enroll({ sdk }: TestApi, expiration_minutes?: number) {
  const { user_id } = await sdk.users.create({ email: 'mara@example.org' })
  const totp = await sdk.totps.create({ user_id, ...(expiration_minutes ? { expiration_minutes } : {}) })
  return { ...totp, uri: scan(totp.qr_code) }
}

const outcome = (call: Promise<{ status_code: number }>) =>
  call.then(
    ({ status_code }) => status_code,
    (error: { error_type: string }) => error.error_type,
  )

describe('a TOTP over the API', () => {
  it.each([
    [-2, 'unable_to_authenticate_totp'],
    [-1, 200],
    [0, 200],
    [1, 200],
    [2, 'unable_to_authenticate_totp'],
  ])('the code of the QR, read %i steps from now: %s', async (steps, expected) => {
    const test = await open()
    const { user_id, uri } = await enroll(test)
    const totp_code = codeOf(uri, test.clock.now() + steps * stepMs)
    expect(await outcome(test.sdk.totps.authenticate({ user_id, totp_code }))).toBe(expected)
  })

  it('a code works once, and none before it works after it', async () => {
    const test = await open()
    const { user_id, uri } = await enroll(test)
    const authenticate = (steps: number) =>
      outcome(test.sdk.totps.authenticate({ user_id, totp_code: codeOf(uri, test.clock.now() + steps * stepMs) }))
    expect(await authenticate(0)).toBe(200)
    expect(await authenticate(0)).toBe('totp_code_already_authenticated')
    expect(await authenticate(-1)).toBe('totp_code_already_authenticated')
    expect(await authenticate(1)).toBe(200)
  })

  it('of fifty calls with one code at once, one is accepted', async () => {
    const test = await open()
    const { user_id, uri } = await enroll(test)
    await test.screen.settings.update({ delayAfter: 100, lockAfter: 100 })
    const totp_code = codeOf(uri, test.clock.now())
    const calls = Array.from({ length: 50 }, () => outcome(test.sdk.totps.authenticate({ user_id, totp_code })))
    const outcomes = await Promise.all(calls)
    expect(outcomes.filter((each) => each === 200)).toHaveLength(1)
    expect(outcomes.filter((each) => each === 'totp_code_already_authenticated')).toHaveLength(49)
  })

  it('each of the ten recovery codes works once', async () => {
    const test = await open()
    const { user_id, uri, recovery_codes } = await enroll(test)
    await test.sdk.totps.authenticate({ user_id, totp_code: codeOf(uri, test.clock.now()) })
    expect(new Set(recovery_codes).size).toBe(10)
    for (const recovery_code of recovery_codes) {
      expect(await outcome(test.sdk.totps.recover({ user_id, recovery_code }))).toBe(200)
      expect(await outcome(test.sdk.totps.recover({ user_id, recovery_code }))).toBe(
        'unable_to_authenticate_recovery_code',
      )
    }
  })

  it.each([5, 60, 1440])('expires when no code came in %i minutes', async (minutes) => {
    const test = await open()
    const { user_id, uri } = await enroll(test, minutes)
    test.clock.advance(minutes * 60_000)
    const authenticate = () =>
      outcome(test.sdk.totps.authenticate({ user_id, totp_code: codeOf(uri, test.clock.now()) }))
    expect(await authenticate()).toBe('expired_totp')
    test.clock.advance(stepMs)
    expect(await authenticate()).toBe('expired_totp')
    expect((await test.sdk.users.get({ user_id })).totps).toEqual([])
  })

  it('stays after a first code, however long ago', async () => {
    const test = await open()
    const { user_id, uri } = await enroll(test, 5)
    await test.sdk.totps.authenticate({ user_id, totp_code: codeOf(uri, test.clock.now()) })
    test.clock.advance(400 * 24 * 3_600_000)
    expect(await outcome(test.sdk.totps.authenticate({ user_id, totp_code: codeOf(uri, test.clock.now()) }))).toBe(200)
  })
})
