import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../../../shared/model/desk'
import { desksOfTest, refusalOf } from '../../support/desks'

const deskFor = desksOfTest()

describe('settings', () => {
  it('begin at their defaults', async () => {
    const { client } = await deskFor()
    expect(await client.settings.get()).toEqual(defaultSettings)
  })

  it('change one by one, and the event names each with its old and new value', async () => {
    const { client } = await deskFor()
    expect(await client.settings.update({ issuer: 'Northwind', window: 0, lockAfter: 10 })).toEqual({
      ...defaultSettings,
      issuer: 'Northwind',
      window: 0,
    })
    const { events } = await client.audit.list({ filter: { actions: ['settings.changed'] } })
    expect(events[0]?.details).toEqual({
      'issuer.before': 'TOTP Desk',
      'issuer.after': 'Northwind',
      'window.before': 1,
      'window.after': 0,
    })
  })

  it('record nothing when nothing changes', async () => {
    const { client } = await deskFor()
    await client.settings.update({ issuer: defaultSettings.issuer })
    await client.settings.update({})
    expect(await client.audit.list({ filter: { actions: ['settings.changed'] } })).toMatchObject({ matched: 0 })
  })

  it('refuse a wait that begins after the lock, whichever of the two is given', async () => {
    const { client } = await deskFor()
    for (const changes of [{ delayAfter: 11 }, { lockAfter: 4 }]) {
      const refusal = await refusalOf(client.settings.update(changes))
      expect(refusal).toMatchObject({ code: 'invalid_input', details: { delayAfter: expect.any(String) } })
    }
    expect(await client.settings.update({ delayAfter: 4, lockAfter: 4 })).toMatchObject({ lockAfter: 4 })
  })

  it.each([
    { lockAfter: 101 },
    { lockAfter: 2 },
    { lockMinutes: 4 },
    { window: 2 },
    { expirationMinutes: 1441 },
    { issuer: 'a:b' },
    { issuer: '' },
    { autoLockMinutes: 481 },
    { recoveryCodes: 'plain' },
    { unknown: true },
  ])('refuse %j', async (changes) => {
    const { dispatch } = await deskFor()
    expect(await dispatch('settings.update', changes)).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
  })
})
