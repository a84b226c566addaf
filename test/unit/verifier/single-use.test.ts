import { cp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isOfLock } from '../../../electron/vault/file-names'
import { openTestDesk, type TestDesk } from '../../support/desk'
import { begin, enrolledPerson, eventsOf, newUser, submit } from './people'

let test: TestDesk

beforeEach(async () => {
  test = await openTestDesk()
})
afterEach(() => test.end())

describe('the window through the desk', () => {
  it.each([-1, 0, 1])('V4 the code of step %i is accepted and its offset named', async (offset) => {
    const person = await enrolledPerson(test)
    test.clock.advance(300_000)
    const answer = await submit(test, person.userId, person.code(-offset * 30))
    expect(answer).toMatchObject({ outcome: 'accepted', offset, activated: false, verifiedAgain: false })
  })

  it.each([-2, 2])('V4 the code of step %i is refused', async (offset) => {
    const person = await enrolledPerson(test)
    test.clock.advance(300_000)
    const answer = await submit(test, person.userId, person.code(-offset * 30))
    expect(answer).toMatchObject({ outcome: 'refused', reason: 'wrong_code' })
  })

  it('V4 with the window set to 0 the neighbouring steps are refused', async () => {
    const person = await enrolledPerson(test)
    await test.client.settings.update({ window: 0 })
    test.clock.advance(300_000)
    expect(await submit(test, person.userId, person.code(30))).toMatchObject({ reason: 'wrong_code' })
    expect(await submit(test, person.userId, person.code(-30))).toMatchObject({ reason: 'wrong_code' })
    expect(await submit(test, person.userId, person.code())).toMatchObject({ outcome: 'accepted', offset: 0 })
  })

  it('V1 a totp of SHA-512, 8 digits and 60 s is verified by its own parameters', async () => {
    const parameters = { algorithm: 'SHA512', digits: 8, period: 60 } as const
    const person = await begin(test, await newUser(test), { parameters })
    expect(person.code()).toHaveLength(8)
    expect(await submit(test, person.userId, person.code())).toMatchObject({ outcome: 'accepted', period: 60 })
  })
})

