import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../support/desk'
import { begin, enrolledPerson, eventsOf, failTimes, submit, wrongCode } from './people'

let test: TestDesk

beforeEach(async () => {
  test = await openTestDesk()
})
afterEach(() => test.end())

const inDigits = (code: string, zero: number) =>
  [...code].map((digit) => String.fromCodePoint(zero + Number(digit))).join('')

describe('input that is no code', () => {
  it.each(['', '12345', 'abcdef', '１２３４５', '١٢٣٤٥', '12345a', '1234\u200b5', '½23456'])(
    'V11 %j is refused as malformed and logged, and as no guess it is not counted',
    async (input) => {
      const person = await enrolledPerson(test)
      for (let i = 0; i < 12; i += 1)
        expect(await submit(test, person.userId, input)).toEqual({ outcome: 'refused', reason: 'malformed' })
      const [row] = await eventsOf(test, 'verification.refused')
      expect(row).toMatchObject({ outcome: 'denied', reason: 'malformed', details: { failures: 0 } })
      if (input) expect(JSON.stringify(row)).not.toContain(input)
    },
  )

  it.each<[string, (code: string) => string]>([
    ['full-width digits', (code) => inDigits(code, 0xff10)],
    ['Arabic-Indic digits', (code) => inDigits(code, 0x660)],
    ['Persian digits', (code) => inDigits(code, 0x6f0)],
    ['Devanagari digits', (code) => inDigits(code, 0x966)],
    ['a zero-width space inside', (code) => `${code.slice(0, 3)}\u200b${code.slice(3)}`],
    ['isolates round it', (code) => `\u2068${code}\u2069`],
    ['an en dash inside', (code) => `${code.slice(0, 3)}\u2013${code.slice(3)}`],
  ])('V11 a good code with %s is read', async (_what, write) => {
    const person = await enrolledPerson(test)
    expect((await submit(test, person.userId, write(person.code()))).outcome).toBe('accepted')
  })

  it('V11 spaces around and inside a good code do not matter', async () => {
    const person = await enrolledPerson(test)
    const code = person.code()
    const typed = ` ${code.slice(0, 3)}\u00a0${code.slice(3)}\n`
    expect((await submit(test, person.userId, typed)).outcome).toBe('accepted')
  })

  it('R11 a recovery code or a pass in the code box is named from its shape alone, not consumed and not counted', async () => {
    const person = await enrolledPerson(test)
    const real = person.recoveryCodes[0] ?? ''
    const recoveryCode = { outcome: 'refused', reason: 'recovery_code_in_code_box' }
    for (const typed of [real, '0000-0000-0000-0000', real.toLowerCase(), real.replaceAll('-', ''), '0123abcd4567']) {
      expect(await submit(test, person.userId, typed)).toEqual(recoveryCode)
    }
    for (const typed of ['8F3KQ-7Q2MB-9XW4T', '8f3kq 7q2mb 9xw4t', '8F3KQ7Q2MB9XW4T']) {
      expect(await submit(test, person.userId, typed)).toEqual({ outcome: 'refused', reason: 'pass_in_code_box' })
    }
    expect(await submit(test, person.userId, 'hello')).toMatchObject({ reason: 'malformed' })
    expect((await test.client.users.get({ userId: person.userId })).recovery?.left).toBe(10)
    expect(JSON.stringify(await eventsOf(test))).not.toContain(real)
  })
})

