import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestDemo, type TestDemo } from './demo-desk'

let demo: TestDemo
beforeEach(async () => {
  demo = await openTestDemo()
})
afterEach(async () => {
  expect(demo.defects).toEqual([])
  await demo.end()
})

const minute = 60_000
const submit = async (name: string, code?: string) => {
  const phone = await demo.phone(name)
  return demo.client.verification.submit({ userId: phone.userId, code: code ?? phone.code })
}

describe('a virtual phone', () => {
  // Half way through a step of 30 s, so that a drift of 45 s behind and 44 s ahead is one step away.
  beforeEach(() => demo.machine.advance(15_000))

  it('is accepted while its clock is off by no more than a step, and the desk learns by how much', async () => {
    const { userId } = await demo.person('mara')
    for (const driftSeconds of [-45, -29, 0, 29, 44]) {
      const { code } = await demo.client.demo.setDrift({ userId, driftSeconds })
      const outcome = await submit('mara', code)
      expect(outcome, `${driftSeconds} s`).toMatchObject({ outcome: 'accepted' })
      if (outcome.outcome === 'accepted' && outcome.drift?.samples === 1) {
        expect(outcome.drift.minSeconds).toBeLessThanOrEqual(-driftSeconds)
        expect(outcome.drift.maxSeconds).toBeGreaterThanOrEqual(-driftSeconds)
      }
      demo.machine.advance(120_000)
    }
  })

  it('is refused outside, whatever it shows', async () => {
    const { userId } = await demo.person('mara')
    for (const driftSeconds of [-600, -46, 45, 600]) {
      const { code } = await demo.client.demo.setDrift({ userId, driftSeconds })
      expect(await submit('mara', code), `${driftSeconds} s`).toMatchObject({ reason: 'wrong_code' })
    }
    expect(await demo.dispatch('demo.setDrift', { userId, driftSeconds: 601 })).toMatchObject({
      error: { code: 'invalid_input' },
    })
  })

  it('shows the next code when it says', async () => {
    const before = await demo.phone('jose')
    demo.machine.advance(before.nextAt - 1 - demo.machine.now())
    expect((await demo.phone('jose')).code).toBe(before.code)
    demo.machine.advance(1)
    const after = await demo.phone('jose')
    expect(after.code).not.toBe(before.code)
    expect(after.nextAt).toBe(before.nextAt + 30_000)
  })

  it('is there once the QR was shown, and not before', async () => {
    const { userId } = await demo.person('samuel')
    const has = async () => (await demo.client.demo.phones()).phones.some((phone) => phone.userId === userId)
    const { totpId } = await demo.client.totps.begin({ userId })
    expect(await has()).toBe(false)
    await demo.client.totps.reveal({ totpId, side: 'person' })
    expect(await has()).toBe(true)
    expect(await submit('samuel')).toMatchObject({ outcome: 'accepted', activated: true })
  })

  it('forgets a secret that was replaced, and keeps its drift for the new one', async () => {
    const { userId } = await demo.person('jose')
    const before = await demo.phone('jose')
    await demo.client.totps.enroll({ userId, replaceActive: true, situation: 'other' })
    const after = await demo.phone('jose')
    expect(after).toMatchObject({ status: 'pending', driftSeconds: -12 })
    expect(after.code).not.toBe(before.code)
  })

  it('is nobody’s who has none: not enrolled, revoked', async () => {
    const { phones } = await demo.client.demo.phones()
    for (const name of ['camila', '김서연']) {
      const { userId } = await demo.person(name)
      expect(phones.map((phone) => phone.userId)).not.toContain(userId)
      expect(await demo.dispatch('demo.setDrift', { userId, driftSeconds: 1 })).toMatchObject({
        error: { code: 'not_found' },
      })
    }
  })
})

describe('the clock', () => {
  it('moves a code out of the window and into it again', async () => {
    const { code } = await demo.phone('mara')
    await demo.client.demo.setClock({ offsetMs: 2 * minute })
    expect(await submit('mara', code)).toMatchObject({ outcome: 'refused', reason: 'wrong_code' })
    await demo.client.demo.setClock({ offsetMs: 0 })
    expect(await submit('mara', code)).toMatchObject({ outcome: 'accepted' })
  })

  it('is told to the screens, never blocks, and can be set right again', async () => {
    const heard: unknown[] = []
    demo.desk.subscribe((name, payload) => {
      if (name === 'clock.changed') heard.push(payload)
    })
    const moved = await demo.client.demo.setClock({ offsetMs: -90 * minute })
    expect(moved).toMatchObject({ now: demo.machine.now() - 90 * minute, blocked: false, verdict: 'jumped_back' })
    expect(heard.at(-1)).toEqual(moved)
    expect((await demo.client.demo.status()).offsetMs).toBe(-90 * minute)
    expect(await demo.client.demo.setClock({ offsetMs: 0 })).toMatchObject({ verdict: 'jumped_forward' })
    expect(await submit('mara')).toMatchObject({ outcome: 'accepted' })
  })

  it('goes no further than two hours either way', async () => {
    for (const offsetMs of [120 * minute + 1, -120 * minute - 1, 0.5]) {
      expect(await demo.dispatch('demo.setClock', { offsetMs })).toMatchObject({ error: { code: 'invalid_input' } })
    }
  })
})

