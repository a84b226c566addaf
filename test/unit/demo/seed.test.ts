import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEventSchema } from '../../../shared/model/audit'
import { testStart } from '../../support/desk'
import { openTestDemo, type TestDemo } from './demo-desk'

let demo: TestDemo
beforeAll(async () => {
  demo = await openTestDemo()
})
afterAll(() => demo.end())

const get = async (name: string) => demo.client.users.get({ userId: (await demo.person(name)).userId })

describe('the people of a demo', () => {
  it('are 25, in every state that the people screen can filter', async () => {
    const { total, counts } = await demo.client.users.search({})
    expect(total).toBe(25)
    expect(counts).toEqual({
      all: 25,
      enrolled: 16,
      not_enrolled: 6,
      pending: 2,
      locked: 1,
      low_codes: 3,
      deactivated: 1,
    })
  })

  it('work at a made-up company, and have names as the world writes them', async () => {
    const { users } = await demo.client.users.search({ limit: 100 })
    expect(users.every((user) => user.email?.endsWith('@northwind.example'))).toBe(true)
    expect(users.every((user) => user.externalId?.startsWith('NW-'))).toBe(true)
    expect(users.filter((user) => /[^\u0000-\u007f]/.test(user.name)).length).toBeGreaterThan(10)
  })

  it('have a pending enrollment about to expire and a fresh one', async () => {
    const minutesLeft = async (name: string) => (((await demo.person(name)).expiresAt ?? 0) - testStart) / 60_000
    expect(await minutesLeft('huong')).toBeCloseTo(12, 0)
    expect(await minutesLeft('ravi')).toBeGreaterThan(23 * 60)
  })

  it('have expired ones, tried and not tried since, and people without any', async () => {
    for (const name of ['ковальчук', 'حداد']) expect(await demo.person(name)).toMatchObject({ enrollment: 'expired' })
    for (const name of ['samuel', 'camila', 'giulia'])
      expect(await demo.person(name)).toMatchObject({ enrollment: 'none' })
  })

  it('have drifts known from several codes, and one phone that has gone far off since', async () => {
    const { drift } = await get('adebayo')
    expect(drift?.samples).toBeGreaterThan(3)
    expect(drift?.minSeconds).toBeLessThanOrEqual(25)
    expect(drift?.maxSeconds).toBeGreaterThanOrEqual(25)
    expect((await get('siobhan')).codeThrottle.failures).toBe(2)
    expect(await demo.phone('siobhan')).toMatchObject({ driftSeconds: 95 })
  })

  it('have one locked and one waiting', async () => {
    expect((await get('mehmet')).lock?.until).toBeGreaterThan(testStart)
    const { codeThrottle, lock } = await get('thabo')
    expect(codeThrottle.failures).toBe(9)
    expect(codeThrottle.waitUntil).toBeGreaterThan(testStart)
    expect(lock).toBeNull()
  })

  it('have few recovery codes, none, an enrollment never finished, and a temporary pass', async () => {
    expect(await get('ingrid')).toMatchObject({ recovery: { left: 2, total: 10 } })
    expect(await get('fatoumata')).toMatchObject({ enrollment: 'active', recovery: null })
    expect((await get('aroha')).totp).toMatchObject({ status: 'active', verifiedAgainAt: null, handedOverAt: null })
    expect((await get('zoe')).pass).toMatchObject({ reason: 'Left the phone at home' })
    const { needsAttention } = await demo.client.desk.overview()
    expect(new Set(needsAttention.map((care) => care.kind))).toEqual(
      new Set(['locked', 'pending', 'unfinished', 'no_codes', 'low_codes']),
    )
  })

  it('have one deactivated, one revoked, and one with a new phone', async () => {
    expect(await get('noor')).toMatchObject({ status: 'deactivated' })
    expect((await get('김서연')).totp).toMatchObject({ status: 'revoked' })
    expect((await get('chloe')).totp).toMatchObject({ status: 'active', label: 'iPhone 17' })
    const { matched } = await demo.client.audit.list({ filter: { actions: ['totp.replaced'] } })
    expect(matched).toBe(1)
  })

  it('have sessions that are open, expired and revoked', async () => {
    const count = async (state: 'open' | 'expired' | 'revoked') =>
      (await demo.client.sessions.list({ state, limit: 500 })).sessions.length
    expect(await count('open')).toBe(2)
    expect(await count('expired')).toBeGreaterThan(5)
    expect(await count('revoked')).toBe(1)
  })

  it('are named for the guided tour', async () => {
    const { people, passphrase, recoveryCode } = await demo.client.demo.status()
    const stateOf = async (userId: string | null) => demo.client.users.get({ userId: userId ?? '' })
    expect(await stateOf(people.enroll)).toMatchObject({ enrollment: 'none' })
    expect(await stateOf(people.verify)).toMatchObject({ enrollment: 'active', lock: null })
    expect(await stateOf(people.recovery)).toMatchObject({ recovery: { left: 2 } })
    expect((await stateOf(people.locked)).lock).not.toBeNull()
    expect(recoveryCode).not.toBeNull()
    expect(passphrase.length).toBeGreaterThanOrEqual(12)
  })
})

