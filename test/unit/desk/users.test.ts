import { describe, expect, it } from 'vitest'
import { desksOfTest, enrolled, mara, refusalOf } from '../../support/desks'

const deskFor = desksOfTest()

describe('creating people', () => {
  it('folds the email, strips the phone number and starts without an authenticator', async () => {
    const { client, clock } = await deskFor()
    const user = await client.users.create({
      name: ' Mara ',
      email: 'Mara@Example.ORG',
      phone: '+46 (70) 123-45.67',
    })
    expect(user).toMatchObject({
      name: 'Mara',
      email: 'mara@example.org',
      phone: '+46701234567',
      externalId: null,
      notes: '',
      status: 'active',
      enrollment: 'none',
      expiresAt: null,
      lock: null,
      recoveryLeft: null,
      totp: null,
      recovery: null,
      pass: null,
      drift: null,
      createdAt: clock.now(),
      updatedAt: clock.now(),
      codeThrottle: { failures: 0, waitUntil: null, lock: null },
    })
  })

  it.each([
    ['email_taken', { email: 'MARA@example.org' }, "This email is already Mara Lindqvist's. Open them instead."],
    ['phone_taken', { phone: '+46 70 123 45 67' }, "This phone number is already Mara Lindqvist's. Open them instead."],
    [
      'external_id_taken',
      { email: 'other@example.org', externalId: 'E-1001' },
      "This external id is already Mara Lindqvist's. Open them instead.",
    ],
  ])('says whose it is: %s', async (code, fields, message) => {
    const { client } = await deskFor()
    const { userId } = await client.users.create(mara)
    const refusal = await refusalOf(client.users.create({ name: 'Another', ...fields }))
    expect(refusal).toMatchObject({ code, message, details: { userId, name: 'Mara Lindqvist' } })
    expect(await client.users.search()).toMatchObject({ total: 1 })
  })

  it.each([
    ['neither email nor phone', { name: 'Mara' }, 'email'],
    ['an address that is none', { name: 'Mara', email: 'mara at example' }, 'email'],
    ['a number without its country', { name: 'Mara', phone: '070 123 45 67' }, 'phone'],
    ['an external id with blanks', { name: 'Mara', email: 'm@example.org', externalId: 'a b' }, 'externalId'],
    ['an empty name', { name: '  ', email: 'm@example.org' }, 'name'],
    ['a name that turns the line around', { name: 'Mara\u202e', email: 'm@example.org' }, 'name'],
    ['a name of two lines', { name: 'Mara\nAdmin', email: 'm@example.org' }, 'name'],
    ['notes of 2001 letters', { name: 'Mara', email: 'm@example.org', notes: 'x'.repeat(2001) }, 'notes'],
  ])('refuses %s and names the field', async (_what, input, field) => {
    const { client } = await deskFor()
    const refusal = await refusalOf(client.users.create(input))
    expect(refusal.code).toBe('invalid_input')
    expect(Object.keys(refusal.details ?? {})).toEqual([field])
    expect(await client.users.search()).toMatchObject({ total: 0 })
  })
})