describe('the attacker', () => {
  const outline = (tries: Awaited<ReturnType<TestDemo['attack']>>) =>
    tries.map(({ outcome, reason }) => reason ?? outcome)

  it('replays a code that was accepted, and the one before it, in vain', async () => {
    const { userId } = await demo.person('mara')
    const tries = await demo.attack('replay', userId)
    expect(outline(tries)).toEqual(['accepted', 'already_used', 'already_used'])
    expect(tries.map((each) => each.expected)).toEqual([true, false, false])
    expect(tries.map(({ n, of, done }) => [n, of, done])).toEqual([
      [1, 3, false],
      [2, 3, false],
      [3, 3, true],
    ])
  })

  it('waits for the next code when the one shown is spent', async () => {
    expect(await submit('mara')).toMatchObject({ outcome: 'accepted' })
    const { userId } = await demo.person('mara')
    expect(outline(await demo.attack('replay', userId))[0]).toBe('accepted')
  })

  it('submits one code ten times at once, of which one is accepted', async () => {
    const { userId } = await demo.person('山田')
    const tries = await demo.attack('race', userId)
    expect(tries).toHaveLength(10)
    expect(tries.filter((each) => each.outcome === 'accepted')).toHaveLength(1)
    expect(tries.filter((each) => each.expected)).toHaveLength(1)
    expect(new Set(outline(tries))).toEqual(new Set(['accepted', 'already_used', 'throttled']))
    expect(tries.filter((each) => each.done)).toHaveLength(1)
  })

  it('guesses until the waits and then the lock stop it', async () => {
    const { userId } = await demo.person('mara')
    const tries = await demo.attack('brute_force', userId)
    const wait = ['wrong_code', 'throttled']
    const first = ['wrong_code', 'wrong_code', 'wrong_code', 'wrong_code']
    expect(outline(tries)).toEqual([...first, ...wait, ...wait, ...wait, ...wait, ...wait, 'wrong_code', 'locked'])
    expect(tries.every((each) => each.of === tries.length && !each.expected)).toBe(true)
    expect((await demo.client.users.get({ userId })).lock).not.toBeNull()
    // The waits were skipped, not broken: the demo's time has gone on by them.
    expect((await demo.client.demo.status()).offsetMs).toBe(135_000)
    expect(await demo.client.clock.status()).toMatchObject({ verdict: 'steady' })
  })

  it('goes through the desk like any call of the API', async () => {
    const { userId } = await demo.person('mara')
    const tries = await demo.attack('replay', userId)
    const { events } = await demo.client.audit.list({ filter: { subjectUserId: userId, channels: ['api'] }, limit: 3 })
    expect(events.map((event) => event.action)).toEqual([
      'verification.refused',
      'verification.refused',
      'verification.accepted',
    ])
    expect(events.every((event) => event.request?.startsWith('request-id-test-'))).toBe(true)
    expect(tries.map((each) => each.what).join()).toContain('Mara Lindqvist')
  })

  it('attacks one person at a time, and nobody without a working authenticator', async () => {
    const { userId } = await demo.person('mara')
    await demo.client.demo.attack({ kind: 'replay', userId })
    expect(await demo.dispatch('demo.attack', { kind: 'race', userId })).toMatchObject({
      error: { code: 'too_many_requests' },
    })
    await demo.client.vault.lock()
    const { passphrase, attackId } = await demo.client.demo.status()
    expect(attackId).toBeNull()
    await demo.client.vault.unlock({ passphrase })
    for (const [name, code] of [
      ['samuel', 'not_found'],
      ['ravi', 'totp_not_active'],
    ] as const) {
      const person = await demo.person(name)
      expect(await demo.dispatch('demo.attack', { kind: 'replay', userId: person.userId })).toMatchObject({
        error: { code },
      })
    }
  })

  it('ends when the person is gone, and says so', async () => {
    const { userId } = await demo.person('mara')
    const ending = demo.attack('brute_force', userId)
    await demo.client.users.remove({ userId })
    const tries = await ending
    expect(tries.at(-1)).toMatchObject({ outcome: 'refused', reason: 'not_found', expected: false, done: true })
    expect((await demo.client.demo.status()).attackId).toBeNull()
  })

  it('stops at the lock of the vault', async () => {
    const tries: unknown[] = []
    demo.desk.subscribe((name) => {
      if (name === 'demo.attempt') tries.push(name)
    })
    const { userId } = await demo.person('mara')
    await demo.client.demo.attack({ kind: 'brute_force', userId })
    await demo.client.vault.lock()
    const atLock = tries.length
    const { passphrase } = await demo.client.demo.status()
    await demo.client.vault.unlock({ passphrase })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(tries).toHaveLength(atLock)
  })
})

describe('a locked demo', () => {
  it('tells its passphrase and names nobody; phones show nothing', async () => {
    await demo.client.vault.lock()
    expect(await demo.client.demo.status()).toMatchObject({
      people: { enroll: null, verify: null, recovery: null, locked: null },
      recoveryCode: null,
    })
    expect(await demo.dispatch('demo.phones')).toMatchObject({ error: { code: 'vault_locked' } })
  })
})
