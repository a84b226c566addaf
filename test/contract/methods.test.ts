import { StytchError } from 'stytch'
import { describe, expect, it } from 'vitest'
import { send, type TestApi } from '../support/api'
import { apisOfTest } from '../support/apis'
import { codeOf } from '../support/desks'

const open = apisOfTest()
const nobody = 'user-test-00000000-0000-4000-8000-000000000000'
const noTotp = 'totp-test-00000000-0000-4000-8000-000000000000'
const noSession = 'session-test-00000000-0000-4000-8000-000000000000'

/** The type and status of the StytchError that a call rejects with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => new Error('It was not refused.'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof StytchError)) throw error
  expect(error.request_id).toMatch(/^request-id-test-[0-9a-f-]{36}$/)
  expect(error.error_message).not.toBe('')
  expect(error.error_url).toBe(`https://stytch.com/docs/api/errors/${error.status_code}#${error.error_type}`)
  return `${error.status_code} ${error.error_type}`
}

/** A user with a verified TOTP, a time step later, so that the next code is fresh. */
async function enrolled(test: TestApi, email = 'mara@example.org') {
  const { user_id } = await test.sdk.users.create({ email })
  const totp = await test.sdk.totps.create({ user_id })
  const uri = `otpauth://totp/x?secret=${totp.secret}`
  const code = () => codeOf(uri, test.clock.now())
  await test.sdk.totps.authenticate({ user_id, totp_code: code() })
  test.clock.advance(30_000)
  return { user_id, totp_id: totp.totp_id, recovery_codes: totp.recovery_codes, code }
}