describe('single use', () => {
  it('V5 V23 a code accepted once is refused as already used while it is still valid', async () => {
    const person = await enrolledPerson(test)
    const code = person.code()
    expect((await submit(test, person.userId, code)).outcome).toBe('accepted')
    test.clock.advance(18_000)
    expect(await submit(test, person.userId, code)).toMatchObject({ reason: 'already_used', retryAfterSeconds: 12 })
    test.clock.advance(30_000)
    expect(await submit(test, person.userId, code)).toMatchObject({ reason: 'already_used', retryAfterSeconds: 0 })
    const [refusal] = await eventsOf(test, 'verification.refused')
    expect(refusal).toMatchObject({
      outcome: 'fail',
      reason: 'already_used',
      details: { failures: 2, clock: 'steady' },
    })
  })

  it('V6 after step s is accepted every step <= s is refused, so A, B, A fails', async () => {
    const person = await enrolledPerson(test)
    test.clock.advance(300_000)
    const previous = person.code(30)
    const current = person.code()
    const next = person.code(-30)
    expect((await submit(test, person.userId, current)).outcome).toBe('accepted')
    expect(await submit(test, person.userId, previous)).toMatchObject({ reason: 'already_used' })
    expect((await submit(test, person.userId, next)).outcome).toBe('accepted')
    expect(await submit(test, person.userId, current)).toMatchObject({ reason: 'already_used' })
    expect(await submit(test, person.userId, previous)).toMatchObject({ reason: 'already_used' })
  })

  it('V7 the code that completes enrollment is spent by it, and the second good one must be of a later step', async () => {
    const person = await begin(test, await newUser(test))
    const code = person.code()
    expect(await submit(test, person.userId, code)).toMatchObject({ activated: true, verifiedAgain: false })
    expect(await submit(test, person.userId, code)).toMatchObject({ outcome: 'refused', reason: 'already_used' })
    test.clock.advance(30_000)
    expect(await submit(test, person.userId, person.code())).toMatchObject({ activated: false, verifiedAgain: true })
    test.clock.advance(30_000)
    expect(await submit(test, person.userId, person.code())).toMatchObject({ activated: false, verifiedAgain: false })
    const actions = (await eventsOf(test)).map((event) => event.action)
    expect(actions.filter((action) => action === 'totp.activated')).toHaveLength(1)
    expect(actions.filter((action) => action === 'totp.verified_again')).toHaveLength(1)
  })

  it('V8 of 64 parallel submissions of one good code exactly one is accepted', async () => {
    const person = await enrolledPerson(test)
    await test.client.settings.update({ delayAfter: 100, lockAfter: 100 })
    const code = person.code()
    const answers = await Promise.all(Array.from({ length: 64 }, () => submit(test, person.userId, code)))
    expect(answers.filter((answer) => answer.outcome === 'accepted')).toHaveLength(1)
    expect(answers.filter((answer) => answer.outcome === 'refused' && answer.reason === 'already_used')).toHaveLength(
      63,
    )
  })

  it('V9 what lies on disk the moment the answer is given already refuses the code', async () => {
    const person = await enrolledPerson(test)
    const code = person.code()
    expect((await submit(test, person.userId, code)).outcome).toBe('accepted')
    const after = await asAfterCrash(test)
    try {
      expect(await submit(after, person.userId, code)).toMatchObject({ reason: 'already_used' })
    } finally {
      await after.end()
    }
  })

  it('V9 when the act cannot be written, nothing is accepted and nothing is spent', async () => {
    const person = await enrolledPerson(test)
    const code = person.code()
    const { context, verification } = test.desk.open()
    const { vault } = context
    const transact = vault.transact
    vault.transact = (work) =>
      transact.call(vault, (tx) => {
        work(tx)
        throw new Error('The disk is gone.')
      }) as never
    const submission = verification.submit(test.call, { userId: person.userId, code })
    await expect(submission).rejects.toThrow('The disk is gone')
    vault.transact = transact
    expect((await submit(test, person.userId, code)).outcome).toBe('accepted')
  })
})

describe('what an acceptance says', () => {
  it('drift is narrowed from accepted codes and told with the answer', async () => {
    const person = await enrolledPerson(test)
    test.clock.advance(300_000)
    const first = await submit(test, person.userId, person.code(20))
    if (first.outcome !== 'accepted') throw new Error('refused')
    expect(first.offset).toBe(-1)
    expect(first.drift).toEqual({ minSeconds: 0, maxSeconds: 30, samples: 1 })
    test.clock.advance(55_000)
    const second = await submit(test, person.userId, person.code(20))
    expect(second).toMatchObject({ offset: 0, drift: { minSeconds: 0, maxSeconds: 25, samples: 2 } })
    // The estimate never moves the window: two steps back stay out of it.
    test.clock.advance(300_000)
    expect(await submit(test, person.userId, person.code(60))).toMatchObject({ reason: 'wrong_code' })
  })

  it('the row of an acceptance holds offset and clock verdict, never the code', async () => {
    const person = await enrolledPerson(test)
    const code = person.code()
    await submit(test, person.userId, code)
    const [row] = await eventsOf(test, 'verification.accepted')
    expect(row).toMatchObject({ object: person.totpId, details: { offset: 0, clock: 'steady', failuresBefore: 0 } })
    expect(JSON.stringify(row)).not.toContain(code)
  })
})

/** A second desk over a copy of the folder as it is now, without closing the first: as after a power cut. */
async function asAfterCrash(running: TestDesk): Promise<TestDesk> {
  const folder = join(running.folder, '..', 'copy', 'vault')
  await cp(running.folder, folder, { recursive: true, filter: (path) => !isOfLock(basename(path)) })
  const copy = await openTestDesk({ folder, clock: running.clock, create: false })
  await copy.client.vault.unlock({ passphrase: 'copper lamp river tiny' })
  return copy
}