describe('changing people', () => {
  it('changes what is given, clears what is null and leaves the rest', async () => {
    const { client, clock } = await deskFor()
    const { userId, createdAt } = await client.users.create({ ...mara, notes: 'Blue bicycle' })
    clock.advance(1000)
    const user = await client.users.update({ userId, changes: { name: 'Mara Ek', phone: null } })
    expect(user).toMatchObject({
      name: 'Mara Ek',
      email: mara.email,
      phone: null,
      externalId: mara.externalId,
      notes: 'Blue bicycle',
      createdAt,
      updatedAt: createdAt + 1000,
    })
  })

  it('records the names of the fields, never what was in them', async () => {
    const { client } = await deskFor()
    const { userId } = await client.users.create(mara)
    await client.users.update({ userId, changes: { notes: 'MARKER-NOTES', email: 'marker@example.org' } })
    const { events } = await client.audit.list({ filter: { actions: ['user.updated'] } })
    expect(events).toMatchObject([{ subject: { id: userId }, details: { changed: 'email, notes' } }])
    expect(JSON.stringify(events)).not.toMatch(/marker/i)
  })

  it('records nothing when nothing changes', async () => {
    const { client } = await deskFor()
    const { userId } = await client.users.create(mara)
    await client.users.update({ userId, changes: { name: mara.name } })
    expect(await client.audit.list({ filter: { actions: ['user.updated'] } })).toMatchObject({ matched: 0 })
  })

  it('records deactivation and reactivation as acts of their own', async () => {
    const { client } = await deskFor()
    const { userId } = await client.users.create(mara)
    expect(await client.users.update({ userId, changes: { status: 'deactivated' } })).toMatchObject({
      status: 'deactivated',
    })
    expect(await client.users.update({ userId, changes: { status: 'active', name: 'M' } })).toMatchObject({
      status: 'active',
    })
    const { events } = await client.audit.list({ filter: { subjectUserId: userId } })
    expect(events.map((event) => event.action)).toEqual([
      'user.reactivated',
      'user.updated',
      'user.deactivated',
      'user.created',
    ])
  })

  it('refuses to leave a person with neither email nor phone', async () => {
    const { client } = await deskFor()
    const { userId } = await client.users.create({ name: 'Mara', email: 'mara@example.org' })
    const refusal = await refusalOf(client.users.update({ userId, changes: { email: null } }))
    expect(refusal).toMatchObject({ code: 'invalid_input', details: { email: expect.any(String) } })
    expect(await client.users.get({ userId })).toMatchObject({ email: 'mara@example.org' })
  })

  it("refuses another person's email and takes one's own again", async () => {
    const { client } = await deskFor()
    await client.users.create(mara)
    const { userId } = await client.users.create({ name: 'Tomas', email: 'tomas@example.org' })
    const refusal = await refusalOf(client.users.update({ userId, changes: { email: 'Mara@example.org' } }))
    expect(refusal.code).toBe('email_taken')
    await client.users.update({ userId, changes: { email: 'TOMAS@example.org' } })
  })

  it('refuses verification of a deactivated person', async () => {
    const test = await deskFor()
    const { user } = await enrolled(test)
    await test.client.users.update({ userId: user.userId, changes: { status: 'deactivated' } })
    expect(await test.client.verification.submit({ userId: user.userId, code: '123456' })).toMatchObject({
      outcome: 'refused',
      reason: 'deactivated',
    })
  })
})

describe('removing people', () => {
  it('takes everything of theirs along and says what', async () => {
    const test = await deskFor()
    const { client } = test
    const { user } = await enrolled(test)
    const { userId } = user
    await client.verification.submit({ userId, code: 'not a code' })
    await client.passes.issue({ userId, minutes: 5, reason: 'left it at home', identityCheck: { kind: 'badge' } })
    expect(await client.users.remove({ userId })).toEqual({
      userId,
      name: mara.name,
      totps: 1,
      recoveryCodes: 10,
      sessions: 0,
    })
    const { vault } = test.desk.open().context
    for (const table of ['users', 'totps', 'recovery_sets', 'recovery_codes', 'passes', 'throttles']) {
      expect(vault.all(`select * from ${table}`), table).toEqual([])
    }
    expect(await refusalOf(client.users.get({ userId }))).toMatchObject({ code: 'not_found' })
    expect(await client.users.search({ query: 'mara' })).toMatchObject({ matched: 0, total: 0 })
    // The log keeps who it was about, under the name of the time.
    const { events } = await client.audit.list({ filter: { actions: ['user.removed'] } })
    expect(events).toMatchObject([
      { subject: { id: userId, name: mara.name }, details: { totps: 1, recoveryCodes: 10 } },
    ])
    await client.users.create(mara)
  })

  it.each(['users.get', 'users.remove'])('%s of an unknown person says so', async (name) => {
    const { dispatch } = await deskFor()
    const userId = 'user-live-00000000-0000-4000-8000-000000000000'
    expect(await dispatch(name, { userId })).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })
})
