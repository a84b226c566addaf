import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { responseFields } from '../../../electron/api/harmless'
import { maskPath, maskRequest, maskResponse } from '../../../electron/api/mask'
import { openTestApi, send } from '../../support/api'
import { codeOf } from '../../support/desks'

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const over = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength })
/** At least one digit, as nearly every one has: without any, a secret could be a name. */
const withDigit = (secrets: fc.Arbitrary<string>) => secrets.filter((secret) => /\d/.test(secret))

/** What the desk gives out or takes that must stay secret, without separators. */
const secrets = fc.oneof(
  fc.integer({ min: 0, max: 999_999 }).map((code) => String(code).padStart(6, '0')),
  fc.integer({ min: 0, max: 99_999_999 }).map((code) => String(code).padStart(8, '0')),
  withDigit(over(base32, 26, 64)),
  withDigit(over(crockford, 12, 16)),
  withDigit(over(base64url, 40, 50)),
  withDigit(over(base64url, 60, 200)).map((text) => `eyJ${text}.eyJ${text}.${text}`),
  over(base64url, 36, 36).map((text) => `secret-test-${text}`),
  withDigit(over(base64url, 30, 40)).map((text) => `data:image/png;base64, ${text}=`),
  withDigit(over(base32, 26, 32)).map((text) => `otpauth://totp/Desk:mara?secret=${text}`),
)

/** A secret as people and programs write it: grouped by this and that, in small letters, in a sentence, cut. */
const written = fc
  .tuple(
    secrets,
    fc.constantFrom('', ' ', '-', '.', '\u00a0', ' – ', '\u2011'),
    fc.constantFrom(2, 3, 4, 5),
    fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toLowerCase(),
      (text: string) => `my code is ${text}, thank you`,
      (text: string) => ` ${text} `,
      (text: string) => `"${text}"`,
      (text: string) => text.slice(0, -1),
    ),
  )
  .map(([secret, separator, size, frame]) => {
    const groups = secret.match(new RegExp(`.{1,${size}}`, 'gu')) ?? []
    return frame(secret.length <= 20 ? groups.join(separator) : secret)
  })
  // Cut by its last character, it may have lost its one digit.
  .filter((text) => /\d/.test(text) || text.length > 40)

const names = fc.oneof(
  fc.constantFrom(...responseFields.keys()),
  fc.constantFrom('pin', 'mfa', 'note', 'Code', 'userId', '__proto__', 'constructor', ''),
  fc.string(),
)

/** A value somewhere inside a body. */
const bodyWith = (secret: string) =>
  fc.array(names, { minLength: 1, maxLength: 4 }).chain((path) =>
    fc.array(fc.boolean(), { minLength: path.length, maxLength: path.length }).map((lists) =>
      path.reduceRight<unknown>(
        (inner, name, at) =>
          lists[at]
            ? { [name]: [inner, 1] }
            : Object.fromEntries([
                [name, inner],
                ['user_id', null],
              ]),
        secret,
      ),
    ),
  )