describe('delay and lock', () => {
  it('V12 from the fifth failure each try waits longer, and the tenth locks', async () => {
    const person = await enrolledPerson(test)
    const answers = await failTimes(test, person, 10)
    expect(answers.map((answer) => answer.retryAfterSeconds ?? 0)).toEqual([0, 0, 0, 0, 5, 10, 20, 40, 60, 3600])
    expect(answers.map((answer) => answer.failures)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(answers[9]).toMatchObject({ lock: { until: test.clock.now() + 3_600_000 }, failuresLeft: 0 })
  })

  it('V12 the settings take limits from 3 to 100 and nothing else', async () => {
    for (const lockAfter of [2, 101, 5.5]) {
      await expect(test.client.settings.update({ lockAfter })).rejects.toMatchObject({ code: 'invalid_input' })
    }
    await test.client.settings.update({ delayAfter: 3, lockAfter: 3, lockMinutes: 5 })
    const person = await enrolledPerson(test)
    const [, , third] = await failTimes(test, person, 3)
    expect(third).toMatchObject({ lock: { until: test.clock.now() + 300_000 } })
  })

  it('V12 the hundredth failure in a row locks until an operator unlocks, over timed locks, QR and restart', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    await failTimes(test, person, 60)
    test.clock.advance(3_600_000)
    test = await test.reopen()
    const again = await begin(test, userId, { replaceActive: true, situation: 'new_phone' })
    const answers = await failTimes(test, again, 40)
    expect(answers[38]).toMatchObject({ failures: 9, failuresLeft: 1 })
    expect(answers[39]).toEqual({
      outcome: 'refused',
      reason: 'wrong_code',
      lock: { until: null },
      failures: 100,
      failuresLeft: 0,
    })
    expect((await eventsOf(test, 'user.locked'))[0]).toMatchObject({
      details: { factor: 'code', failures: 100, untilUnlocked: true },
    })

    test.clock.advance(366 * 24 * 3_600_000)
    for (const code of [again.code(), wrongCode(again), 'nonsense']) {
      expect(await submit(test, userId, code)).toEqual({ outcome: 'refused', reason: 'locked', lock: { until: null } })
    }
    expect(await eventsOf(test, 'user.lock_expired')).toHaveLength(9)
    expect(await test.client.users.get({ userId })).toMatchObject({
      lock: { until: null },
      codeThrottle: { failures: 100, lock: { until: null } },
      recoveryThrottle: { failures: 0, lock: null },
    })
    expect((await test.client.users.search({ filter: 'locked' })).users).toMatchObject([
      { userId, lock: { until: null } },
    ])
    const { needsAttention } = await test.client.desk.overview()
    expect(needsAttention.find((care) => care.kind === 'locked')).toMatchObject({ userId, until: null, count: 100 })
    await test.client.users.unlock({ userId, reason: 'Known in person' })
    const fresh = await begin(test, userId)
    expect(await submit(test, userId, fresh.code())).toMatchObject({ outcome: 'accepted' })
    expect(await test.client.users.get({ userId })).toMatchObject({ lock: null })
  })

  it('V12 a good code or an unlock sets the streak of a hundred back to none', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    await failTimes(test, person, 99)
    test.clock.advance(60_000)
    expect((await submit(test, userId, person.code())).outcome).toBe('accepted')
    await failTimes(test, person, 90)
    await test.client.users.unlock({ userId, reason: 'Known in person' })
    const answers = await failTimes(test, person, 99)
    expect(answers.every((answer) => answer.lock?.until !== null)).toBe(true)
    test.clock.advance(60_000)
    const [hundredth] = await failTimes(test, person, 1)
    expect(hundredth).toMatchObject({ lock: { until: null } })
  })

  it('V12 a try during a wait is refused unseen and does not count', async () => {
    const person = await enrolledPerson(test)
    await failTimes(test, person, 5)
    for (const code of [person.code(), wrongCode(person), 'nonsense']) {
      expect(await submit(test, person.userId, code)).toEqual({
        outcome: 'refused',
        reason: 'throttled',
        retryAfterSeconds: 5,
        failures: 5,
        failuresLeft: 5,
      })
    }
    const [row] = await eventsOf(test, 'verification.refused')
    expect(row).toMatchObject({ outcome: 'denied', reason: 'throttled', details: { failures: 5 } })
    test.clock.advance(5000)
    expect((await submit(test, person.userId, person.code())).outcome).toBe('accepted')
  })

  it('V15 a good code resets the counter', async () => {
    const person = await enrolledPerson(test)
    await failTimes(test, person, 4)
    expect((await submit(test, person.userId, person.code())).outcome).toBe('accepted')
    const [first] = await failTimes(test, person, 1)
    expect(first?.failures).toBe(1)
  })

  it('V15 while locked a good code neither passes nor differs in any way from a bad one', async () => {
    const person = await enrolledPerson(test)
    await failTimes(test, person, 10)
    test.clock.advance(30_000)
    const good = await submit(test, person.userId, person.code())
    const bad = await submit(test, person.userId, wrongCode(person))
    const malformed = await submit(test, person.userId, 'abc')
    const recovery = await submit(test, person.userId, person.recoveryCodes[0] ?? '')
    expect(good).toEqual({
      outcome: 'refused',
      reason: 'locked',
      lock: { until: test.clock.now() + 3_570_000 },
      retryAfterSeconds: 3570,
    })
    for (const other of [bad, malformed, recovery]) expect(other).toEqual(good)
    const [row, previous] = await eventsOf(test, 'verification.refused')
    expect(row).toMatchObject({ outcome: 'denied', reason: 'locked', details: { failures: 10 } })
    expect(previous?.details).toEqual(row?.details)
    // The good code was not spent by trying it: after an unlock it is still new.
    const code = person.code()
    await test.client.users.unlock({ userId: person.userId, reason: 'Known in person' })
    expect((await submit(test, person.userId, code)).outcome).toBe('accepted')
  })

  it('V16 the lock is recorded, shown on the person, and lifted by an unlock with a reason', async () => {
    const person = await enrolledPerson(test)
    await expect(test.client.users.unlock({ userId: person.userId, reason: 'No need' })).rejects.toMatchObject({
      code: 'nothing_to_unlock',
    })
    await failTimes(test, person, 10)
    const until = test.clock.now() + 3_600_000
    expect((await eventsOf(test, 'user.locked'))[0]).toMatchObject({
      severity: 'warning',
      details: { factor: 'code', failures: 10, lockedUntil: until },
    })
    expect(await test.client.users.get({ userId: person.userId })).toMatchObject({
      lock: { until },
      codeThrottle: { failures: 10, lock: { until } },
    })
    await test.client.users.unlock({ userId: person.userId, reason: 'Badge seen' })
    expect((await eventsOf(test, 'user.unlocked'))[0]).toMatchObject({
      reason: 'Badge seen',
      details: { failures: 10 },
    })
    expect((await submit(test, person.userId, person.code())).outcome).toBe('accepted')
  })

  it('V16 a lock ends by itself, which is recorded, and counting starts afresh', async () => {
    const person = await enrolledPerson(test)
    await failTimes(test, person, 10)
    test.clock.advance(3_600_000 - 1)
    expect(await submit(test, person.userId, person.code())).toMatchObject({ reason: 'locked', retryAfterSeconds: 1 })
    test.clock.advance(1)
    expect(await submit(test, person.userId, wrongCode(person))).toMatchObject({ reason: 'wrong_code', failures: 1 })
    expect(await eventsOf(test, 'user.lock_expired')).toHaveLength(1)
  })
})

