import jsQR from 'jsqr'
import { describe, expect, it } from 'vitest'
import { codeOf, desksOfTest, enrolled, mara, refusalOf } from '../../support/desks'
import { rasterOf } from '../../support/svg'

const deskFor = desksOfTest()
const unknownTotp = 'totp-live-00000000-0000-4000-8000-000000000000'

async function withMara() {
  const test = await deskFor()
  const { userId } = await test.client.users.create(mara)
  const actions = async () => (await test.client.audit.list({ filter: { subjectUserId: userId } })).events.reverse()
  const submit = (code: string) => test.client.verification.submit({ userId, code })
  return { ...test, userId, actions, submit }
}

describe('beginning an enrollment', () => {
  it('V18 expires after 1440 minutes unless told otherwise, and refuses less than 5 and more than 1440', async () => {
    const { client, clock, userId } = await withMara()
    expect(await client.totps.begin({ userId })).toMatchObject({ expiresAt: clock.now() + 1440 * 60_000 })
    expect(await client.totps.begin({ userId, expirationMinutes: 5 })).toMatchObject({
      expiresAt: clock.now() + 5 * 60_000,
    })
    for (const expirationMinutes of [4, 1441, 5.5, 0, -1]) {
      const refusal = await refusalOf(client.totps.begin({ userId, expirationMinutes }))
      expect(refusal).toMatchObject({ code: 'invalid_input', details: { expirationMinutes: expect.any(String) } })
    }
    await client.settings.update({ expirationMinutes: 30 })
    expect(await client.totps.begin({ userId })).toMatchObject({ expiresAt: clock.now() + 30 * 60_000 })
  })

  it('keeps who checked the identity, and how', async () => {
    const { client, userId } = await withMara()
    const identityCheck = { kind: 'badge', reference: 'B-77' } as const
    expect(await client.totps.begin({ userId, identityCheck, label: 'Pixel 9' })).toMatchObject({
      status: 'pending',
      identityCheck,
      checkedBy: 'Ada Admin',
      label: 'Pixel 9',
      activatedAt: null,
    })
  })

  it('refuses an unknown and a deactivated person', async () => {
    const { client, userId } = await withMara()
    const unknown = await refusalOf(client.totps.begin({ userId: userId.replace(/.{4}$/, '0000') }))
    expect(unknown.code).toBe('not_found')
    await client.users.update({ userId, changes: { status: 'deactivated' } })
    expect(await refusalOf(client.totps.begin({ userId }))).toMatchObject({ code: 'user_deactivated' })
  })

  it('V20 refuses while the clock is held back', async () => {
    const { client, clock, userId } = await withMara()
    clock.setWall(clock.now() - 60 * 60_000)
    expect(await refusalOf(client.totps.begin({ userId }))).toMatchObject({ code: 'clock_blocked' })
    expect(await refusalOf(client.totps.enroll({ userId }))).toMatchObject({ code: 'clock_blocked' })
    await client.clock.confirm({ reason: 'the battery was changed' })
    await client.totps.begin({ userId })
  })

  it('V2 V3 makes a secret of 160 bits that no other registration has', async () => {
    const test = await deskFor()
    const secrets = new Set<string>()
    for (let index = 0; index < 20; index += 1) {
      const { userId } = await test.client.users.create({ name: `P ${index}`, email: `p${index}@example.org` })
      const { secret } = await test.client.totps.enroll({ userId })
      expect(secret).toMatch(/^[A-Z2-7]{32}$/)
      secrets.add(secret)
    }
    expect(secrets.size).toBe(20)
  })

  it('V3 refuses a generator that repeats a secret, and makes no registration', async () => {
    let stuck = false
    let counter = 0
    const random = (bytes: number) => {
      counter += 1
      // Ids may not repeat either, so only secrets come out the same.
      return bytes === 20 && stuck
        ? new Uint8Array(20).fill(7)
        : new Uint8Array(bytes)
            .fill(0)
            .with(0, counter % 256)
            .with(1, counter >> 8)
    }
    const test = await deskFor({ random })
    const a = await test.client.users.create({ name: 'A', email: 'a@example.org' })
    const b = await test.client.users.create({ name: 'B', email: 'b@example.org' })
    stuck = true
    await test.client.totps.begin({ userId: a.userId })
    expect(await refusalOf(test.client.totps.begin({ userId: b.userId }))).toMatchObject({ code: 'internal' })
    expect(await test.client.users.get({ userId: b.userId })).toMatchObject({ enrollment: 'none', totp: null })
  })
})

