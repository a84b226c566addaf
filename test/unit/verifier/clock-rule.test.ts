import { describe, expect, it } from 'vitest'
import { storedTimes } from '../../../electron/desk/store/times'
import { timeStepAt } from '../../../shared/time-step'
import { sdkFor, type TestApi } from '../../support/api'
import { apisOfTest } from '../../support/apis'
import { desksOfTest, refusalOf } from '../../support/desks'
import { begin, enrolledPerson, eventsOf, failTimes, newUser, submit } from './people'

const open = desksOfTest()
const openApi = apisOfTest()

const minute = 60_000
const day = 24 * 60 * minute
const wholeSeconds = (ms: number) => Math.floor(ms / 1000) * 1000
const badge = { kind: 'badge' } as const
const tampered = { reason: 'Phone at home', minutes: 60, identityCheck: badge }

/** Numbers in the vault that are no times. */
const noTimes = new Set([
  'totps.digits',
  'totps.period',
  'totps.drift_min',
  'totps.drift_max',
  'totps.drift_samples',
  'throttles.failures',
  'throttles.streak',
  'recovery_codes.position',
  'audit_events.seq',
  'audit_tree.id',
  'audit_tree.size',
  'users.as_pending',
  'session_tokens.first',
  'machines.back_by',
])

interface Column {
  table: string
  column: string
  type: string
}

type Tables = { all<T>(sql: string): T[] }

/** The columns of the desk's own tables; `_seq` is the vault's. */
const columnsOf = (vault: Tables): Column[] =>
  vault.all<Column>(
    `select m.name as "table", p.name as "column", lower(p.type) as type
     from sqlite_master m, pragma_table_info(m.name) p where m.type = 'table' and m.name not like '\\_%' escape '\\'`,
  )

/** What a person with a session has, got over the API and at the screen. */
async function withSession(test: TestApi, minutes: number) {
  const person = await enrolledPerson(test, 'Mara Lind')
  const begun = await test.sdk.totps.authenticate({
    user_id: person.userId,
    totp_code: person.code(),
    session_duration_minutes: minutes,
  })
  return { ...person, session_token: begun.session_token, session_jwt: begun.session_jwt, session: begun.session }
}

describe('every column that holds a time', () => {
  it('V20 is in the one list that a confirmation repairs by; every other number is known to be none', async () => {
    const { vault } = (await open()).desk.open().context
    const columns = columnsOf(vault)
    const names = columns.map(({ table, column }) => `${table}.${column}`)
    const listed = Object.entries(storedTimes).flatMap(([table, of]) =>
      Object.keys(of).map((column) => `${table}.${column}`),
    )
    const numbers = columns.filter(({ type }) => type !== 'text' && type !== 'blob')
    const forgotten = numbers
      .map(({ table, column }) => `${table}.${column}`)
      .filter((name) => !listed.includes(name) && !noTimes.has(name))
    expect(forgotten).toEqual([])
    expect(listed.filter((name) => !names.includes(name))).toEqual([])
    expect([...noTimes].filter((name) => !names.includes(name) || listed.includes(name))).toEqual([])
    for (const [table, of] of Object.entries(storedTimes)) {
      for (const rule of Object.values(of)) {
        if (rule.rule === 'ends') expect(Object.keys(of)).toContain(rule.from)
      }
      expect(names.some((name) => name.startsWith(`${table}.`))).toBe(true)
    }
  })

  it('V20 lies where it can after a clock a year ahead was put right, whatever was done meanwhile', async () => {
    const test = await openApi()
    const right = test.clock.now()
    test.clock.setWall(right + 365 * day)
    await test.client.clock.status({})
    const person = await withSession(test, 60)
    await test.screen.sessions.extend({ sessionId: person.session?.session_id ?? '', minutes: 90 })
    await test.client.passes.issue({ userId: person.userId, ...tampered })
    await test.client.recovery.redeem({ userId: person.userId, code: person.recoveryCodes[0] ?? '' })
    await begin(test, await newUser(test, 'Pending'), { expirationMinutes: 60 })
    await failTimes(test, await enrolledPerson(test, 'Locked'), 10)
    const ended = await withSession(test, 60)
    await test.screen.sessions.revoke({ sessionId: ended.session?.session_id ?? '' })
    const gone = await enrolledPerson(test, 'New Phone')
    await begin(test, gone.userId, { replaceActive: true, situation: 'new_phone', identityCheck: badge })
    await test.screen.api.rotate({})

    test.clock.setWall(right + 5 * minute)
    const now = test.clock.now()
    await test.client.clock.confirm({ reason: 'The year was typed wrong' })
    const { vault } = test.desk.open().context
    /** The longest that anything here was given: a QR of a day. */
    const longest = now + day
    const late = columnsOf(vault)
      .filter(({ table, type }) => type === 'integer' && table !== 'audit_events')
      .filter(({ table, column }) => {
        const [row] = vault.all<{ latest: number | null }>(`select max(${column}) as latest from ${table}`)
        const rule = storedTimes[table]?.[column]?.rule
        return (row?.latest ?? 0) > (rule === 'happened' ? now : longest)
      })
    expect(late).toEqual([])
    // No text hides a time either, but the log's own lines, which stay.
    for (const { table, column } of columnsOf(vault).filter(({ type }) => type === 'text')) {
      if (table === 'audit_events') continue
      const texts = vault.all<{ text: string | null }>(`select ${column} as text from ${table}`)
      for (const { text } of texts) {
        for (const [found] of (text ?? '').matchAll(/\b1[6-9]\d{11}\b/g)) {
          expect([table, column, Number(found) <= now]).toEqual([table, column, true])
        }
      }
    }
    const [confirmed] = await eventsOf(test, 'clock.confirmed')
    expect(confirmed?.details).toMatchObject({ sessions: 2, passes: 1, locks: 2 })
    expect(confirmed?.details.keys).toBeGreaterThan(0)
    const overview = await test.client.desk.overview({})
    expect(Math.max(...overview.recentPeople.map(({ at }) => at))).toBeLessThanOrEqual(now)
  })
})

