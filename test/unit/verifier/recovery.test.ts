import { Secret } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deleteRecoverySetOf } from '../../../electron/desk/store/recovery'
import { recoveryText } from '../../../shared/recovery-format'
import { openTestDesk, type TestDesk } from '../../support/desk'
import { totpAt } from '../otp/rfc-reference'
import { begin, type Enrolled, enrolledPerson, eventsOf, failTimes, newUser, submit } from './people'

let test: TestDesk

beforeEach(async () => {
  test = await openTestDesk()
})
afterEach(() => test.end())

const redeem = (person: Enrolled, code: string | undefined) =>
  test.client.recovery.redeem({ userId: person.userId, code: code ?? '' })
const bogus = 'ZZZZ-ZZZZ-ZZZZ-ZZZZ'

describe('redeeming', () => {
  it('R3 each code works once and in any order', async () => {
    const person = await enrolledPerson(test)
    for (const [index, position] of [7, 2, 10].entries()) {
      expect(await redeem(person, person.recoveryCodes[position - 1])).toEqual({
        outcome: 'accepted',
        position,
        left: 9 - index,
        low: false,
        at: test.clock.now(),
      })
      expect(await redeem(person, person.recoveryCodes[position - 1])).toMatchObject({ reason: 'already_used' })
    }
    const spent = (await test.client.users.get({ userId: person.userId })).recovery?.spent
    expect(spent?.flatMap((isSpent, index) => (isSpent ? [index + 1] : []))).toEqual([2, 7, 10])
  })

  it('R3 of 64 parallel tries of one code exactly one succeeds', async () => {
    await test.client.settings.update({ delayAfter: 100, lockAfter: 100 })
    const person = await enrolledPerson(test)
    const answers = await Promise.all(Array.from({ length: 64 }, () => redeem(person, person.recoveryCodes[0])))
    expect(answers.filter((answer) => answer.outcome === 'accepted')).toHaveLength(1)
    expect((await test.client.users.get({ userId: person.userId })).recovery?.left).toBe(9)
  })

  it('R8 it may be typed in lower case, without hyphens and with look-alikes', async () => {
    const person = await enrolledPerson(test)
    const typed = person.recoveryCodes[0]?.replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l').toLowerCase()
    expect((await redeem(person, typed)).outcome).toBe('accepted')
  })

  it('R7 use of a code tells how many are left, and at three that they run low', async () => {
    const person = await enrolledPerson(test)
    const answers = []
    for (const code of person.recoveryCodes) answers.push(await redeem(person, code))
    expect(answers.map((answer) => answer.outcome === 'accepted' && [answer.left, answer.low])).toEqual([
      [9, false],
      [8, false],
      [7, false],
      [6, false],
      [5, false],
      [4, false],
      [3, true],
      [2, true],
      [1, true],
      [0, true],
    ])
    expect(await redeem(person, person.recoveryCodes[0])).toEqual({ outcome: 'refused', reason: 'no_recovery_codes' })
  })

  it('R4 failures count by the same rules on a counter of their own', async () => {
    const person = await enrolledPerson(test)
    const waits = []
    for (let i = 0; i < 10; i += 1) {
      const answer = await redeem(person, bogus)
      if (answer.outcome === 'accepted') throw new Error('accepted')
      waits.push(answer.retryAfterSeconds ?? 0)
      if (i < 9) test.clock.advance((answer.retryAfterSeconds ?? 0) * 1000)
    }
    expect(waits).toEqual([0, 0, 0, 0, 5, 10, 20, 40, 60, 3600])
    const good = await redeem(person, person.recoveryCodes[0])
    expect(good).toEqual(await redeem(person, bogus))
    expect(good).toMatchObject({ outcome: 'refused', reason: 'locked' })
    expect((await eventsOf(test, 'user.locked'))[0]).toMatchObject({ details: { factor: 'recovery' } })
    // Codes of the authenticator are counted apart, both ways.
    expect((await submit(test, person.userId, person.code())).outcome).toBe('accepted')
  })

  it('R4 a lock of the authenticator’s codes leaves recovery open', async () => {
    const person = await enrolledPerson(test)
    await failTimes(test, person, 10)
    expect((await redeem(person, person.recoveryCodes[0])).outcome).toBe('accepted')
  })

  it('R4 R13 the count survives a restart and a new set', async () => {
    const person = await enrolledPerson(test)
    for (let i = 0; i < 4; i += 1) await redeem(person, bogus)
    await test.client.recovery.replace({ userId: person.userId })
    test = await test.reopen()
    expect(await redeem(person, bogus)).toMatchObject({ reason: 'wrong_code', failures: 5, retryAfterSeconds: 5 })
  })

  it('R11 a code of the authenticator in the recovery box is refused by name, not consumed and not counted', async () => {
    const person = await enrolledPerson(test)
    const code = person.code()
    expect(await redeem(person, code)).toEqual({ outcome: 'refused', reason: 'totp_code_in_recovery_box' })
    const pass = { outcome: 'refused', reason: 'pass_in_code_box' }
    expect(await redeem(person, '8F3KQ-7Q2MB-9XW4T')).toEqual(pass)
    expect((await submit(test, person.userId, code)).outcome).toBe('accepted')
    expect(await redeem(person, 'hello')).toEqual({ outcome: 'refused', reason: 'malformed' })
    expect((await test.client.users.get({ userId: person.userId })).recoveryThrottle.failures).toBe(0)
  })

  it('R8 a code is read as the desk prints and copies it, number and all', async () => {
    const person = await enrolledPerson(test)
    const lines = recoveryText(person.recoveryCodes).split('\n')
    for (const [index, line] of [lines[1], lines[9], `\u200e${lines[4]}`, `7. ${person.recoveryCodes[6]}`].entries())
      expect(await redeem(person, line ?? '')).toMatchObject({ outcome: 'accepted', left: 9 - index })
  })

  it('someone who is not enrolled, or has no codes, is told so and nothing is counted', async () => {
    const userId = await newUser(test)
    expect(await test.client.recovery.redeem({ userId, code: bogus })).toEqual({
      outcome: 'refused',
      reason: 'not_enrolled',
    })
    const { totpId } = await test.client.totps.begin({ userId })
    const { secret } = await test.client.totps.reveal({ totpId, side: 'person' })
    expect(secret).toHaveLength(32)
    const person = await begin(test, userId)
    await submit(test, userId, person.code())
    await test.desk.open().context.act(test.call, (tx, record) => {
      deleteRecoverySetOf(tx, userId)
      record({ action: 'user.updated' })
    })
    expect(await test.client.recovery.redeem({ userId, code: bogus })).toMatchObject({ reason: 'no_recovery_codes' })
  })

  it('R9 the identity check of a redemption is recorded', async () => {
    const person = await enrolledPerson(test)
    const [code = ''] = person.recoveryCodes
    await test.client.recovery.redeem({
      userId: person.userId,
      code,
      identityCheck: { kind: 'badge', reference: 'B-1207' },
    })
    expect((await eventsOf(test, 'recovery.redeemed'))[0]).toMatchObject({
      details: { identityCheck: 'badge', identityReference: 'B-1207', position: 1, left: 9, clock: 'steady' },
    })
  })
})

