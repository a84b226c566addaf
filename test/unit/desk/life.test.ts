import { afterEach, describe, expect, it, vi } from 'vitest'
import { openTestDesk, type TestDesk, type TestDeskOptions, testPassphrase } from '../../support/desk'

let open: TestDesk[] = []
async function deskFor(options?: TestDeskOptions): Promise<TestDesk> {
  const test = await openTestDesk(options)
  open.push(test)
  return test
}
afterEach(async () => {
  vi.useRealTimers()
  for (const test of open) await test.end()
  open = []
})

const actionsOf = async (test: TestDesk) =>
  (await test.client.audit.list({ limit: 500 })).events.map((event) => event.action).reverse()

describe('the life of the vault', () => {
  it('is absent, then unlocked, then locked', async () => {
    const test = await deskFor({ create: false })
    expect(await test.client.vault.status()).toMatchObject({ state: 'absent', operator: null, demo: false })
    await test.client.vault.create({ operator: 'Ada Admin', passphrase: testPassphrase, issuer: 'Ada & Co' })
    expect(await test.client.vault.status()).toMatchObject({
      state: 'unlocked',
      operator: { name: 'Ada Admin', role: 'admin' },
    })
    expect(await test.client.settings.get()).toMatchObject({ issuer: 'Ada & Co', autoLockMinutes: 15 })
    expect(await test.client.vault.lock()).toMatchObject({ state: 'locked', operator: null })
  })
})
