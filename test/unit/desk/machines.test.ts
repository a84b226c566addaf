import { describe, expect, it } from 'vitest'
import { createTestClock, openTestDesk, type TestDesk, testPassphrase, testStart } from '../../support/desk'
import { desksOfTest, enrolled } from '../../support/desks'

const deskFor = desksOfTest()
const minute = 60_000

/** The same vault on another computer, whose clock stands elsewhere; the desk before is closed. */
async function openOn(before: TestDesk, computer: string, clockAt: number): Promise<TestDesk> {
  await before.desk.close()
  const clock = createTestClock(clockAt)
  const test = await openTestDesk({ folder: before.folder, create: false, clock, computer })
  await test.client.vault.unlock({ passphrase: testPassphrase })
  return test
}

const blocked = async (test: TestDesk) => (await test.client.clock.status()).blocked
const machinesIn = async (test: TestDesk) => [
  ...new Set((await test.client.audit.list({ limit: 500 })).events.map((event) => event.machine)),
]

describe('two computers on one vault', () => {
  it('a clock that is fast on one blocks nobody on the other, and keeps its own mark', async () => {
    const fast = await deskFor({ computer: 'fast', clock: createTestClock(testStart + minute) })
    await enrolled(fast)
    const right = await openOn(fast, 'right', testStart + 10_000)
    expect(await blocked(right)).toBe(false)
    expect((await right.client.clock.status()).highestSeen).toBe(testStart + 10_000)
    await right.client.settings.update({ issuer: 'Right' })
    const fastAgain = await openOn(right, 'fast', testStart + minute + 20_000)
    expect(await blocked(fastAgain)).toBe(false)
    const rightAgain = await openOn(fastAgain, 'right', testStart + 40_000)
    expect(await blocked(rightAgain)).toBe(false)
    await rightAgain.desk.close()
  })

  it('each is still held against what it has seen itself', async () => {
    const first = await deskFor({ computer: 'first' })
    const second = await openOn(first, 'second', testStart + minute)
    const back = await openOn(second, 'first', testStart - minute)
    expect(await blocked(back)).toBe(true)
    const alsoBack = await openOn(back, 'second', testStart)
    expect(await blocked(alsoBack)).toBe(true)
    await alsoBack.desk.close()
  })

  it('a block on one is not lifted on it by work on the other', async () => {
    const first = await deskFor({ computer: 'first' })
    const second = await openOn(first, 'second', testStart + minute)
    const back = await openOn(second, 'first', testStart - minute)
    await back.client.users.create({ name: 'Mara', email: 'mara@example.org' })
    const work = await openOn(back, 'second', testStart + 2 * minute)
    await work.client.users.create({ name: 'Tomas', email: 'tomas@example.org' })
    expect(await blocked(work)).toBe(false)
    const still = await openOn(work, 'first', testStart - minute / 2)
    expect(await blocked(still)).toBe(true)
    await still.client.clock.confirm({ reason: 'Compared' })
    expect(await blocked(await openOn(still, 'first', testStart))).toBe(false)
  })

  it('one that the vault does not know may differ by minutes, not by an hour', async () => {
    const first = await deskFor({ computer: 'first' })
    const near = await openOn(first, 'near', testStart - 4 * minute)
    expect(await blocked(near)).toBe(false)
    const far = await openOn(near, 'far', testStart - 60 * minute)
    expect(await blocked(far)).toBe(true)
    await far.desk.close()
  })

  it('their acts carry the id of the machine they were made on, the same at every opening', async () => {
    const first = await deskFor({ computer: 'first' })
    const [own] = await machinesIn(first)
    expect(own).toMatch(/^machine-live-/)
    expect(await machinesIn(first)).toEqual([own])
    const second = await openOn(first, 'second', testStart + minute)
    expect(await machinesIn(second)).toHaveLength(2)
    const again = await openOn(second, 'first', testStart + 2 * minute)
    const { events } = await again.client.audit.list({ limit: 1 })
    expect(events.map((event) => event.machine)).toEqual([own])
    await again.desk.close()
  })
})