describe('the set', () => {
  it.each(['replaced by a new QR', 'expired', 'found expired by a code'])(
    'R6 dies with its registration, so that it is never good for the next one: %s',
    async (end) => {
      const first = await begin(test, await newUser(test), { expirationMinutes: 5 })
      const { userId } = first
      if (end !== 'replaced by a new QR') test.clock.advance(5 * 60_000)
      if (end === 'found expired by a code') await submit(test, userId, first.code())
      const { totpId } = await test.client.totps.begin({ userId })
      const { secret } = await test.client.totps.reveal({ totpId, side: 'person' })
      const code = totpAt(new Uint8Array(Secret.fromBase32(secret).bytes), test.clock.now(), {})
      expect(await submit(test, userId, code)).toMatchObject({ outcome: 'accepted', activated: true })
      expect(await redeem(first, first.recoveryCodes[0])).toMatchObject({ reason: 'no_recovery_codes' })
      const ends = await eventsOf(test, 'totp.revoked', 'totp.expired')
      expect(ends).toMatchObject([{ object: first.totpId, details: { recoveryCodes: 10 } }])
    },
  )

  it('R6 a new set kills the old one in the same transaction and is recorded', async () => {
    const person = await enrolledPerson(test)
    await redeem(person, person.recoveryCodes[0])
    const fresh = await test.client.recovery.replace({ userId: person.userId })
    expect(fresh.recoveryCodes).toHaveLength(10)
    expect(await redeem(person, person.recoveryCodes[1])).toMatchObject({ reason: 'wrong_code' })
    expect(await redeem(person, fresh.recoveryCodes[0])).toMatchObject({ outcome: 'accepted', position: 1 })
    const rows = await eventsOf(test, 'recovery.replaced')
    expect(rows).toMatchObject([{ object: fresh.setId, details: { codes: 10, unspentDropped: 9 } }])
    const { vault } = test.desk.open().context
    expect(vault.get('select count(*) as n from recovery_codes')).toEqual({ n: 10 })
  })

  it('R6 when the new set cannot be written the old one lives on', async () => {
    const person = await enrolledPerson(test)
    const { context, recovery } = test.desk.open()
    const { transact } = context.vault
    context.vault.transact = (work) =>
      transact.call(context.vault, (tx) => {
        work(tx)
        throw new Error('The disk is gone.')
      }) as never
    await expect(recovery.replace(test.call, { userId: person.userId })).rejects.toThrow('The disk is gone')
    context.vault.transact = transact
    expect((await redeem(person, person.recoveryCodes[0])).outcome).toBe('accepted')
  })

  it('R6 only a working authenticator gets a new set', async () => {
    const userId = await newUser(test)
    await expect(test.client.recovery.replace({ userId })).rejects.toMatchObject({ code: 'totp_not_active' })
    await begin(test, userId)
    await expect(test.client.recovery.replace({ userId })).rejects.toMatchObject({ code: 'totp_not_active' })
  })

  it('R2 R5 codes are in the vault as salted hashes only, and in no event', async () => {
    const person = await enrolledPerson(test)
    await redeem(person, person.recoveryCodes[0])
    const fresh = await test.client.recovery.replace({ userId: person.userId })
    await redeem(person, fresh.recoveryCodes[3])
    const { vault } = test.desk.open().context
    const rows = vault.all<{ hash: string; readable: null }>('select hash, readable from recovery_codes')
    expect(new Set(rows.map((row) => row.hash.split('$')[4])).size).toBe(10)
    expect(rows.every((row) => row.hash.startsWith('scrypt$256$8$1$') && row.readable === null)).toBe(true)
    const tables = vault.all<{ name: string }>("select name from sqlite_master where type = 'table'")
    const everything = JSON.stringify(tables.map(({ name }) => vault.all(`select * from ${name}`)))
    for (const code of [...person.recoveryCodes, ...fresh.recoveryCodes]) {
      expect(everything).not.toContain(code)
      expect(everything).not.toContain(code.replaceAll('-', ''))
    }
    expect(test.desk.open().recovery.readable(person.userId)).toEqual([])
    expect(JSON.stringify(await test.client.users.get({ userId: person.userId }))).not.toContain(fresh.recoveryCodes[5])
  })

  it('R5 under the setting `readable` unspent codes can be read again, and work in either form', async () => {
    await test.client.settings.update({ recoveryCodes: 'readable' })
    const person = await enrolledPerson(test)
    expect(person.recoveryCodes.every((code) => /^([0-9a-z]{4}-){2}[0-9a-z]{4}$/.test(code))).toBe(true)
    const { recovery } = test.desk.open()
    expect(recovery.readable(person.userId)).toEqual(person.recoveryCodes)
    expect((await redeem(person, person.recoveryCodes[4]?.toUpperCase())).outcome).toBe('accepted')
    expect(recovery.readable(person.userId)).toEqual(person.recoveryCodes.filter((_, index) => index !== 4))
  })

  it('R5 back at `hashed` nobody reads them again, not even those made before, and they still work', async () => {
    await test.client.settings.update({ recoveryCodes: 'readable' })
    const person = await enrolledPerson(test)
    await test.client.settings.update({ recoveryCodes: 'hashed' })
    expect(test.desk.open().recovery.readable(person.userId)).toEqual([])
    expect((await eventsOf(test, 'settings.changed'))[0]?.details).toEqual({
      'recoveryCodes.before': 'readable',
      'recoveryCodes.after': 'hashed',
      hidden: 10,
    })
    expect((await redeem(person, person.recoveryCodes[0])).outcome).toBe('accepted')
  })

  it('R13 printing and copying the sheet are recorded, for the current set only', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    const first = await test.client.recovery.replace({ userId })
    await test.client.recovery.printed({ userId, setId: first.setId, how: 'print' })
    expect((await eventsOf(test, 'recovery.printed'))[0]).toMatchObject({
      object: first.setId,
      details: { how: 'print' },
    })
    await test.client.recovery.replace({ userId })
    await expect(test.client.recovery.printed({ userId, setId: first.setId, how: 'copy' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