describe('what has happened in a demo', () => {
  const lines = () =>
    demo.desk
      .open()
      .context.vault.all<{ line: string }>('select line from audit_events order by seq')
      .map((row) => row.line)

  it('is in the audit log without a hole, in the order of time, over three weeks until now', () => {
    const events = lines().map((line) => auditEventSchema.parse(JSON.parse(line)))
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1))
    const times = events.map((event) => Date.parse(event.time))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect((testStart - (times[0] ?? 0)) / 86_400_000).toBeGreaterThan(18)
    expect(times.at(-1)).toBeLessThanOrEqual(testStart)
    expect(testStart - (times.at(-1) ?? 0)).toBeLessThan(60_000)
    expect(new Set(events.flatMap((event) => (event.operator ? [event.operator.name] : [])))).toEqual(
      new Set(['Amina Okafor']),
    )
  })

  it('has no jump of the clock in it', async () => {
    const { matched } = await demo.client.audit.list({ filter: { actions: ['clock.noted', 'clock.alarm'] } })
    expect(matched).toBe(0)
    expect(await demo.client.clock.status()).toMatchObject({ now: testStart, verdict: 'steady', virtual: true })
  })

  it('is under the root of its tree, worked out anew', async () => {
    const { tree } = await demo.client.audit.list({})
    const all = lines()
    expect(tree).toEqual({ size: all.length, root: naiveRoot(all).toString('hex') })
  })

  it('fills the hours of today that have been', async () => {
    const { today } = await demo.client.desk.overview()
    expect(today.filter((hour) => hour.verified > 0).length).toBeGreaterThan(4)
    expect(today.filter((hour) => hour.hour > 11).every((hour) => hour.verified + hour.refused === 0)).toBe(true)
  })
})

describe('a demo', () => {
  it.each([
    ['just after midnight', Date.UTC(2026, 10, 22, 23, 1)],
    ['late at night', Date.UTC(2026, 10, 23, 22, 59)],
    ['on a Monday', Date.UTC(2026, 10, 23, 9, 0)],
    ['after a change of summer time', Date.UTC(2026, 9, 26, 9, 0)],
  ])('can be started %s', async (_when, start) => {
    const other = await openTestDemo(start)
    try {
      expect((await other.client.users.search({})).total).toBe(25)
      expect(other.defects).toEqual([])
    } finally {
      await other.end()
    }
  })

  it('says that it is one: status, ids, exported files', async () => {
    expect(await demo.client.vault.status()).toMatchObject({ demo: true, state: 'unlocked' })
    expect((await demo.person('mara')).userId).toMatch(/^user-test-/)
    const ticket = await demo.client.audit.export({ format: 'csv' })
    expect(ticket).toMatchObject({ demo: true, fileName: 'audit-DEMO-2026-11-22.csv' })
  })
})

/** RFC 6962 section 2.1, as it is written there. */
function naiveRoot(leaves: readonly string[]): Buffer {
  const sha256 = (...parts: (string | Uint8Array)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
  const [first] = leaves
  if (first === undefined) return sha256()
  if (leaves.length === 1) return sha256(Uint8Array.of(0), first)
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return sha256(Uint8Array.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}