describe('showing the secret', () => {
  it('gives key, otpauth URI and a QR that says the same', async () => {
    const { client, userId } = await withMara()
    await client.settings.update({ issuer: 'Northwind IT' })
    const { totpId } = await client.totps.begin({ userId })
    const shown = await client.totps.reveal({ totpId, side: 'operator' })
    const uri = new URL(shown.uri)
    expect(uri.protocol).toBe('otpauth:')
    expect(decodeURIComponent(uri.pathname)).toContain('Northwind IT:mara@example.org')
    expect(uri.searchParams.get('secret')).toBe(shown.secret)
    const { data, size } = rasterOf(shown.qrSvg)
    expect(jsQR(data, size, size)?.data).toBe(shown.uri)
  })

  it('records each showing with the side of the desk, under the interaction of the totp', async () => {
    const { client, personClient, userId, actions } = await withMara()
    const { totpId, interactionId } = await client.totps.begin({ userId })
    await client.totps.reveal({ totpId, side: 'operator' })
    await personClient.totps.reveal({ totpId, side: 'person' })
    const shown = (await actions()).filter((event) => event.action === 'totp.shown')
    expect(shown.map((event) => event.details)).toEqual([{ side: 'operator' }, { side: 'person' }])
    expect(shown.every((event) => event.interaction === interactionId && event.object === totpId)).toBe(true)
  })

  it('records the side that the host knows, whatever the caller claims, and the claim where it cannot know', async () => {
    const { dispatch, client, userId, actions } = await withMara()
    const { totpId } = await client.totps.begin({ userId })
    for (const known of ['operator', 'person', null] as const) {
      for (const side of ['operator', 'person']) await dispatch('totps.reveal', { totpId, side }, { side: known })
    }
    // What scripts of the first version say.
    await dispatch('totps.reveal', { totpId, side: 'facing' }, { side: null })
    const shown = (await actions()).filter((event) => event.action === 'totp.shown')
    expect(shown.map((event) => event.details.side)).toEqual([
      ...['operator', 'operator'],
      ...['person', 'person'],
      ...['operator', 'person'],
      'person',
    ])
  })

  it('shows nothing once the totp is active', async () => {
    const test = await deskFor()
    const { totpId } = await enrolled(test)
    const refusal = await refusalOf(test.client.totps.reveal({ totpId, side: 'operator' }))
    expect(refusal.code).toBe('totp_not_pending')
  })

  it('V17 says when an expired one ended, writes the expiry down once, and a new one is one call away', async () => {
    const { client, clock, userId, actions, submit } = await withMara()
    const { totpId } = await client.totps.begin({ userId, expirationMinutes: 5 })
    clock.advance(5 * 60_000)
    expect(await client.totps.forPerson({ totpId })).toMatchObject({ status: 'expired' })
    for (let twice = 0; twice < 2; twice += 1) {
      const refusal = await refusalOf(client.totps.reveal({ totpId, side: 'operator' }))
      expect(refusal).toMatchObject({ code: 'totp_expired', message: 'The QR expired at 11:05. Show a new one.' })
    }
    expect(await submit('123456')).toMatchObject({ reason: 'expired' })
    expect((await actions()).filter((event) => event.action === 'totp.expired')).toHaveLength(1)
    expect(await client.totps.begin({ userId })).toMatchObject({ status: 'pending' })
  })

  it('answers an unknown totp by name', async () => {
    const { client } = await withMara()
    for (const call of [
      client.totps.reveal({ totpId: unknownTotp, side: 'operator' }),
      client.totps.forPerson({ totpId: unknownTotp }),
      client.totps.handOver({ totpId: unknownTotp }),
      client.totps.revoke({ totpId: unknownTotp, reason: 'lost it' }),
    ]) {
      expect(await refusalOf(call)).toMatchObject({ code: 'not_found' })
    }
  })

  it('tells the window turned to the person no more than it needs', async () => {
    const { client, personClient, clock, userId } = await withMara()
    const { totpId, expiresAt } = await client.totps.begin({ userId })
    expect(await personClient.totps.forPerson({ totpId })).toEqual({
      userId,
      name: 'Mara Lindqvist',
      issuer: 'TOTP Desk',
      status: 'pending',
      digits: 6,
      period: 30,
      expiresAt,
      verifiedAgain: false,
      handedOver: false,
      window: 1,
    })
    await client.settings.update({ window: 0 })
    expect(await personClient.totps.forPerson({ totpId })).toMatchObject({ window: 0 })
    expect(expiresAt).toBeGreaterThan(clock.now())
  })
})

describe('the whole enrollment', () => {
  it('goes from first code over the second to the handed-over sheet, all under one interaction', async () => {
    const { client, clock, userId, actions, submit } = await withMara()
    const { totpId, uri } = await client.totps.enroll({ userId })
    expect(await submit(codeOf(uri, clock.now()))).toMatchObject({ outcome: 'accepted', activated: true })
    clock.advance(30_000)
    expect(await submit(codeOf(uri, clock.now()))).toMatchObject({ outcome: 'accepted', verifiedAgain: true })
    clock.advance(1000)
    const done = await client.totps.handOver({ totpId })
    expect(done).toMatchObject({ status: 'active', handedOverAt: clock.now() })
    expect(await client.totps.handOver({ totpId })).toEqual(done)
    const events = (await actions()).slice(1)
    expect(events.map((event) => event.action)).toEqual([
      'totp.created',
      'totp.shown',
      'recovery.created',
      'verification.accepted',
      'totp.activated',
      'verification.accepted',
      'totp.verified_again',
      'totp.handed_over',
    ])
    expect(new Set(events.map((event) => event.interaction))).toEqual(new Set([done.interactionId]))
  })

  it('cannot be handed over before the first good code', async () => {
    const { client, userId } = await withMara()
    const { totpId } = await client.totps.begin({ userId })
    expect(await refusalOf(client.totps.handOver({ totpId }))).toMatchObject({ code: 'totp_not_active' })
  })

  it('enrolls, shows and issues ten codes, or nothing of it', async () => {
    const { client, desk, userId } = await withMara()
    const { recoveryCodes } = await client.totps.enroll({ userId })
    expect(new Set(recoveryCodes).size).toBe(10)
    const { vault } = desk.open().context
    await vault.transact((tx) => tx.run('drop table recovery_codes'))
    await refusalOf(client.totps.enroll({ userId }))
    expect(vault.all('select * from totps')).toHaveLength(1)
  })
})

