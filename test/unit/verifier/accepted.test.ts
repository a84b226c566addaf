import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTestDesk, type TestDesk } from '../../support/desk'
import { enrolledPerson, eventsOf, submit, wrongCode } from './people'

let test: TestDesk

beforeEach(async () => {
  test = await openTestDesk()
})
afterEach(() => test.end())

const session = { minutes: 30 }
const gone = { sessionId: 'session-live-00000000-0000-4000-8000-000000000000' }

describe('the session of a good code', () => {
  it('V8 starts once, with the totp as its factor, and never for a refusal', async () => {
    const person = await enrolledPerson(test)
    const { userId, totpId } = person
    const { verification, sessions } = test.desk.open()
    const code = person.code()
    for (const typed of [wrongCode(person), 'nonsense', person.recoveryCodes[0] ?? '']) {
      const { outcome, grant } = await verification.authenticate(test.call, { userId, code: typed, session })
      expect([outcome.outcome, grant]).toEqual(['refused', null])
    }
    expect(sessions.openOf(userId)).toEqual([])
    const { outcome, grant } = await verification.authenticate(test.call, { userId, code, session })
    expect(outcome).toMatchObject({ outcome: 'accepted', totpId })
    expect(grant?.session.factors).toMatchObject([{ kind: 'totp', objectId: totpId }])
    const again = await verification.authenticate(test.call, { userId, code, session })
    expect(again).toMatchObject({ outcome: { reason: 'already_used' }, grant: null })
    expect(sessions.openOf(userId)).toHaveLength(1)
  })

  it('V8 is not started where none is asked for', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    const { verification, sessions } = test.desk.open()
    const { grant } = await verification.authenticate(test.call, { userId, code: person.code(), session: {} })
    expect(grant).toBeNull()
    expect(sessions.openOf(userId)).toEqual([])
  })

  it('V9 is written in the same transaction and under the same interaction', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    const { verification, context } = test.desk.open()
    const transact = vi.spyOn(context.vault, 'transact')
    await verification.authenticate(test.call, { userId, code: person.code(), session })
    expect(transact).toHaveBeenCalledOnce()
    const [started, accepted] = await eventsOf(test, 'session.started', 'verification.accepted')
    expect(started?.action).toBe('session.started')
    expect(started?.interaction).toBe(accepted?.interaction)
  })

  it('V9 when it fails the code is neither accepted nor spent, and nothing is written', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    const code = person.code()
    const before = (await eventsOf(test, 'verification.accepted')).length
    const submission = test.desk.open().verification.authenticate(test.call, { userId, code, session: gone })
    await expect(submission).rejects.toMatchObject({ code: 'not_found' })
    expect(await eventsOf(test, 'verification.accepted')).toHaveLength(before)
    expect((await submit(test, userId, code)).outcome).toBe('accepted')
  })
})

describe('the session of a good recovery code', () => {
  it('R3 starts once, with the id of the code, and never for a refusal', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    const { recovery, sessions, context } = test.desk.open()
    const [code = ''] = person.recoveryCodes
    for (const typed of ['nonsense', person.code(), '0000-0000-0000-0000']) {
      const { outcome, grant } = await recovery.authenticate(test.call, { userId, code: typed, session })
      expect([outcome.outcome, grant]).toEqual(['refused', null])
    }
    const { grant } = await recovery.authenticate(test.call, { userId, code, session })
    const again = await recovery.authenticate(test.call, { userId, code, session })
    expect(again).toMatchObject({ outcome: { reason: 'already_used' }, grant: null })
    expect(sessions.openOf(userId)).toHaveLength(1)
    const spent = context.vault.all('select code_id from recovery_codes where spent_at is not null')
    expect(spent).toEqual([{ code_id: grant?.session.factors[0]?.objectId }])
    expect(grant?.session.factors).toMatchObject([{ kind: 'recovery_code' }])
  })

  it('R3 when it fails the code is not consumed, and nothing is written', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    const [code = ''] = person.recoveryCodes
    const redemption = test.desk.open().recovery.authenticate(test.call, { userId, code, session: gone })
    await expect(redemption).rejects.toMatchObject({ code: 'not_found' })
    expect(await eventsOf(test, 'recovery.redeemed')).toEqual([])
    expect(await test.client.recovery.redeem({ userId, code })).toMatchObject({ outcome: 'accepted', left: 9 })
  })
})