describe('what the counter survives', () => {
  it('V13 restart and lock of the vault', async () => {
    const person = await enrolledPerson(test)
    await failTimes(test, person, 4)
    test = await test.reopen()
    expect(await submit(test, person.userId, wrongCode(person))).toMatchObject({ failures: 5, retryAfterSeconds: 5 })
    await test.client.vault.lock({})
    await test.client.vault.unlock({ passphrase: 'copper lamp river tiny' })
    expect(await submit(test, person.userId, person.code())).toMatchObject({ reason: 'throttled' })
  })

  it('V13 parallel attempts share it: of 64 at once no more are evaluated than may be', async () => {
    const person = await enrolledPerson(test)
    const wrong = wrongCode(person)
    const answers = await Promise.all(Array.from({ length: 64 }, () => submit(test, person.userId, wrong)))
    const reasons = answers.map((answer) => answer.outcome === 'refused' && answer.reason)
    expect(reasons.filter((reason) => reason === 'wrong_code')).toHaveLength(5)
    expect(reasons.filter((reason) => reason === 'throttled')).toHaveLength(59)
  })

  it('V14 a new QR and new recovery codes do not reset it', async () => {
    const person = await enrolledPerson(test)
    await failTimes(test, person, 9)
    await test.client.recovery.replace({ userId: person.userId })
    const again = await begin(test, person.userId, { replaceActive: true, situation: 'new_phone' })
    test.clock.advance(60_000)
    const tenth = await submit(test, person.userId, wrongCode(again))
    expect(tenth).toMatchObject({ reason: 'wrong_code', failures: 10 })
    expect(await submit(test, person.userId, again.code())).toMatchObject({ reason: 'locked' })
    const third = await begin(test, person.userId)
    expect(await submit(test, person.userId, third.code())).toMatchObject({ reason: 'locked' })
  })
})