describe('masking', () => {
  it('hides a secret under every name, in every form, wherever it stands', () => {
    const planted = written.chain((secret) => bodyWith(secret).map((body) => ({ secret, body })))
    fc.assert(
      fc.property(planted, ({ secret, body }) => {
        // Fields that only the desk fills, and never with what a caller sent, are shown in its answers alone.
        expect(JSON.stringify(maskRequest(body))).not.toContain(JSON.stringify(secret).slice(1, -1))
      }),
      { numRuns: 20_000 },
    )
  })

  it('hides the name of a field that nobody knows: it may be the secret', () => {
    fc.assert(
      fc.property(written, fc.constantFrom(maskRequest, maskResponse), (secret, mask) => {
        const text = JSON.stringify(mask({ [secret]: 'x', deep: { [secret]: 1 }, user: { [secret]: [] } }))
        expect(text).not.toContain(JSON.stringify(secret).slice(1, -1))
      }),
    )
  })

  it('hides a secret in an address, however it is escaped', () => {
    const escapes = [
      encodeURIComponent,
      (text: string) => encodeURIComponent(text).replaceAll('%20', '+'),
      (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
      (text: string) => encodeURIComponent(encodeURIComponent(text)),
    ]
    fc.assert(
      fc.property(written, fc.constantFrom(...escapes), names, (secret, escaped, name) => {
        const sent = escaped(secret)
        for (const path of [`/v1/users/${sent}`, `/v1/${sent}/x`, `/v1/sessions?${encodeURIComponent(name)}=${sent}`]) {
          expect(maskPath(path)).not.toContain(sent)
        }
        expect(maskPath(`/v1/users?${sent}=1&${sent}`)).not.toContain(sent)
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    ['481-517', 'other'],
    ['48 15 18', 'other'],
    ['481517', 'external_id'],
    ['481517', 'user_id'],
    [481_517, 'totp_code'],
    [481_517, 'other'],
    [true, 'other'],
    ['8F3K9QXZ0011ABCD', 'external_id'],
    ['8F3K 9QXZ 0011 ABCD', 'first_name'],
    ['WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3F', 'session_id'],
    ['JBSWYZDPEHPKZPXPJBSWYZDPEHPKZPXP', 'last_name'],
    ['plain words', 'session_custom_claims'],
    ['Mozilla/5.0', 'user_agent'],
  ])('hides %j as %s', (value, name) => {
    expect(JSON.stringify(maskRequest({ [name]: value }))).not.toContain(String(value))
  })

  it('leaves what the reader needs: ids, times, addresses, minutes, names', () => {
    const uuid = '5e1c5e1c-5e1c-4e1c-8e1c-5e1c5e1c5e1c'
    const request = {
      user_id: `user-test-${uuid}`,
      external_id: 'NW-20418',
      email: 'mara.lindqvist@example.org',
      phone_number: '+10000000000',
      name: { first_name: 'Anne-Marie', middle_name: '', last_name: 'van der Đặng O’Neill' },
      session_duration_minutes: 527_040,
      create_user_as_pending: false,
      query: {
        operator: 'OR',
        operands: [
          { filter_name: 'full_name_fuzzy', filter_value: 'lind' },
          { filter_name: 'totp_verified', filter_value: true },
          { filter_name: 'user_id', filter_value: [`user-test-${uuid}`] },
          { filter_name: 'created_at_between', filter_value: { greater_than: '2026-11-22T10:00:00.123+01:00' } },
        ],
      },
    }
    expect(maskRequest(request)).toEqual(request)
    const response = {
      status_code: 400,
      request_id: `request-id-test-${uuid}`,
      error_type: 'pending_totp_exists',
      error_message: 'The user has a pending TOTP. Authenticate it, delete it, or wait until it expires.',
      user: {
        user_id: `user-test-${uuid}`,
        phone_numbers: [{ phone_id: `phone-number-live-${uuid}` }],
        is_locked: false,
      },
    }
    expect(maskResponse(response)).toEqual(response)
  })

  it('keeps how many recovery codes there were, what is absent, and how many fields it does not know', () => {
    expect(maskResponse({ recovery_codes: ['a', 'b'], session_token: '', session: null })).toEqual({
      recovery_codes: ['••••', '••••'],
      session_token: '',
      session: null,
    })
    expect(maskRequest({ pin: 1, mfa: 2, trusted_metadata: { plan: 'x' }, untrusted_metadata: {} })).toEqual({
      trusted_metadata: '••••',
      untrusted_metadata: {},
      '•••• (2 more)': '••••',
    })
  })

  it.each([
    ['/v1/users', '/v1/users'],
    ['/v1/users/NW-20418', '/v1/users/NW-20418'],
    [
      '/v1/users/totps/totp-live-5e1c5e1c-5e1c-4e1c-8e1c-5e1c5e1c5e1c',
      '/v1/users/totps/totp-live-5e1c5e1c-5e1c-4e1c-8e1c-5e1c5e1c5e1c',
    ],
    ['/v1/sessions?user_id=mara%2D1&user_id=', '/v1/sessions?user_id=mara%2D1&user_id='],
    ['/v1/sessions?a=b&d=&e?=%zz&session_id=1', '/v1/sessions?••••&••••&••••&session_id=••••'],
    ['/v1/users/%zz', '/v1/users/••••'],
  ])('%s shows as %s', (path, shown) => {
    expect(maskPath(path)).toBe(shown)
  })

  it('shows nothing of an address longer than any of the API', () => {
    expect(maskPath(`/v1/users/${'a/'.repeat(3000)}`)).toBe('••••')
  })
})

describe('every field that the API has', () => {
  const open: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of open.splice(0)) await close()
  })

  it('is known to the masking, so that no answer and no documented request loses a name', async () => {
    const test = await openTestApi()
    open.push(() => test.desk.close())
    const { sdk } = test
    const { user_id } = await sdk.users.create({
      email: 'mara@example.org',
      phone_number: '+10000000000',
      external_id: 'mara-1',
      name: { first_name: 'Mara', middle_name: '', last_name: 'Lindqvist' },
      trusted_metadata: { plan: 'x' },
      untrusted_metadata: {},
      create_user_as_pending: false,
      attributes: { ip_address: '10.0.0.1', user_agent: 'x' },
    })
    const totp = await sdk.totps.create({ user_id, expiration_minutes: 5 })
    const totp_code = codeOf(`otpauth://totp/x?secret=${totp.secret}`, test.clock.now())
    const session = await sdk.totps.authenticate({
      user_id,
      totp_code,
      session_duration_minutes: 5,
      session_custom_claims: { plan: 'x' },
    })
    await sdk.totps.recover({
      user_id,
      recovery_code: totp.recovery_codes[0] ?? '',
      session_token: session.session_token,
    })
    await sdk.totps.recoveryCodes({ user_id }).catch(() => {})
    await sdk.sessions.authenticate({ session_jwt: session.session_jwt, session_duration_minutes: 6 })
    await sdk.sessions.get({ user_id })
    await sdk.sessions.getJWKS({ project_id: test.projectId })
    await sdk.debug.whoami()
    await sdk.users.get({ user_id })
    const query = { operator: 'AND', operands: [{ filter_name: 'email_address', filter_value: ['mara@example.org'] }] }
    await send(test, 'POST', '/v1/users/search', { query, limit: 1, cursor: '' })
    await sdk.users.update({ user_id, name: { first_name: 'Mara' } })
    await sdk.sessions.revoke({ session_token: session.session_token })
    await sdk.users.deleteTOTP({ totp_id: totp.totp_id })
    await sdk.users.delete({ user_id })
    await sdk.users.get({ user_id }).catch(() => {})
    const { calls } = await test.screen.api.calls()
    expect(calls.length).toBe(16)
    expect(calls.filter(({ request, response }) => `${request}${response}`.includes('more)'))).toEqual([])
    expect(calls.at(-1)?.request).toContain('mara@example.org')
  })
})