describe('a second enrollment', () => {
  it('replaces a pending one without asking; the earlier QR is dead and named as such', async () => {
    const { client, clock, userId, submit } = await withMara()
    const first = await client.totps.enroll({ userId })
    const second = await client.totps.enroll({ userId })
    expect(await client.totps.forPerson({ totpId: first.totpId })).toMatchObject({ status: 'revoked' })
    expect(await submit(codeOf(first.uri, clock.now()))).toMatchObject({
      outcome: 'refused',
      reason: 'wrong_code',
      diagnosis: { kind: 'earlier_qr' },
    })
    expect(await submit(codeOf(second.uri, clock.now()))).toMatchObject({ outcome: 'accepted' })
  })

  it('V22 asks before it replaces a working one, then kills it with its codes and passes in the same act', async () => {
    const test = await deskFor()
    const { client, clock, desk } = test
    const { user, totpId, uri, recoveryCodes } = await enrolled(test)
    const { userId } = user
    await client.passes.issue({ userId, minutes: 5, reason: 'no phone', identityCheck: { kind: 'badge' } })
    const refusal = await refusalOf(client.totps.begin({ userId }))
    expect(refusal).toMatchObject({
      code: 'active_totp_exists',
      message: 'Mara Lindqvist has a working authenticator. Confirm to replace it; the old one stops working at once.',
    })
    expect(await client.users.get({ userId })).toMatchObject({ enrollment: 'active', recoveryLeft: 10 })

    const identityCheck = { kind: 'badge' } as const
    const next = await client.totps.begin({ userId, replaceActive: true, situation: 'lost_phone', identityCheck })
    clock.advance(30_000)
    expect(await client.verification.submit({ userId, code: codeOf(uri, clock.now()) })).toMatchObject({
      outcome: 'refused',
    })
    expect(await client.recovery.redeem({ userId, code: recoveryCodes[0] ?? '' })).toMatchObject({
      reason: 'not_enrolled',
    })
    expect(await client.users.get({ userId })).toMatchObject({ enrollment: 'pending', pass: null, recoveryLeft: null })
    const { events } = await client.audit.list({ filter: { actions: ['totp.replaced'] } })
    expect(events).toMatchObject([
      {
        object: totpId,
        reason: 'lost_phone',
        interaction: next.interactionId,
        details: { replacedBy: next.totpId, recoveryCodes: 10, passes: 1 },
      },
    ])
    expect(desk.open().context.vault.all("select 1 from totps where status in ('pending', 'active')")).toHaveLength(1)
  })

  it('V14 does not forget the failures of the person', async () => {
    const { client, userId, submit } = await withMara()
    await client.totps.begin({ userId })
    await submit('000 000')
    await client.totps.begin({ userId })
    expect(await client.users.get({ userId })).toMatchObject({ codeThrottle: { failures: 1 } })
  })
})

describe('revoking', () => {
  it('V21 is dead at once, with its recovery codes and its secret', async () => {
    const test = await deskFor()
    const { client, clock, desk } = test
    const { user, totpId, uri } = await enrolled(test)
    const { userId } = user
    expect(await client.totps.revoke({ totpId, reason: 'phone was stolen' })).toMatchObject({ status: 'revoked' })
    clock.advance(30_000)
    expect(await client.verification.submit({ userId, code: codeOf(uri, clock.now()) })).toMatchObject({
      reason: 'revoked',
    })
    expect(await client.users.get({ userId })).toMatchObject({ enrollment: 'none', recoveryLeft: null, recovery: null })
    expect(desk.open().context.vault.all('select 1 from totps where secret is not null')).toEqual([])
    expect(await refusalOf(client.totps.revoke({ totpId, reason: 'once more' }))).toMatchObject({
      code: 'totp_not_active',
    })
  })

  it('wants a reason', async () => {
    const test = await deskFor()
    const { totpId } = await enrolled(test)
    const refusal = await refusalOf(test.client.totps.revoke({ totpId, reason: ' ' }))
    expect(refusal).toMatchObject({ code: 'invalid_input', details: { reason: expect.any(String) } })
  })
})
