import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestClock, openTestDesk, type TestDesk } from '../../support/desk'
import { enrolledPerson, eventsOf, failTimes, submit } from './people'

let test: TestDesk

beforeEach(async () => {
  test = await openTestDesk()
})
afterEach(() => test.end())

const minute = 60_000
const setBack = (ms: number) => test.clock.setWall(test.clock.now() - ms)

describe('a clock that goes back', () => {
  it('V20 blocks codes, recovery codes and passes, says so, and raises one alarm', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    const { pass } = await test.client.passes.issue({
      userId,
      minutes: 60,
      reason: 'Phone at home',
      identityCheck: { kind: 'badge' },
    })
    setBack(10 * minute)
    const blocked = { outcome: 'refused', reason: 'clock_blocked' }
    expect(await submit(test, userId, person.code())).toEqual(blocked)
    expect(await submit(test, userId, 'nonsense')).toEqual(blocked)
    expect(await test.client.recovery.redeem({ userId, code: person.recoveryCodes[0] ?? '' })).toEqual(blocked)
    expect(await test.client.passes.redeem({ userId, code: pass })).toEqual(blocked)
    expect(await test.client.clock.status({})).toMatchObject({ blocked: true, verdict: 'jumped_back' })
    const alarms = await eventsOf(test, 'clock.alarm')
    expect(alarms).toMatchObject([{ reason: 'jumped_back', details: { milliseconds: 10 * minute }, channel: 'system' }])
    const [row] = await eventsOf(test, 'verification.refused')
    expect(row).toMatchObject({ outcome: 'denied', details: { failures: 0, clock: 'jumped_back' } })
  })

  it('V20 stays blocked when the clock comes back by itself, and over a restart', async () => {
    const person = await enrolledPerson(test)
    setBack(10 * minute)
    await submit(test, person.userId, person.code())
    test = await test.reopen()
    expect(await submit(test, person.userId, person.code())).toMatchObject({ reason: 'clock_blocked' })
    test.clock.advance(30 * minute)
    expect(await submit(test, person.userId, person.code())).toMatchObject({ reason: 'clock_blocked' })
    expect(await eventsOf(test, 'clock.alarm')).toHaveLength(1)
  })

  it('V20 is noticed on opening, against the highest time the vault has seen', async () => {
    const person = await enrolledPerson(test)
    await test.desk.close()
    setBack(minute)
    test = await test.reopen()
    expect(await submit(test, person.userId, person.code())).toMatchObject({ reason: 'clock_blocked' })
  })

  it('V20 is noticed against the monotonic clock, though no later time was ever written down', async () => {
    const person = await enrolledPerson(test)
    test.clock.advance(60 * minute)
    setBack(30 * minute)
    expect(await submit(test, person.userId, person.code())).toMatchObject({ reason: 'clock_blocked' })
    expect(await eventsOf(test, 'clock.alarm')).toMatchObject([{ details: { milliseconds: 30 * minute } }])
  })

  it('V20 small steps of a time service pass, but cannot add up', async () => {
    const person = await enrolledPerson(test)
    test.clock.advance(10_000)
    setBack(4000)
    expect((await submit(test, person.userId, person.code())).outcome).toBe('accepted')
    setBack(4000)
    expect(await submit(test, person.userId, person.code())).toMatchObject({ reason: 'clock_blocked' })
  })

  it('V20 slewing over a long day is no jump', async () => {
    const person = await enrolledPerson(test)
    for (let hour = 0; hour < 24; hour += 1) {
      test.clock.advance(60 * minute)
      setBack(1500) // 417 ppm
      expect((await test.client.clock.status({})).verdict).toBe('steady')
    }
    expect((await submit(test, person.userId, person.code())).outcome).toBe('accepted')
  })

  it('V20 an operator’s confirmation ends the block and repairs what lies in the future, with the numbers', async () => {
    const person = await enrolledPerson(test)
    const locked = await enrolledPerson(test, 'Oskar Berg')
    // The clock stands a day ahead by mistake while people are served.
    test.clock.setWall(test.clock.now() + 1440 * minute)
    expect((await submit(test, person.userId, person.code())).outcome).toBe('accepted')
    await failTimes(test, locked, 10)
    await test.client.passes.issue({
      userId: person.userId,
      minutes: 60,
      reason: 'Phone at home',
      identityCheck: { kind: 'badge' },
    })
    setBack(1440 * minute)
    expect(await submit(test, person.userId, person.code())).toMatchObject({ reason: 'clock_blocked' })

    const now = test.clock.now()
    const status = await test.client.clock.confirm({ reason: 'Compared with the wall clock' })
    expect(status).toMatchObject({ blocked: false, verdict: 'steady', highestSeen: now, repaired: 4 })
    expect((await eventsOf(test, 'clock.confirmed'))[0]).toMatchObject({
      severity: 'critical',
      reason: 'Compared with the wall clock',
      details: { marks: 1, locks: 2, waits: 0, passes: 1, confirmed: now },
    })
    const detail = await test.client.users.get({ userId: locked.userId })
    expect(detail.lock).toEqual({ until: now + 60 * minute })
    expect((await test.client.users.search({ filter: 'locked' })).users).toMatchObject([
      { userId: locked.userId, lock: { until: now + 60 * minute } },
    ])
    expect((await test.client.users.get({ userId: person.userId })).pass?.expiresAt).toBe(now + 60 * minute)
    // The mark became the current step: it is spent, the next one is not.
    expect(await submit(test, person.userId, person.code())).toMatchObject({ reason: 'already_used' })
    test.clock.advance(30_000)
    expect((await submit(test, person.userId, person.code())).outcome).toBe('accepted')
    test = await test.reopen()
    expect((await test.client.clock.status({})).blocked).toBe(false)
  })

  it('V20 there is nothing to confirm while the clock is right', async () => {
    await expect(test.client.clock.confirm({ reason: 'Just so' })).rejects.toMatchObject({ code: 'clock_not_blocked' })
  })

  it('V20 a confirmation that cannot be written leaves the block', async () => {
    await enrolledPerson(test)
    setBack(10 * minute)
    const { clock, context } = test.desk.open()
    await clock.watch()
    const { transact } = context.vault
    context.vault.transact = () => Promise.reject(new Error('The disk is gone.'))
    await expect(clock.confirm(test.call, { reason: 'Compared' })).rejects.toThrow('The disk is gone')
    context.vault.transact = transact
    expect(clock.status().blocked).toBe(true)
  })
})

