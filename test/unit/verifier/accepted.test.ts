import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTestDesk, type TestDesk } from '../../support/desk'
import { enrolledPerson, eventsOf, submit, wrongCode } from './people'

let test: TestDesk

beforeEach(async () => {
  test = await openTestDesk()
})
afterEach(() => test.end())

describe('what follows from a good code', () => {
  it('V8 runs once, with the outcome, and never for a refusal', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    const { verification } = test.desk.open()
    const accepted = vi.fn()
    const code = person.code()
    for (const typed of [wrongCode(person), 'nonsense', person.recoveryCodes[0] ?? '']) {
      await verification.submit(test.call, { userId, code: typed, accepted })
    }
    expect(accepted).not.toHaveBeenCalled()
    const outcome = await verification.submit(test.call, { userId, code, accepted })
    await verification.submit(test.call, { userId, code, accepted })
    expect(accepted).toHaveBeenCalledOnce()
    expect(accepted.mock.calls[0]?.[2]).toEqual(outcome)
  })

  it('V9 is written in the same transaction and under the same interaction', async () => {
    const person = await enrolledPerson(test)
    const { verification, context } = test.desk.open()
    const transact = vi.spyOn(context.vault, 'transact')
    const subject = { id: person.userId, name: 'Mara Lind' }
    await verification.submit(test.call, {
      userId: person.userId,
      code: person.code(),
      accepted: (_tx, record) => record({ action: 'session.started', subject }),
    })
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
    const fail = () => {
      throw new Error('No session.')
    }
    const submission = test.desk.open().verification.submit(test.call, { userId, code, accepted: fail })
    await expect(submission).rejects.toThrow('No session.')
    expect(await eventsOf(test, 'verification.accepted')).toHaveLength(before)
    expect((await submit(test, userId, code)).outcome).toBe('accepted')
  })
})

describe('what follows from a good recovery code', () => {
  it('R3 runs once, with the id of the code, and never for a refusal', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    const { recovery, context } = test.desk.open()
    const accepted = vi.fn()
    const [code = ''] = person.recoveryCodes
    for (const typed of ['nonsense', person.code(), '0000-0000-0000-0000']) {
      await recovery.redeem(test.call, { userId, code: typed, accepted })
    }
    expect(accepted).not.toHaveBeenCalled()
    await recovery.redeem(test.call, { userId, code, accepted })
    await recovery.redeem(test.call, { userId, code, accepted })
    expect(accepted).toHaveBeenCalledOnce()
    const spent = context.vault.all('select code_id from recovery_codes where spent_at is not null')
    expect(spent).toEqual([{ code_id: accepted.mock.calls[0]?.[2] }])
  })

  it('R3 when it fails the code is not consumed, and nothing is written', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    const [code = ''] = person.recoveryCodes
    const fail = () => {
      throw new Error('No session.')
    }
    const redemption = test.desk.open().recovery.redeem(test.call, { userId, code, accepted: fail })
    await expect(redemption).rejects.toThrow('No session.')
    expect(await eventsOf(test, 'recovery.redeemed')).toEqual([])
    expect(await test.client.recovery.redeem({ userId, code })).toMatchObject({ outcome: 'accepted', left: 9 })
  })
})
