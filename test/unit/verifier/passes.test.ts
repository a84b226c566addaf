import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../support/desk'
import { type Enrolled, enrolledPerson, eventsOf, newUser, submit } from './people'

let test: TestDesk
let person: Enrolled

beforeEach(async () => {
  test = await openTestDesk()
  person = await enrolledPerson(test)
})
afterEach(() => test.end())

const issue = (minutes = 60, userId = person.userId) =>
  test.client.passes.issue({
    userId,
    minutes,
    reason: 'Phone left at home',
    identityCheck: { kind: 'badge', reference: 'B-1207' },
  })
const redeem = (code: string) => test.client.passes.redeem({ userId: person.userId, code })

describe('temporary passes', () => {
  it('R10 a pass works once', async () => {
    const { pass } = await issue()
    expect(await redeem(pass.toLowerCase().replaceAll('-', ' '))).toEqual({
      outcome: 'accepted',
      at: test.clock.now(),
    })
    expect(await redeem(pass)).toEqual({ outcome: 'refused', reason: 'no_pass' })
  })

  it('R10 of 64 parallel tries exactly one succeeds', async () => {
    const { pass } = await issue()
    const answers = await Promise.all(Array.from({ length: 64 }, () => redeem(pass)))
    expect(answers.filter((answer) => answer.outcome === 'accepted')).toHaveLength(1)
  })

  it('R10 it lasts from 5 minutes to 24 hours, to the millisecond', async () => {
    for (const minutes of [4, 1441, 7.5]) await expect(issue(minutes)).rejects.toMatchObject({ code: 'invalid_input' })
    await issue(1440)
    const { pass, expiresAt } = await issue(5)
    expect(expiresAt).toBe(test.clock.now() + 300_000)
    test.clock.advance(300_000)
    expect(await redeem(pass)).toEqual({ outcome: 'refused', reason: 'no_pass' })
    expect((await test.client.users.get({ userId: person.userId })).pass).toBeNull()
    const { pass: second } = await issue(5)
    test.clock.advance(299_999)
    expect((await redeem(second)).outcome).toBe('accepted')
  })

  it('R10 a new one replaces the one before', async () => {
    const first = await issue()
    const second = await issue()
    expect(await redeem(first.pass)).toMatchObject({ reason: 'wrong_code', failures: 1 })
    expect((await redeem(second.pass)).outcome).toBe('accepted')
    expect((await eventsOf(test, 'pass.revoked'))[0]).toMatchObject({ object: first.passId, reason: 'replaced' })
  })

  it('R10 R9 reason and identity check are recorded, the pass itself is kept as a salted hash only', async () => {
    const { pass, passId } = await issue()
    expect((await eventsOf(test, 'pass.issued'))[0]).toMatchObject({
      object: passId,
      reason: 'Phone left at home',
      details: { minutes: 60, identityCheck: 'badge', identityReference: 'B-1207' },
    })
    const { vault } = test.desk.open().context
    expect(vault.get<{ hash: string }>('select hash from passes')?.hash).toMatch(/^scrypt\$/)
    const tables = vault.all<{ name: string }>("select name from sqlite_master where type = 'table'")
    const everything = JSON.stringify(tables.map(({ name }) => vault.all(`select * from ${name}`)))
    expect(everything).not.toContain(pass)
    expect(everything).not.toContain(pass.replaceAll('-', ''))
  })

  it('R10 a revoked pass is dead; without one there is nothing to revoke', async () => {
    const { userId } = person
    const { pass } = await issue()
    await test.client.passes.revoke({ userId })
    expect(await redeem(pass)).toMatchObject({ reason: 'no_pass' })
    await expect(test.client.passes.revoke({ userId })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('R10 it survives a restart, and so does its use', async () => {
    const { pass } = await issue()
    test = await test.reopen()
    expect((await redeem(pass)).outcome).toBe('accepted')
    test = await test.reopen()
    expect(await redeem(pass)).toMatchObject({ reason: 'no_pass' })
  })

  it('R4 failures count on a counter of the pass alone, which a new pass does not reset', async () => {
    for (let i = 0; i < 10; i += 1) {
      await issue()
      const answer = await redeem('ZZZZZ-ZZZZZ-ZZZZZ')
      expect(answer).toMatchObject({ outcome: 'refused', reason: 'wrong_code', failures: i + 1 })
      if (answer.outcome === 'refused' && i < 9) test.clock.advance((answer.retryAfterSeconds ?? 0) * 1000)
    }
    const { pass } = await issue()
    expect(await redeem(pass)).toMatchObject({ reason: 'locked' })
    expect((await submit(test, person.userId, person.code())).outcome).toBe('accepted')
    await test.client.users.unlock({ userId: person.userId, reason: 'Known in person' })
    expect((await redeem(pass)).outcome).toBe('accepted')
  })

  it('R11 what belongs in another box is named, not consumed and not counted', async () => {
    await issue()
    const code = person.code()
    const [recoveryCode = ''] = person.recoveryCodes
    expect(await redeem(code)).toMatchObject({ reason: 'totp_code_in_recovery_box' })
    expect(await redeem(recoveryCode)).toMatchObject({ reason: 'recovery_code_in_code_box' })
    expect(await redeem('what')).toMatchObject({ reason: 'malformed' })
    expect((await submit(test, person.userId, code)).outcome).toBe('accepted')
    expect((await test.client.recovery.redeem({ userId: person.userId, code: recoveryCode })).outcome).toBe('accepted')
  })

  it('R10 a deactivated person gets none', async () => {
    const userId = await newUser(test)
    await test.client.users.update({ userId, changes: { status: 'deactivated' } })
    await expect(issue(60, userId)).rejects.toMatchObject({ code: 'user_deactivated' })
  })
})