describe('users', () => {
  it('create takes every documented field and get returns the user flat', async () => {
    const { sdk } = await open()
    const made = await sdk.users.create({
      email: 'Mara@Example.org',
      phone_number: '+10000000000',
      name: { first_name: 'Mara', middle_name: 'Lo', last_name: 'Lind' },
      create_user_as_pending: true,
      trusted_metadata: { plan: 'gold' },
      untrusted_metadata: { theme: 'dark' },
      external_id: 'hr|42',
      attributes: { ip_address: '127.0.0.1', user_agent: 'x' },
    })
    expect(made).toMatchObject({ status_code: 200, status: 'pending', user: { user_id: made.user_id } })
    expect(made.phone_id).toBe(made.user_id.replace('user-', 'phone-number-'))
    const got = await sdk.users.get({ user_id: 'hr|42' })
    expect(got).toMatchObject({
      user_id: made.user_id,
      emails: [{ email_id: made.email_id, email: 'mara@example.org', verified: false }],
      phone_numbers: [{ phone_id: made.phone_id, phone_number: '+10000000000', verified: false }],
      name: { first_name: 'Mara', middle_name: 'Lo', last_name: 'Lind' },
      status: 'pending',
      totps: [],
      webauthn_registrations: [],
      providers: [],
      crypto_wallets: [],
      biometric_registrations: [],
      roles: [],
      trusted_metadata: { plan: 'gold' },
      untrusted_metadata: { theme: 'dark' },
      external_id: 'hr|42',
      is_locked: false,
    })
    expect(got.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  })

  it('create refuses what the protocol refuses', async () => {
    const { sdk } = await open()
    await sdk.users.create({ email: 'a@example.org', phone_number: '+10000000001', external_id: 'e1' })
    const create = (body: Parameters<typeof sdk.users.create>[0]) => refusal(sdk.users.create(body))
    expect(await create({})).toBe('400 invalid_create_user_request')
    expect(await create({ email: 'A@example.org' })).toBe('400 duplicate_email')
    expect(await create({ phone_number: '+10000000001' })).toBe('400 duplicate_phone_number')
    expect(await create({ email: 'b@example.org', external_id: 'e1' })).toBe('400 duplicate_user_external_id')
    expect(await create({ email: 'no address' })).toBe('400 invalid_email')
    expect(await create({ phone_number: '0701234567' })).toBe('400 invalid_phone_number')
    const big = { trusted_metadata: { text: 'x'.repeat(5000) } }
    expect(await create({ email: 'c@example.org', ...big })).toBe('400 metadata_too_large')
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, i]))
    expect(await create({ email: 'c@example.org', untrusted_metadata: many })).toBe('400 metadata_too_many_keys')
    const list = [1] as unknown as Record<string, unknown>
    expect(await create({ email: 'c@example.org', trusted_metadata: list })).toBe('400 metadata_invalid_format')
    expect(await create({ email: 7 } as never)).toBe('400 bad_request')
  })

  it('an active user and a pending one that proved a code are both active', async () => {
    const test = await open()
    const { user_id } = await test.sdk.users.create({ email: 'p@example.org', create_user_as_pending: true })
    const totp = await test.sdk.totps.create({ user_id })
    const totp_code = codeOf(`otpauth://totp/x?secret=${totp.secret}`, test.clock.now())
    const { user } = await test.sdk.totps.authenticate({ user_id, totp_code })
    expect(user.status).toBe('active')
  })

  it('get tells malformed, unknown and foreign ids apart', async () => {
    const { sdk } = await open()
    expect(await refusal(sdk.users.get({ user_id: 'no such id!' }))).toBe('400 invalid_user_id')
    expect(await refusal(sdk.users.get({ user_id: nobody }))).toBe('404 user_not_found')
    expect(await refusal(sdk.users.get({ user_id: 'never-used' }))).toBe('404 user_not_found')
    const live = nobody.replace('test', 'live')
    expect(await refusal(sdk.users.get({ user_id: live }))).toBe('400 live_id_used_in_test_environment')
  })

  it('update merges metadata and names, moves the external id and refuses addresses', async () => {
    const test = await open()
    const { sdk } = test
    const { user_id } = await sdk.users.create({
      email: 'a@example.org',
      name: { first_name: 'Ann', last_name: 'Old' },
      trusted_metadata: { keep: 1, drop: 2 },
      external_id: 'old',
    })
    const { user } = await sdk.users.update({
      user_id: 'old',
      name: { last_name: 'New' },
      trusted_metadata: { drop: null, add: 3 },
      external_id: 'new',
    })
    expect(user).toMatchObject({
      user_id,
      name: { first_name: 'Ann', middle_name: '', last_name: 'New' },
      trusted_metadata: { keep: 1, add: 3 },
      external_id: 'new',
    })
    expect(user.trusted_metadata).not.toHaveProperty('drop')
    expect(await refusal(sdk.users.get({ user_id: 'old' }))).toBe('404 user_not_found')
    expect((await sdk.users.update({ user_id })).user).toEqual(user)
    // The SDK never sends an address here; others might.
    const raw = await send(test, 'PUT', `/v1/users/${user_id}`, { email: 'b@example.org' })
    expect(raw.body).toMatchObject({ status_code: 400, error_type: 'update_user_auth_method_not_allowed' })
  })

  it('deleteExternalId, deleteTOTP and delete take away what they name', async () => {
    const test = await open()
    const { sdk } = test
    const { user_id, totp_id } = await enrolled(test)
    await sdk.users.update({ user_id, external_id: 'x1' })
    expect((await sdk.users.deleteExternalId({ user_id: 'x1' })).user).not.toHaveProperty('external_id')
    expect((await sdk.users.deleteTOTP({ totp_id })).user.totps).toEqual([])
    expect(await refusal(sdk.users.deleteTOTP({ totp_id }))).toBe('404 totp_not_found')
    expect(await refusal(sdk.users.deleteTOTP({ totp_id: noTotp }))).toBe('404 totp_not_found')
    expect(await refusal(sdk.users.deleteTOTP({ totp_id: 'totp' }))).toBe('400 invalid_totp_id')
    expect((await sdk.totps.create({ user_id })).user.totps).toHaveLength(1)
    expect(await sdk.users.delete({ user_id })).toMatchObject({ user_id })
    expect(await refusal(sdk.users.delete({ user_id }))).toBe('404 user_not_found')
  })

  it('search and searchAll find by filters, page by page', async () => {
    const { sdk } = await open()
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) {
      const name = { first_name: `Person ${n}`, last_name: n === 3 ? 'Łukasz' : 'X' }
      ids.push((await sdk.users.create({ email: `p${n}@example.org`, name })).user_id)
    }
    const first = await sdk.users.search({ limit: 2 })
    expect(first.results_metadata.total).toBe(5)
    expect(first.results).toHaveLength(2)
    const seen: string[] = []
    for await (const page of sdk.users.searchAll({ limit: 2 })) seen.push(...page.map((user) => user.user_id))
    expect(seen.toSorted()).toEqual(ids.toSorted())
    const find = async (filter_name: string, filter_value: unknown, operator: 'AND' | 'OR' = 'AND') => {
      const { results } = await sdk.users.search({ query: { operator, operands: [{ filter_name, filter_value }] } })
      return results.map((user) => user.emails[0]?.email)
    }
    expect(await find('email_address', ['P1@example.org', 'none@example.org'])).toEqual(['p1@example.org'])
    expect(await find('full_name_fuzzy', 'lukasz')).toEqual(['p3@example.org'])
    expect(await find('user_id', [ids[4]], 'OR')).toEqual(['p4@example.org'])
    expect(await find('totp_verified', true)).toEqual([])
    expect(await find('password_exists', false)).toHaveLength(5)
    expect(await find('created_at_less_than', '2020-01-01T00:00:00Z')).toEqual([])
    const none = await sdk.users.search({ query: { operator: 'AND', operands: [] } })
    expect(none.results).toHaveLength(5)
  })

  it('search refuses what it cannot read', async () => {
    const { sdk } = await open()
    const by = (filter_name: string, filter_value: unknown) =>
      refusal(sdk.users.search({ query: { operator: 'AND', operands: [{ filter_name, filter_value }] } }))
    expect(await refusal(sdk.users.search({ limit: 1001 }))).toBe('400 user_search_invalid_limit')
    expect(await refusal(sdk.users.search({ cursor: 'nonsense' }))).toBe('400 user_search_invalid_cursor')
    expect(await by('toString', 'x')).toBe('400 user_search_filter_name_not_recognized')
    expect(await by('user_id', 'x')).toBe('400 user_search_expected_array_of_string')
    expect(await by('totp_verified', 'yes')).toBe('400 user_search_expected_bool')
    expect(await by('full_name_fuzzy', 'ab')).toBe('400 user_search_full_name_fuzzy_too_short')
    expect(await by('created_at_less_than', 'now')).toBe('400 user_search_expected_timestamp')
    expect(await by('status', 'gone')).toBe('400 user_search_invalid_status_filter')
    const xor = { operator: 'XOR', operands: [] } as never
    expect(await refusal(sdk.users.search({ query: xor }))).toBe('400 user_search_invalid_operator')
  })
})

