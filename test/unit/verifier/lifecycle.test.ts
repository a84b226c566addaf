import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../support/desk'
import { begin, enrolledPerson, eventsOf, newUser, submit } from './people'

let test: TestDesk

beforeEach(async () => {
  test = await openTestDesk()
})
afterEach(() => test.end())

const minute = 60_000

describe('a registration from first to last', () => {
  it('V3 no two registrations share a secret, even when the generator repeats itself', async () => {
    const scripted: Uint8Array[] = []
    const stuck = await openTestDesk({
      random: (bytes) => (bytes === 20 ? scripted.shift() : undefined) ?? crypto.getRandomValues(new Uint8Array(bytes)),
    })
    try {
      const first = await stuck.client.totps.enroll({ userId: await newUser(stuck) })
      const vault = stuck.desk.open().context.vault
      const taken = vault.get<{ secret: Uint8Array }>('select secret from totps')?.secret
      if (taken) scripted.push(taken)
      const second = await stuck.client.totps.enroll({ userId: await newUser(stuck) })
      expect(scripted).toEqual([])
      expect(second.secret).not.toBe(first.secret)
    } finally {
      await stuck.end()
    }
  })

  it('V17 an unverified registration authenticates nobody but by the code that proves it', async () => {
    const person = await begin(test, await newUser(test))
    const [recoveryCode = ''] = person.recoveryCodes
    expect(await test.client.recovery.redeem({ userId: person.userId, code: recoveryCode })).toMatchObject({
      outcome: 'refused',
      reason: 'not_enrolled',
    })
    expect(await submit(test, person.userId, person.code())).toMatchObject({ outcome: 'accepted', activated: true })
  })

  it('V17 an expired one never authenticates, and the refusal names when it expired', async () => {
    const person = await begin(test, await newUser(test), { expirationMinutes: 5 })
    const expiredAt = test.clock.now() + 5 * minute
    test.clock.advance(5 * minute)
    for (let tries = 0; tries < 2; tries += 1) {
      expect(await submit(test, person.userId, person.code())).toEqual({
        outcome: 'refused',
        reason: 'expired',
        expiredAt,
      })
    }
    expect(await eventsOf(test, 'totp.expired')).toHaveLength(1)
    expect((await test.client.users.get({ userId: person.userId })).enrollment).toBe('expired')
  })

  it('V17 one millisecond before its end it can still be proven', async () => {
    const person = await begin(test, await newUser(test), { expirationMinutes: 5 })
    test.clock.advance(5 * minute - 1)
    expect(await submit(test, person.userId, person.code())).toMatchObject({ activated: true })
    // The expiry bounds the time until the first code only.
    test.clock.advance(2000 * minute)
    expect((await submit(test, person.userId, person.code())).outcome).toBe('accepted')
  })

  it('V17 a person without any registration is told so', async () => {
    const userId = await newUser(test)
    expect(await submit(test, userId, '123456')).toEqual({ outcome: 'refused', reason: 'not_enrolled' })
  })

  it('V18 an expiry outside 5 to 1440 minutes is refused; the default is 1440', async () => {
    const userId = await newUser(test)
    for (const expirationMinutes of [4, 1441, 0, -5, 7.5]) {
      await expect(test.client.totps.begin({ userId, expirationMinutes })).rejects.toMatchObject({
        code: 'invalid_input',
      })
    }
    const now = test.clock.now()
    expect((await test.client.totps.begin({ userId })).expiresAt).toBe(now + 1440 * minute)
    for (const expirationMinutes of [5, 1440]) {
      const { expiresAt } = await test.client.totps.begin({ userId, expirationMinutes })
      expect(expiresAt).toBe(now + expirationMinutes * minute)
    }
  })

  it('V21 a revoked registration is dead at once, with its recovery codes', async () => {
    const person = await enrolledPerson(test)
    await test.client.totps.revoke({ totpId: person.totpId, reason: 'Left the company' })
    expect(await submit(test, person.userId, person.code())).toEqual({ outcome: 'refused', reason: 'revoked' })
    const [code = ''] = person.recoveryCodes
    expect(await test.client.recovery.redeem({ userId: person.userId, code })).toMatchObject({ outcome: 'refused' })
  })

  it('V21 a deactivated person is refused without a look at the code, and nothing is counted', async () => {
    const person = await enrolledPerson(test)
    await test.client.users.update({ userId: person.userId, changes: { status: 'deactivated' } })
    const [code = ''] = person.recoveryCodes
    const { userId } = person
    const denied = { outcome: 'refused', reason: 'deactivated' }
    expect(await submit(test, userId, person.code())).toEqual(denied)
    expect(await test.client.recovery.redeem({ userId, code })).toEqual(denied)
    expect(await test.client.passes.redeem({ userId, code })).toEqual(denied)
    await test.client.users.update({ userId, changes: { status: 'active' } })
    expect((await submit(test, userId, person.code())).outcome).toBe('accepted')
  })

  it('V22 R9 a new phone kills the old secret and codes at once and records the identity check', async () => {
    const old = await enrolledPerson(test)
    const { userId } = old
    await expect(begin(test, userId)).rejects.toMatchObject({ code: 'active_totp_exists' })
    const fresh = await begin(test, userId, {
      replaceActive: true,
      situation: 'lost_phone',
      identityCheck: { kind: 'photo_id', reference: 'card 4711' },
    })
    expect(await submit(test, userId, old.code())).toMatchObject({ outcome: 'refused', reason: 'wrong_code' })
    expect(await submit(test, userId, fresh.code())).toMatchObject({ outcome: 'accepted', activated: true })
    const [code = ''] = old.recoveryCodes
    expect(await test.client.recovery.redeem({ userId, code })).toMatchObject({ reason: 'wrong_code' })
    expect((await eventsOf(test, 'totp.replaced'))[0]).toMatchObject({
      reason: 'lost_phone',
      object: old.totpId,
      details: { identityCheck: 'photo_id' },
    })
    // Once the new phone is proven, nothing of the old secret is left in the vault.
    const { vault } = test.desk.open().context
    expect(vault.all('select totp_id from totps where secret is not null')).toEqual([{ totp_id: fresh.totpId }])
  })

  it('R9 a lost phone is not replaced without an identity check, and the old one lives on', async () => {
    const person = await enrolledPerson(test)
    const { userId } = person
    for (const name of ['totps.begin', 'totps.enroll']) {
      expect(await test.dispatch(name, { userId, replaceActive: true, situation: 'lost_phone' })).toEqual({
        ok: false,
        error: {
          code: 'invalid_input',
          message: 'Check the field identityCheck: Say how you made sure who it is.',
          details: { identityCheck: 'Say how you made sure who it is.' },
        },
      })
    }
    expect((await submit(test, userId, person.code())).outcome).toBe('accepted')
  })

  it('V24 binding, renewal, expiry and revocation keep date, time and source device', async () => {
    const userId = await newUser(test)
    const expired = await begin(test, userId, { expirationMinutes: 5, label: 'Old Pixel' })
    test.clock.advance(5 * minute)
    await submit(test, userId, expired.code())
    const person = await begin(test, userId, { label: 'Pixel 9, work' })
    await submit(test, userId, person.code())
    await test.client.totps.revoke({ totpId: person.totpId, reason: 'Phone sold' })
    const rows = test.desk.open().context.vault.all('select * from totps order by created_at')
    expect(rows).toMatchObject([
      { totp_id: expired.totpId, status: 'expired', label: 'Old Pixel', secret: null },
      { totp_id: person.totpId, status: 'revoked', label: 'Pixel 9, work', secret: null },
    ])
    expect(rows[1]).toMatchObject({ activated_at: test.clock.now(), ended_at: test.clock.now() })
    const history = await eventsOf(test, 'totp.created', 'totp.expired', 'totp.activated', 'totp.revoked')
    expect(history.map((event) => [event.action, event.object])).toEqual([
      ['totp.revoked', person.totpId],
      ['totp.activated', person.totpId],
      ['totp.created', person.totpId],
      ['totp.expired', expired.totpId],
      ['totp.created', expired.totpId],
    ])
    for (const event of history) expect(event).toMatchObject({ operator: { name: 'Ada Admin' }, offset: '+01:00' })
  })

  it('L1 all rows of one enrollment carry one interaction', async () => {
    const person = await begin(test, await newUser(test))
    await submit(test, person.userId, '000000')
    await submit(test, person.userId, person.code())
    test.clock.advance(30_000)
    await submit(test, person.userId, person.code())
    const { setId } = await test.client.recovery.replace({ userId: person.userId })
    await test.client.recovery.printed({ userId: person.userId, setId, how: 'print' })
    await test.client.totps.handOver({ totpId: person.totpId })
    const rows = await eventsOf(
      test,
      'totp.created',
      'verification.accepted',
      'totp.shown',
      'totp.verified_again',
      'recovery.created',
      'recovery.replaced',
      'recovery.printed',
      'totp.handed_over',
    )
    expect(rows).toHaveLength(9)
    expect(new Set(rows.map((row) => row.interaction)).size).toBe(1)
    test.clock.advance(30_000)
    await submit(test, person.userId, person.code())
    await test.client.recovery.replace({ userId: person.userId })
    const later = await eventsOf(test, 'verification.accepted', 'recovery.replaced')
    expect(later[0]?.interaction).not.toBe(rows[0]?.interaction)
    expect(later[1]?.interaction).not.toBe(rows[0]?.interaction)
  })
})