describe('a clock that stood ahead, put right and confirmed', () => {
  it.each([10, 60, 365 * 24 * 60])(
    'V20 by %i minutes: a session and a QR of 60 minutes have at most 60 left',
    async (ahead) => {
      const test = await openApi()
      const right = test.clock.now()
      test.clock.setWall(right + ahead * minute)
      const person = await withSession(test, 60)
      const { userId } = await test.client.users.create({ name: 'Person B', email: 'b@example.com' })
      await test.client.totps.begin({ userId, expirationMinutes: 60 })
      test.clock.setWall(right + 2 * minute)
      await test.client.clock.confirm({ reason: 'Compared' })
      const limit = test.clock.now() + 60 * minute
      const { session } = await test.sdk.sessions.authenticate({ session_token: person.session_token })
      expect(Date.parse(session.expires_at ?? '')).toBeLessThanOrEqual(limit)
      expect((await test.client.users.get({ userId })).expiresAt).toBeLessThanOrEqual(limit)
      expect((await test.client.users.search({ query: 'Person B' })).users[0]?.expiresAt).toBeLessThanOrEqual(limit)
    },
  )

  it('V20 a session that was renewed ahead keeps no more than was left of it; one never touched keeps its end', async () => {
    const test = await openApi()
    const touched = await withSession(test, 60)
    const untouched = await withSession(test, 60)
    const end = Date.parse(untouched.session?.expires_at ?? '')
    const right = test.clock.now()
    test.clock.setWall(right + 20 * minute)
    await test.sdk.sessions.authenticate({ session_token: touched.session_token, session_duration_minutes: 30 })
    test.clock.setWall(right)
    await test.client.clock.confirm({ reason: 'Compared' })
    const expiry = async (session_token: string) =>
      Date.parse((await test.sdk.sessions.authenticate({ session_token })).session.expires_at ?? '')
    expect(await expiry(touched.session_token)).toBe(wholeSeconds(right + 30 * minute))
    expect(await expiry(untouched.session_token)).toBe(end)
  })

  it('V6 a code accepted under a fast clock stays spent when its time comes, and the ones about it are not', async () => {
    const test = await open()
    const person = await enrolledPerson(test)
    const right = test.clock.now()
    const used: { at: number; code: string }[] = []
    test.clock.setWall(right + day)
    for (const steps of [0, 1, 5]) {
      test.clock.setWall(right + day + steps * 30_000)
      const code = person.code()
      expect((await submit(test, person.userId, code)).outcome).toBe('accepted')
      used.push({ at: test.clock.now(), code })
    }
    test.clock.setWall(right)
    await test.client.clock.confirm({ reason: 'Compared' })
    const reopened = await test.reopen()
    // Until then nobody is kept out.
    reopened.clock.advance(minute)
    expect((await submit(reopened, person.userId, person.code())).outcome).toBe('accepted')
    for (const { at, code } of used) {
      reopened.clock.setWall(at)
      expect(await submit(reopened, person.userId, code)).toMatchObject({ outcome: 'refused', reason: 'already_used' })
    }
    // The phone shows the next code 30 s later, and that one was never used.
    const refused = await submit(reopened, person.userId, person.code())
    expect(refused).toMatchObject({ reason: 'already_used', retryAfterSeconds: 30 })
    reopened.clock.advance(30_000)
    expect((await submit(reopened, person.userId, person.code())).outcome).toBe('accepted')
    await reopened.end()
  })

  it('V6 what is kept of such steps goes once their time is over, and with the person', async () => {
    const test = await open()
    const person = await enrolledPerson(test)
    const other = await enrolledPerson(test, 'Oskar Berg')
    const right = test.clock.now()
    const steps = () => test.desk.open().context.vault.all<{ step: number }>('select step from steps_used_ahead')
    test.clock.setWall(right + day)
    for (const one of [person, other]) await submit(test, one.userId, one.code())
    test.clock.setWall(right)
    expect(steps()).toEqual([])
    await test.client.clock.confirm({ reason: 'Compared' })
    expect(steps()).toEqual(Array(2).fill({ step: timeStepAt(right + day) }))
    // Once more ahead and back: the same step is noted once.
    test.clock.setWall(right + 2 * day)
    test.clock.setWall(right + minute)
    await test.client.clock.status({})
    test.clock.setWall(right + 2 * day)
    await submit(test, person.userId, person.code())
    expect(steps()).toEqual([{ step: timeStepAt(right + day) }])
    await test.client.users.remove({ userId: other.userId })
    expect(steps()).toEqual([])
  })

  it('V6 a step used ahead does not hold back another period: eight digits, 60 seconds', async () => {
    const test = await open()
    const parameters = { algorithm: 'SHA256', digits: 8, period: 60 } as const
    const person = await begin(test, await newUser(test), { parameters })
    const right = test.clock.now()
    const ahead = right + day / 2
    test.clock.setWall(ahead)
    const code = person.code()
    expect((await submit(test, person.userId, code)).outcome).toBe('accepted')
    test.clock.setWall(right)
    await test.client.clock.confirm({ reason: 'Compared' })
    test.clock.setWall(ahead)
    expect(await submit(test, person.userId, code)).toMatchObject({ reason: 'already_used', retryAfterSeconds: 60 })
  })

  it('a JWT made ahead is good for nobody when its time comes: its key is withdrawn', async () => {
    const test = await openApi()
    await withSession(test, 60)
    const right = test.clock.now()
    test.clock.setWall(right + day)
    const ahead = await withSession(test, 60)
    const kids = async () =>
      (await test.sdk.sessions.getJWKS({ project_id: test.projectId })).keys.map((key) => key.kid)
    const before = await kids()
    test.clock.setWall(right)
    await test.client.clock.confirm({ reason: 'Compared' })
    const after = await kids()
    expect(after).toHaveLength(1)
    expect(before).not.toContain(after[0])
    await expect(test.sdk.sessions.authenticate({ session_jwt: ahead.session_jwt })).rejects.toMatchObject({
      error_type: 'unable_to_parse_session_jwt',
    })
    expect((await test.sdk.sessions.authenticate({ session_token: ahead.session_token })).status_code).toBe(200)
  })

  it('a small step back withdraws no key', async () => {
    const test = await openApi()
    const person = await withSession(test, 60)
    test.clock.setWall(test.clock.now() - minute)
    await test.client.clock.confirm({ reason: 'Compared' })
    expect((await test.sdk.sessions.authenticate({ session_jwt: person.session_jwt })).status_code).toBe(200)
  })
})