describe('totps', () => {
  it('create refuses a second one, pending or active, and a lifetime out of bounds', async () => {
    const test = await open()
    const { sdk } = test
    const { user_id } = await enrolled(test)
    expect(await refusal(sdk.totps.create({ user_id }))).toBe('400 active_totp_exists')
    const other = (await sdk.users.create({ email: 'o@example.org' })).user_id
    for (const expiration_minutes of [4, 1441, 5.5]) {
      expect(await refusal(sdk.totps.create({ user_id: other, expiration_minutes }))).toBe('400 invalid_expiration')
    }
    await sdk.totps.create({ user_id: other, expiration_minutes: 5 })
    expect(await refusal(sdk.totps.create({ user_id: other }))).toBe('400 pending_totp_exists')
    test.clock.advance(5 * 60_000)
    const again = await sdk.totps.create({ user_id: other })
    expect(again.user.totps).toEqual([{ totp_id: again.totp_id, verified: false }])
  })

  it('authenticate and recover name each way to be wrong', async () => {
    const test = await open()
    const { sdk } = test
    const { user_id, code, recovery_codes } = await enrolled(test)
    const authenticate = (totp_code: string, who = user_id) =>
      refusal(sdk.totps.authenticate({ user_id: who, totp_code }))
    const recover = (recovery_code: string, who = user_id) =>
      refusal(sdk.totps.recover({ user_id: who, recovery_code }))
    const [first = '', second = ''] = recovery_codes
    const without = (await sdk.users.create({ email: 'w@example.org' })).user_id
    expect(await authenticate('123456', nobody)).toBe('404 user_not_found')
    expect(await authenticate('123456', without)).toBe('404 totps_not_found_for_user')
    expect(await recover(first, without)).toBe('404 totps_not_found_for_user')
    expect(await authenticate('12345')).toBe('400 invalid_totp_code')
    expect(await authenticate('9'.repeat(80))).toBe('400 invalid_totp_code')
    expect(await authenticate(first)).toBe('400 recovery_code_used_as_totp_code')
    const good = code()
    await sdk.totps.authenticate({ user_id, totp_code: good })
    expect(await authenticate(good)).toBe('401 totp_code_already_authenticated')
    expect(await recover(code())).toBe('400 totp_code_used_as_recovery_code')
    expect(await recover('no code')).toBe('400 invalid_recovery_code')
    expect(await recover('zzzz-zzzz-zzzz')).toBe('401 unable_to_authenticate_recovery_code')
    await sdk.totps.recover({ user_id, recovery_code: first })
    expect(await recover(first)).toBe('401 unable_to_authenticate_recovery_code')
    expect((await sdk.totps.recover({ user_id, recovery_code: second })).user.totps).toHaveLength(1)
  })

  it('recoveryCodes returns the codes that are left, where they are kept readable', async () => {
    const test = await open()
    const { user_id, totp_id, recovery_codes } = await enrolled(test)
    await test.sdk.totps.recover({ user_id, recovery_code: recovery_codes[0] ?? '' })
    const { totps } = await test.sdk.totps.recoveryCodes({ user_id })
    expect(totps).toEqual([{ totp_id, verified: true, recovery_codes: recovery_codes.slice(1) }])
    const without = (await test.sdk.users.create({ email: 'w@example.org' })).user_id
    expect(await refusal(test.sdk.totps.recoveryCodes({ user_id: without }))).toBe('404 totps_not_found_for_user')
  })

  it('recoveryCodes says that they cannot be returned, where they are kept as hashes', async () => {
    const test = await open()
    await test.screen.settings.update({ recoveryCodes: 'hashed' })
    const { user_id } = await enrolled(test)
    expect(await refusal(test.sdk.totps.recoveryCodes({ user_id }))).toBe('404 recovery_codes_not_found')
  })

  it('failures in a row bring a wait, then a lock that the user shows', async () => {
    const test = await open()
    const { sdk, clock, screen } = test
    await screen.settings.update({ delayAfter: 3, lockAfter: 4 })
    const { user_id, code } = await enrolled(test)
    const wrong = () =>
      refusal(sdk.totps.authenticate({ user_id, totp_code: code() === '000000' ? '111111' : '000000' }))
    for (let n = 0; n < 3; n += 1) expect(await wrong()).toBe('401 unable_to_authenticate_totp')
    expect(await wrong()).toBe('429 too_many_requests')
    clock.advance(60_000)
    expect(await wrong()).toBe('401 unable_to_authenticate_totp')
    expect(await refusal(sdk.totps.authenticate({ user_id, totp_code: code() }))).toBe('429 user_lock_limit_reached')
    const user = await sdk.users.get({ user_id })
    expect(user.is_locked).toBe(true)
    const { lock_created_at = '', lock_expires_at = '' } = user
    expect(Date.parse(lock_expires_at) - Date.parse(lock_created_at)).toBe(60 * 60_000)
    clock.advance(60 * 60_000)
    expect((await sdk.totps.authenticate({ user_id, totp_code: code() })).user.is_locked).toBe(false)
  })

  it('V12 a lock without an end has no end here either', async () => {
    const test = await open()
    const { user_id, code } = await enrolled(test)
    await test.desk.open().context.act(test.call, (tx, record) => {
      tx.run("insert into throttles (scope, factor, failures, streak) values (?, 'code', 100, 100)", [user_id])
      record({ action: 'user.locked', subject: { id: user_id, name: '' } })
    })
    const { status, headers, body } = await send(test, 'POST', '/v1/totps/authenticate', { user_id, totp_code: code() })
    expect([status, body.error_type, headers.get('retry-after')]).toEqual([429, 'user_lock_limit_reached', null])
    expect(await test.sdk.users.get({ user_id })).toMatchObject({
      is_locked: true,
      lock_created_at: null,
      lock_expires_at: null,
    })
  })

  it('a clock that went back is named, not passed off as a wrong code', async () => {
    const test = await open()
    const { user_id, code } = await enrolled(test)
    test.clock.setWall(test.clock.now() - 3_600_000)
    expect(await refusal(test.sdk.totps.authenticate({ user_id, totp_code: code() }))).toBe('503 clock_blocked')
  })
})