describe('what is only noted', () => {
  it('V20 a forward jump, such as waking from sleep, is noted and stands in the rows for a while', async () => {
    const person = await enrolledPerson(test)
    test.clock.setWall(test.clock.now() + 90 * minute)
    expect(await submit(test, person.userId, person.code())).toMatchObject({
      outcome: 'accepted',
      clock: 'jumped_forward',
    })
    expect((await eventsOf(test, 'verification.accepted'))[0]?.details.clock).toBe('jumped_forward')
    expect(await eventsOf(test, 'clock.noted')).toMatchObject([
      { reason: 'jumped_forward', details: { milliseconds: 90 * minute } },
    ])
    test.clock.advance(11 * minute)
    expect(await submit(test, person.userId, person.code())).toMatchObject({ outcome: 'accepted', clock: 'steady' })
  })

  it('V20 a change of the time zone is noted once and blocks nothing', async () => {
    const clock = createTestClock()
    let zone = 'Europe/Stockholm'
    const moving = await openTestDesk({ clock: { ...clock, timeZone: () => zone } })
    try {
      const person = await enrolledPerson(moving)
      zone = 'Europe/Lisbon'
      expect((await submit(moving, person.userId, person.code())).outcome).toBe('accepted')
      moving.clock.advance(30_000)
      expect((await submit(moving, person.userId, person.code())).outcome).toBe('accepted')
      expect(await eventsOf(moving, 'clock.noted')).toMatchObject([
        { reason: 'zone_changed', details: { from: 'Europe/Stockholm', to: 'Europe/Lisbon' } },
      ])
    } finally {
      await moving.end()
    }
  })

  it('the demo’s clock may be moved back: a verdict, no block, and a confirmation repairs', async () => {
    const demo = await openTestDesk({ demo: true, clock: { ...createTestClock(), virtual: true } })
    try {
      const person = await enrolledPerson(demo)
      demo.clock.setWall(demo.clock.now() - 10 * minute)
      expect(await submit(demo, person.userId, person.code())).toMatchObject({ outcome: 'refused' })
      expect(await demo.client.clock.status({})).toMatchObject({
        blocked: false,
        verdict: 'jumped_back',
        virtual: true,
      })
      await demo.client.clock.confirm({ reason: 'Showing the guard' })
      demo.clock.advance(30_000)
      expect((await submit(demo, person.userId, person.code())).outcome).toBe('accepted')
    } finally {
      await demo.end()
    }
  })

  it('V20 time is never taken from the request', async () => {
    const person = await enrolledPerson(test)
    for (const extra of [{ now: 0 }, { at: 0 }, { time: 0 }, { step: 0 }]) {
      const answer = await test.dispatch('verification.submit', { userId: person.userId, code: '123456', ...extra })
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    }
  })
})