describe('while the clock is held back nothing with an end is valid, begun or prolonged', () => {
  const blocked = { status_code: 503, error_type: 'clock_blocked' }

  it('V20 a session: not by token, not by JWT, not to extend, not to list; also after a restart', async () => {
    const test = await openApi()
    const { userId, session_token, session_jwt, session } = await withSession(test, 5)
    const right = test.clock.now()
    test.clock.setWall(right + 6 * minute)
    await expect(test.sdk.sessions.authenticate({ session_token })).rejects.toMatchObject({ status_code: 404 })
    await test.client.clock.status({})
    test.clock.setWall(right)
    const expectHeld = async (sdk: TestApi['sdk']) => {
      const uses = [
        { session_token },
        { session_jwt },
        { session_token, session_duration_minutes: 527_040 },
        { session_token, session_custom_claims: { role: 'admin' } },
      ]
      for (const use of uses) await expect(sdk.sessions.authenticate(use)).rejects.toMatchObject(blocked)
      await expect(sdk.sessions.get({ user_id: userId })).rejects.toMatchObject(blocked)
      const sessionId = session?.session_id ?? ''
      expect(await refusalOf(test.screen.sessions.extend({ sessionId, minutes: 60 }))).toMatchObject({
        code: 'clock_blocked',
      })
      expect((await test.screen.sessions.list({})).sessions).toMatchObject([{ sessionId, state: 'expired' }])
      expect((await test.screen.users.get({ userId })).sessions).toEqual([])
    }
    await expectHeld(test.sdk)
    await test.screen.vault.lock()
    await test.screen.vault.unlock({ passphrase: 'copper lamp river tiny' })
    test.clock.advance(1000)
    const started = async () => (await test.screen.api.status({})).url
    await expect.poll(started).not.toBeNull()
    await expectHeld(sdkFor((await started()) ?? '', test.projectId, test.secret))
  })

  it('V20 a QR is neither begun nor shown, a pass neither given nor taken', async () => {
    const test = await open()
    const pending = await begin(test, await newUser(test, 'Pending'), { expirationMinutes: 5 })
    const person = await enrolledPerson(test)
    const { pass } = await test.client.passes.issue({ userId: person.userId, ...tampered })
    test.clock.setWall(test.clock.now() - 10 * minute)
    const held = { code: 'clock_blocked' }
    expect(await refusalOf(test.client.totps.reveal({ totpId: pending.totpId, side: 'operator' }))).toMatchObject(held)
    expect(await refusalOf(test.personClient.totps.reveal({ totpId: pending.totpId, side: 'person' }))).toMatchObject(
      held,
    )
    expect(await refusalOf(test.client.totps.begin({ userId: pending.userId }))).toMatchObject(held)
    expect(await refusalOf(test.client.totps.enroll({ userId: pending.userId }))).toMatchObject(held)
    expect(await refusalOf(test.client.passes.issue({ userId: person.userId, ...tampered }))).toMatchObject(held)
    expect(await test.client.passes.redeem({ userId: person.userId, code: pass })).toMatchObject({
      reason: 'clock_blocked',
    })
  })

  it('V20 what ends something early goes on: sessions, passes, registrations, people', async () => {
    const test = await openApi()
    const { userId, totpId, session, session_token } = await withSession(test, 60)
    const other = await withSession(test, 60)
    await test.client.passes.issue({ userId, ...tampered })
    // By the time that was seen last both sessions are over; by the right one they are not.
    const right = test.clock.now()
    test.clock.setWall(right + 2 * 60 * minute)
    await test.client.clock.status({})
    test.clock.setWall(right)
    await test.screen.sessions.revoke({ sessionId: session?.session_id ?? '' })
    await test.client.passes.revoke({ userId })
    await test.client.totps.revoke({ totpId, reason: 'Stolen' })
    await test.client.users.update({ userId: other.userId, changes: { status: 'deactivated' } })
    await test.client.clock.confirm({ reason: 'Compared' })
    for (const token of [session_token, other.session_token]) {
      await expect(test.sdk.sessions.authenticate({ session_token: token })).rejects.toMatchObject({ status_code: 404 })
    }
  })

  it('a signing key that was published no more stays so', async () => {
    const test = await openApi()
    const { session_jwt } = await withSession(test, 60)
    await test.screen.api.rotate({})
    const { secret } = await test.screen.api.credentials()
    const kids = async () => {
      const response = await fetch(`${test.url}/v1/sessions/jwks/${test.projectId}`)
      return ((await response.json()) as { keys: { kid: string }[] }).keys.map((key) => key.kid)
    }
    expect(await kids()).toHaveLength(2)
    const right = test.clock.now()
    test.clock.setWall(right + 31 * day)
    await test.client.clock.status({})
    expect(await kids()).toHaveLength(1)
    test.clock.setWall(right)
    expect(await kids()).toHaveLength(1)
    const authorization = `Basic ${Buffer.from(`${test.projectId}:${secret}`).toString('base64')}`
    const answer = await fetch(`${test.url}/v1/sessions/authenticate`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ session_jwt }),
    })
    expect(answer.status).toBe(400)
  })
})