describe('sessions', () => {
  it('start, list, authenticate, extend and revoke', async () => {
    const test = await open()
    const { sdk, clock } = test
    const { user_id, totp_id, code } = await enrolled(test)
    const begun = await sdk.totps.authenticate({
      user_id,
      totp_code: code(),
      session_duration_minutes: 60,
      session_custom_claims: { role: 'tester', iss: 'forged' },
    })
    expect(begun.session_token).toMatch(/^[A-Za-z0-9_-]{44}$/)
    expect(begun.session).toMatchObject({
      user_id,
      custom_claims: { role: 'tester' },
      authentication_factors: [
        {
          type: 'totp',
          delivery_method: 'authenticator_app',
          authenticator_app_factor: { totp_id },
        },
      ],
    })
    expect(begun.session?.custom_claims).not.toHaveProperty('iss')
    const listed = await sdk.sessions.get({ user_id })
    expect(listed.sessions).toEqual([begun.session])

    clock.advance(60_000)
    const seen = await sdk.sessions.authenticate({ session_token: begun.session_token })
    expect(seen.session.expires_at).toBe(begun.session?.expires_at)
    expect(seen.session_token).toBe(begun.session_token)
    expect(seen.user.user_id).toBe(user_id)
    const longer = await sdk.sessions.authenticate({
      session_jwt: seen.session_jwt,
      session_duration_minutes: 120,
      session_custom_claims: { role: null, team: 'blue' },
    })
    expect(Date.parse(longer.session.expires_at ?? '')).toBe(Math.floor(clock.now() / 1000) * 1000 + 120 * 60_000)
    expect(longer.session.custom_claims).toEqual({ team: 'blue' })
    expect((await sdk.sessions.authenticate({ session_token: longer.session_token })).session.session_id).toBe(
      begun.session?.session_id,
    )

    expect(await sdk.sessions.revoke({ session_id: begun.session?.session_id })).toMatchObject({ status_code: 200 })
    for (const ended of [begun.session_token, longer.session_token]) {
      expect(await refusal(sdk.sessions.authenticate({ session_token: ended }))).toBe('404 session_not_found')
    }
    expect(await refusal(sdk.sessions.authenticate({ session_jwt: longer.session_jwt }))).toBe('404 session_not_found')
    expect((await sdk.sessions.get({ user_id })).sessions).toEqual([])
  })

  it('a session passed in gains the factor, whether named by token or by JWT', async () => {
    const test = await open()
    const { sdk, clock } = test
    const { user_id, code, recovery_codes } = await enrolled(test)
    const begun = await sdk.totps.authenticate({ user_id, totp_code: code(), session_duration_minutes: 60 })
    clock.advance(30_000)
    const recovered = await sdk.totps.recover({
      user_id,
      recovery_code: recovery_codes[0] ?? '',
      session_token: begun.session_token,
    })
    expect(recovered.session?.session_id).toBe(begun.session?.session_id)
    expect(recovered.session?.expires_at).toBe(begun.session?.expires_at)
    expect(recovered.session?.authentication_factors.map((factor) => factor.type)).toEqual(['totp', 'recovery_codes'])
    expect(recovered.session?.authentication_factors[1]).toMatchObject({
      delivery_method: 'recovery_code',
      recovery_code_factor: { totp_recovery_code_id: expect.stringMatching(/^totp-recovery-code-test-/) },
    })
    const again = await sdk.totps.authenticate({ user_id, totp_code: code(), session_jwt: recovered.session_jwt })
    expect(again.session?.authentication_factors).toHaveLength(2)
  })

  it('no session argument is judged after the code: a refused call spends nothing', async () => {
    const test = await open()
    const { sdk } = test
    const { user_id, code } = await enrolled(test)
    const other = await enrolled(test, 'other@example.org')
    const session = await sdk.totps.authenticate({
      user_id: other.user_id,
      totp_code: other.code(),
      session_duration_minutes: 5,
    })
    const totp_code = code()
    const good = { user_id, totp_code }
    const authenticate = (body: object) => refusal(sdk.totps.authenticate({ ...good, ...body }))
    expect(await authenticate({ session_duration_minutes: 4 })).toBe('400 invalid_session_duration_minutes')
    expect(await authenticate({ session_duration_minutes: 527_041 })).toBe('400 invalid_session_duration_minutes')
    const claims = { session_duration_minutes: 5, session_custom_claims: { text: 'x'.repeat(5000) } }
    expect(await authenticate(claims)).toBe('400 custom_claims_too_large')
    expect(await authenticate({ session_token: 'INVALID' })).toBe('400 invalid_session_token')
    expect(await authenticate({ session_token: 'A'.repeat(44) })).toBe('404 session_not_found')
    expect(await authenticate({ session_jwt: 'a.b.c' })).toBe('400 unable_to_parse_session_jwt')
    expect(await authenticate({ session_token: session.session_token })).toBe('400 user_id_mismatch')
    const both = { session_token: session.session_token, session_jwt: session.session_jwt }
    expect(await authenticate(both)).toBe('400 too_many_session_arguments')
    expect((await sdk.totps.authenticate(good)).status_code).toBe(200)
  })

  it('refuses by name what it cannot find or read', async () => {
    const { sdk } = await open()
    expect(await refusal(sdk.sessions.get({ user_id: nobody }))).toBe('404 user_not_found')
    expect(await refusal(sdk.sessions.authenticate({}))).toBe('400 no_session_arguments')
    expect(await refusal(sdk.sessions.revoke({}))).toBe('400 no_session_revoke_arguments')
    const two = { session_id: noSession, session_token: 'A'.repeat(44) }
    expect(await refusal(sdk.sessions.revoke(two))).toBe('400 too_many_session_revoke_arguments')
    expect(await refusal(sdk.sessions.revoke({ session_id: 'x' }))).toBe('400 invalid_session_id')
    expect(await refusal(sdk.sessions.revoke({ session_id: noSession }))).toBe('404 session_not_found')
    expect(await refusal(sdk.sessions.getJWKS({ project_id: 'project-test-x' }))).toBe('404 project_not_found')
  })

  it('ends with its time, and with the person', async () => {
    const test = await open()
    const { sdk, clock, screen } = test
    const { user_id, code } = await enrolled(test)
    const begin = async () => {
      const begun = await sdk.totps.authenticate({ user_id, totp_code: code(), session_duration_minutes: 5 })
      clock.advance(30_000)
      return begun.session_token
    }
    const first = await begin()
    clock.advance(5 * 60_000)
    expect(await refusal(sdk.sessions.authenticate({ session_token: first }))).toBe('404 session_not_found')
    const second = await begin()
    await screen.users.update({ userId: user_id, changes: { status: 'deactivated' } })
    expect(await refusal(sdk.sessions.authenticate({ session_token: second }))).toBe('404 session_not_found')
    expect(await refusal(sdk.totps.authenticate({ user_id, totp_code: code() }))).toBe(
      '401 unable_to_authenticate_totp',
    )
    // Nothing is said of codes that were not looked at.
    for (const tried of [
      sdk.totps.authenticate({ user_id, totp_code: code() }),
      sdk.totps.recover({ user_id, recovery_code: 'AAAA-AAAA-AAAA-AAAA' }),
    ]) {
      await expect(tried).rejects.toMatchObject({
        error_message: 'The user is deactivated at the desk. The code was not evaluated.',
      })
    }
    expect((await sdk.users.get({ user_id })).status).toBe('pending')
    await screen.users.update({ userId: user_id, changes: { status: 'active' } })
    await begin()
    await begin()
    expect(await screen.users.remove({ userId: user_id })).toMatchObject({ sessions: 2 })
  })

  it('the sandbox tokens work in a test environment and nowhere else', async () => {
    const good = { session_token: 'WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY' }
    const bad = { session_token: '59cnLELtq5cFVS6uYK9f-pAWzBkhqZl8AvLhbhOvKNWw' }
    const test = await open()
    expect((await test.sdk.sessions.authenticate(good)).status_code).toBe(200)
    expect(await refusal(test.sdk.sessions.authenticate(bad))).toBe('404 session_not_found')
    const live = await open({ demo: false })
    const refused = await live.sdk.sessions.authenticate(good).catch((error: unknown) => error)
    expect(refused).toMatchObject({ error_type: 'session_not_found' })
  })
})

describe('debug', () => {
  it('whoami names the project', async () => {
    const { sdk, projectId } = await open()
    expect(await sdk.debug.whoami()).toMatchObject({ project_id: projectId, name: 'TOTP Desk' })
  })
})
