import { describe, expect, it } from 'vitest'
import type { TestDesk } from '../../support/desk'
import { codeOf, desksOfTest, enrolled, mara } from '../../support/desks'

const deskFor = desksOfTest()
const minuteMs = 60_000

const kinds = async ({ client }: TestDesk) =>
  (await client.desk.overview()).needsAttention.map(({ kind, name }) => `${kind} ${name}`.trim())

async function finished(test: TestDesk, name: string, spend: number): Promise<string> {
  const { user, totpId, recoveryCodes } = await enrolled(test, { name, email: `${name}@example.org`.toLowerCase() })
  await test.client.totps.handOver({ totpId })
  for (const code of recoveryCodes.slice(0, spend)) await test.client.recovery.redeem({ userId: user.userId, code })
  return user.userId
}

describe('the overview', () => {
  it('of an empty vault asks for nothing and charts a day of zeros', async () => {
    const { client } = await deskFor()
    const overview = await client.desk.overview()
    expect(overview).toMatchObject({ people: 0, needsAttention: [], recentPeople: [] })
    expect(overview.today).toHaveLength(24)
    expect(overview.today[0]).toEqual({ hour: 0, verified: 0, refused: 0, enrolled: 0 })
  })

  it('names what needs care, most urgent first', async () => {
    const test = await deskFor()
    const { client, clock } = test
    const locked = await finished(test, 'Lo', 0)
    await finished(test, 'Few', 8)
    await finished(test, 'None', 10)
    await finished(test, 'Fine', 6)
    await enrolled(test, { name: 'Half', email: 'half@example.org' })
    const later = await client.users.create({ name: 'Later', email: 'later@example.org' })
    await client.totps.begin({ userId: later.userId, expirationMinutes: 1440 })
    for (let failure = 0; failure < 10; failure += 1) {
      await client.verification.submit({ userId: locked, code: '000000' })
      clock.advance(5 * minuteMs)
    }
    const soon = await client.users.create({ name: 'Soon', email: 'soon@example.org' })
    await client.totps.begin({ userId: soon.userId, expirationMinutes: 30 })
    expect(await kinds(test)).toEqual([
      'locked Lo',
      'pending Soon',
      'unfinished Half',
      'no_codes None',
      'low_codes Few',
      'pending Later',
    ])
    const { needsAttention } = await client.desk.overview()
    expect(needsAttention[0]).toMatchObject({ userId: locked, count: 10, until: expect.any(Number) })
    expect(needsAttention[1]).toMatchObject({ until: clock.now() + 30 * minuteMs })
    expect(needsAttention[4]).toMatchObject({ count: 2 })

    await client.users.update({ userId: soon.userId, changes: { status: 'deactivated' } })
    clock.advance(55 * minuteMs)
    expect(await kinds(test)).not.toContain('pending Soon')
    expect(await kinds(test)).not.toContain('locked Lo')

    clock.setWall(clock.now() - 30 * minuteMs)
    expect((await kinds(test))[0]).toBe('clock')
  })

  it('charts the hours of the local day, and starts anew at local midnight', async () => {
    const test = await deskFor()
    const { client, clock } = test
    const { user, uri } = await enrolled(test)
    clock.advance(90 * minuteMs)
    await client.verification.submit({ userId: user.userId, code: codeOf(uri, clock.now()) })
    await client.verification.submit({ userId: user.userId, code: codeOf(uri, clock.now()) })
    const { today } = await client.desk.overview()
    // 10:00 and 11:30 UTC are 11:00 and 12:30 an hour to the east.
    expect(today[11]).toEqual({ hour: 11, verified: 1, refused: 0, enrolled: 1 })
    expect(today[12]).toEqual({ hour: 12, verified: 1, refused: 1, enrolled: 0 })
    clock.advance(Date.UTC(2026, 10, 22, 23, 0) - clock.now())
    expect((await client.desk.overview()).today.every(({ verified }) => verified === 0)).toBe(true)
  })

  it('lists the people the operator saw lately, latest first, each once and only while they are here', async () => {
    const test = await deskFor()
    const { client, clock } = test
    const a = await client.users.create(mara)
    clock.advance(1000)
    const b = await client.users.create({ name: 'Tomas', email: 'tomas@example.org' })
    const gone = await client.users.create({ name: 'Gone', email: 'gone@example.org' })
    await client.users.remove({ userId: gone.userId })
    clock.advance(1000)
    await client.users.update({ userId: a.userId, changes: { notes: 'seen' } })
    expect((await client.desk.overview()).recentPeople).toEqual([
      { userId: a.userId, name: mara.name, at: clock.now() },
      { userId: b.userId, name: 'Tomas', at: clock.now() - 1000 },
    ])
  })
})
