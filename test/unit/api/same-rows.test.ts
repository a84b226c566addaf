import { describe, expect, it } from 'vitest'
import { apiReason } from '../../../electron/api/endpoints/users'
import type { AuditEvent } from '../../../shared/model/audit'
import type { TestApi } from '../../support/api'
import { apisOfTest } from '../../support/apis'
import { codeOf } from '../../support/desks'

const open = apisOfTest()

/** The acts of one story, told to the desk through one of its two doors. */
interface Door {
  create(name: string, email: string, externalId: string): Promise<string>
  rename(userId: string, name: string, externalId: string): Promise<unknown>
  enroll(userId: string): Promise<{ totpId: string; secret: string; recoveryCodes: string[] }>
  verify(userId: string, code: string): Promise<unknown>
  redeem(userId: string, code: string): Promise<unknown>
  deleteTotp(totpId: string): Promise<unknown>
  remove(userId: string): Promise<unknown>
}

function throughScreen({ screen }: TestApi): Door {
  return {
    create: async (name, email, externalId) => (await screen.users.create({ name, email, externalId })).userId,
    rename: (userId, name, externalId) => screen.users.update({ userId, changes: { name, externalId } }),
    enroll: (userId) => screen.totps.enroll({ userId, expirationMinutes: 60 }),
    verify: (userId, code) => screen.verification.submit({ userId, code }),
    redeem: (userId, code) => screen.recovery.redeem({ userId, code }),
    deleteTotp: (totpId) => screen.totps.revoke({ totpId, reason: apiReason }),
    remove: (userId) => screen.users.remove({ userId }),
  }
}

function throughApi({ sdk }: TestApi): Door {
  const name = (text: string) => ({ first_name: text.split(' ')[0] ?? '', last_name: text.split(' ')[1] ?? '' })
  const refusedToo = (call: Promise<unknown>) => call.catch(() => undefined)
  return {
    create: async (text, email, external_id) =>
      (await sdk.users.create({ name: name(text), email, external_id })).user_id,
    rename: (user_id, text, external_id) => sdk.users.update({ user_id, name: name(text), external_id }),
    async enroll(user_id) {
      const { totp_id, secret, recovery_codes } = await sdk.totps.create({ user_id, expiration_minutes: 60 })
      return { totpId: totp_id, secret, recoveryCodes: recovery_codes }
    },
    verify: (user_id, totp_code) => refusedToo(sdk.totps.authenticate({ user_id, totp_code })),
    redeem: (user_id, recovery_code) => refusedToo(sdk.totps.recover({ user_id, recovery_code })),
    deleteTotp: (totp_id) => sdk.users.deleteTOTP({ totp_id }),
    remove: (user_id) => sdk.users.delete({ user_id }),
  }
}

async function tell(test: TestApi, door: Door): Promise<void> {
  const userId = await door.create('Mara Lind', 'mara@example.org', 'E-1')
  const { secret, totpId, recoveryCodes } = await door.enroll(userId)
  const code = () => codeOf(`otpauth://totp/x?secret=${secret}`, test.clock.now())
  await door.verify(userId, '12')
  await door.verify(userId, recoveryCodes[0] ?? '')
  await door.verify(userId, code() === '000000' ? '111111' : '000000')
  await door.verify(userId, code())
  await door.verify(userId, code())
  test.clock.advance(30_000)
  await door.verify(userId, code())
  await door.redeem(userId, recoveryCodes[3] ?? '')
  await door.redeem(userId, recoveryCodes[3] ?? '')
  await door.redeem(userId, '123456')
  await door.redeem(userId, 'zzzz-zzzz-zzzz')
  await door.rename(userId, 'Mara Berg', 'E-2')
  await door.deleteTotp(totpId)
  await door.verify(userId, code())
  const again = await door.enroll(userId)
  test.clock.advance(60 * 60_000)
  await door.verify(userId, codeOf(`otpauth://totp/x?secret=${again.secret}`, test.clock.now()))
  const other = await door.create('Nils Ek', 'nils@example.org', 'E-3')
  const late = await door.enroll(other)
  const lateCode = () => codeOf(`otpauth://totp/x?secret=${late.secret}`, test.clock.now())
  for (let n = 0; n < 12; n += 1) {
    await door.verify(other, lateCode() === '000000' ? '111111' : '000000')
    test.clock.advance(60_000)
  }
  await door.remove(other)
  await door.remove(userId)
}

/** The story's rows, without what must differ: channel, ids, times and the request. */
async function rowsOf(test: TestApi): Promise<unknown[]> {
  const names = new Map<string, string>()
  const named = (id: string) => {
    if (!names.has(id)) names.set(id, `${id.replace(/-(live|test)-.*/, '')} ${names.size}`)
    return names.get(id) ?? ''
  }
  const events: AuditEvent[] = []
  for (let before: number | undefined, more = true; more; ) {
    const page = await test.screen.audit.list({ limit: 500, ...(before ? { before } : {}) })
    events.push(...page.events)
    before = page.next ?? undefined
    more = page.next !== null
  }
  const begun = events.findLastIndex((event) => event.action === 'user.created')
  const rows = events.slice(0, begun + 1).toReversed()
  return rows
    .filter((event) => event.action !== 'audit.read')
    .map(({ channel: _c, request: _r, id: _i, seq: _s, time: _t, interaction: _n, machine: _m, ...row }) => ({
      ...row,
      operator: row.operator && { ...row.operator, id: 'operator' },
      subject: row.subject && { ...row.subject, id: named(row.subject.id) },
      object: row.object && named(row.object),
      details: Object.fromEntries(Object.entries(row.details).filter(([key]) => !valuesOfChance.has(key))),
    }))
}

/** Details that hold an id or a time. */
const valuesOfChance = new Set(['fingerprint', 'step', 'lockedUntil'])

describe('the same acts through the screen and through the API', () => {
  it('leave the same audit rows but for the channel', async () => {
    const screen = await open()
    const api = await open()
    await tell(screen, throughScreen(screen))
    const byScreen = await rowsOf(screen)
    await tell(api, throughApi(api))
    const byApi = await rowsOf(api)
    expect(byApi).toEqual(byScreen)
    expect(byScreen.length).toBeGreaterThan(40)
    const { events } = await api.screen.audit.list({ limit: 500, filter: { channels: ['api'] } })
    for (const event of events) expect(event.request).toMatch(/^request-id-test-/)
    expect(new Set(events.map((event) => event.request)).size).toBeGreaterThan(20)
  })
})
