import { beforeAll, describe, expect, test } from 'vitest'
import type { ProcedureName } from '../../shared/contract/contract'
import type { VerificationOutcome } from '../../shared/model/verification'
import type { Host } from '../support/host'
import { activate, enroll, hostsOfFile, withVault } from '../support/hosts'

const start = hostsOfFile()
let host: Host

beforeAll(async () => {
  host = await withVault(await start())
})

/** Sends one input n times at once, and tells how each was answered. */
async function atOnce(n: number, name: ProcedureName, input: unknown): Promise<VerificationOutcome['outcome'][]> {
  const answers = await Promise.all(Array.from({ length: n }, () => host.invoke(name, input)))
  return answers.map((answer) => {
    if (!answer.ok) throw new Error(`${name} was refused with ${answer.error.code}`)
    return (answer.value as VerificationOutcome).outcome
  })
}

const accepted = (outcomes: readonly string[]) => outcomes.filter((outcome) => outcome === 'accepted').length

/** What the audit log says happened to a person. */
async function rowsOf(userId: string, action: 'verification.accepted' | 'recovery.redeemed' | 'pass.redeemed') {
  const { matched } = await host.client.audit.list({ filter: { subjectUserId: userId, actions: [action] } })
  return matched
}

describe('64 at once through the running host', () => {
  const rounds = Array.from({ length: 20 }, (_, index) => index + 1)

  test('V8 of 64 parallel submissions of one good code exactly one is accepted, 20 times', async () => {
    for (const round of rounds) {
      const person = await enroll(host, `Code ${round}`)
      const outcomes = await atOnce(64, 'verification.submit', { userId: person.userId, code: person.code() })
      expect([round, accepted(outcomes)]).toEqual([round, 1])
      expect(await rowsOf(person.userId, 'verification.accepted')).toBe(1)
    }
  })

  test('R3 of 64 parallel redemptions of one recovery code exactly one is accepted, 20 times', async () => {
    for (const round of rounds) {
      const { userId, recoveryCodes } = await activate(host, `Recovery ${round}`)
      const code = recoveryCodes[round % 10]
      const outcomes = await atOnce(64, 'recovery.redeem', { userId, code })
      expect([round, accepted(outcomes)]).toEqual([round, 1])
      expect(await rowsOf(userId, 'recovery.redeemed')).toBe(1)
      expect((await host.client.users.get({ userId })).recovery).toMatchObject({ left: 9 })
    }
  })

  test('R10 of 64 parallel redemptions of one temporary pass exactly one is accepted, 20 times', async () => {
    for (const round of rounds) {
      const { userId } = await host.client.users.create({ name: `Pass ${round}`, email: `pass.${round}@example.org` })
      const reason = 'phone left at home'
      const { pass } = await host.client.passes.issue({ userId, minutes: 60, reason, identityCheck: { kind: 'badge' } })
      const outcomes = await atOnce(64, 'passes.redeem', { userId, code: pass })
      expect([round, accepted(outcomes)]).toEqual([round, 1])
      expect(await rowsOf(userId, 'pass.redeemed')).toBe(1)
    }
  })
})

test('V8 two verifications of one good code, sent at the same time, give exactly one acceptance', async () => {
  for (let round = 1; round <= 10; round += 1) {
    const person = await enroll(host, `Two ${round}`)
    const outcomes = await atOnce(2, 'verification.submit', { userId: person.userId, code: person.code() })
    expect(outcomes.sort()).toEqual(['accepted', 'refused'])
  }
})

test('V13 parallel attempts share one counter: of 64 wrong ones no more are evaluated than the lock allows', async () => {
  const person = await activate(host, 'Guessed')
  const wrong = (Number(person.code()) + 1).toString().padStart(6, '0').slice(-6)
  const outcomes = await atOnce(64, 'verification.submit', { userId: person.userId, code: wrong })
  expect(accepted(outcomes)).toBe(0)
  const { codeThrottle } = await host.client.users.get({ userId: person.userId })
  // The fifth failure brings the first wait, and while it lasts nothing is evaluated or counted.
  expect(codeThrottle.failures).toBe(5)
  const { matched } = await host.client.audit.list({
    filter: { subjectUserId: person.userId, actions: ['verification.refused'], outcomes: ['fail'] },
  })
  expect(matched).toBe(5)
})
