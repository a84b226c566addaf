import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createDesk } from '../../../electron/desk/desk'
import { procedureNames } from '../../../shared/contract/names'
import { cheapKdf, createTestClock, openTestDesk, type TestDesk, testPassphrase } from '../../support/desk'
import { desksOfTest, refusalOf } from '../../support/desks'

const deskFor = desksOfTest()
afterEach(() => vi.useRealTimers())

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

  it('works with another vault when told to, and not while one is open', async () => {
    const [one, other] = [await deskFor(), await deskFor()]
    const { folder } = await other.client.vault.lock()
    expect(await refusalOf(one.desk.use(folder))).toMatchObject({ code: 'vault_in_use' })
    expect(await one.client.settings.get()).toMatchObject({ autoLockMinutes: 15 })
    await one.client.vault.lock()
    expect(await one.desk.use(folder)).toMatchObject({ state: 'locked', folder })
    expect(await one.client.vault.unlock({ passphrase: testPassphrase })).toMatchObject({ state: 'unlocked', folder })
    expect(await actionsOf(one)).toEqual(expect.arrayContaining(['vault.created', 'vault.locked', 'vault.unlocked']))
  })

  it('records its beginning, each unlock and each lock', async () => {
    const first = await deskFor()
    await first.client.vault.lock()
    await first.client.vault.unlock({ passphrase: testPassphrase })
    const second = await first.reopen()
    expect(await actionsOf(second)).toEqual([
      'vault.created',
      'operator.created',
      'app.started',
      'vault.unlocked',
      'vault.locked',
      'vault.unlocked',
      'vault.locked',
      'app.stopped',
      'app.started',
      'vault.unlocked',
      'audit.read',
    ])
    await second.desk.close()
  })

  it('refuses every call that needs the vault while there is none, and while it is locked', async () => {
    const test = await deskFor({ create: false })
    expect(await refusalOf(test.client.users.search())).toMatchObject({ code: 'vault_absent' })
    await test.client.vault.create({ operator: 'Ada', passphrase: testPassphrase })
    await test.client.vault.lock()
    expect(await refusalOf(test.client.users.search())).toMatchObject({ code: 'vault_locked' })
    expect(await refusalOf(test.client.vault.lock())).toMatchObject({ code: 'vault_locked' })
  })

  it('keeps operator, people and settings over a restart', async () => {
    const first = await deskFor()
    await first.client.settings.update({ issuer: 'Northwind' })
    const { userId } = await first.client.users.create({ name: 'Mara', email: 'mara@example.org' })
    const second = await first.reopen()
    expect(await second.client.settings.get()).toMatchObject({ issuer: 'Northwind' })
    expect(await second.client.users.get({ userId })).toMatchObject({ name: 'Mara' })
    expect((await second.client.vault.status()).operator).toMatchObject({ name: 'Ada Admin' })
    await second.desk.close()
  })

  it('makes ids that say whether the vault is a demo', async () => {
    const live = await deskFor()
    const demo = await deskFor({ demo: true })
    expect((await live.client.users.create({ name: 'A', email: 'a@example.org' })).userId).toMatch(/^user-live-/)
    expect((await demo.client.users.create({ name: 'A', email: 'a@example.org' })).userId).toMatch(/^user-test-/)
    expect(await demo.client.settings.get()).toMatchObject({ recoveryCodes: 'readable', autoLockMinutes: 0 })
    expect(await demo.client.vault.status()).toMatchObject({ demo: true })
  })

  it('completes a vault whose first act never reached the disk', async () => {
    const test = await deskFor({ create: false })
    const { createVault } = await import('../../../electron/vault/vault')
    const { migrations } = await import('../../../electron/desk/store/schema')
    const operatorId = 'operator-live-00000000-0000-4000-8000-000000000000'
    const vault = await createVault({
      folder: test.folder,
      operatorId,
      passphrase: testPassphrase,
      migrations,
      kdf: cheapKdf,
      now: 0,
    })
    await vault.close()
    await test.client.vault.unlock({ passphrase: testPassphrase })
    expect((await test.client.vault.status()).operator).toMatchObject({ operatorId, role: 'admin' })
    expect(await actionsOf(test)).toContain('vault.created')
  })
})

describe('passphrases', () => {
  it('refuses a short one before anything is made', async () => {
    const test = await deskFor({ create: false })
    const refusal = await refusalOf(test.client.vault.create({ operator: 'Ada', passphrase: 'elevenchars' }))
    expect(refusal).toMatchObject({ code: 'weak_passphrase' })
    expect(refusal.message).not.toContain('elevenchars')
    expect(await test.client.vault.status()).toMatchObject({ state: 'absent' })
  })

  it('counts characters as people do', async () => {
    const test = await deskFor({ create: false })
    const elevenSigns = '🔑'.repeat(11)
    expect(await refusalOf(test.client.vault.create({ operator: 'Ada', passphrase: elevenSigns }))).toMatchObject({
      code: 'weak_passphrase',
    })
  })

  it('waits 1, 2, 4, 8, 16, 30, 30 s after wrong ones and evaluates nothing meanwhile', async () => {
    const test = await deskFor()
    await test.client.vault.lock()
    for (const [before, seconds] of [1, 2, 4, 8, 16, 30, 30].entries()) {
      const wrong = await refusalOf(test.client.vault.unlock({ passphrase: 'not the right words' }))
      expect(wrong).toMatchObject({ code: 'wrong_passphrase', details: { retryAfterSeconds: seconds } })
      const doubt = before < 2 ? '' : ' If you are sure of it, compare the file vault.keys with a backup.'
      expect(wrong.message).toBe(`Wrong passphrase. Nothing was changed.${doubt} Next try in ${seconds} s.`)
      test.clock.advance(seconds * 1000 - 1)
      // The right one too: whether it is right is not looked at.
      const early = await refusalOf(test.client.vault.unlock({ passphrase: testPassphrase }))
      expect(early).toMatchObject({ code: 'too_many_requests', details: { retryAfterSeconds: 1 } })
      expect(early.message).toBe('Too soon. This passphrase was not tried. Next try in 1 s.')
      test.clock.advance(1)
    }
    expect(await test.client.vault.unlock({ passphrase: testPassphrase })).toMatchObject({ state: 'unlocked' })
  })

  it('records the wrong ones with the next good one, and begins anew', async () => {
    const test = await deskFor()
    await test.client.vault.lock()
    for (const seconds of [1, 2]) {
      await refusalOf(test.client.vault.unlock({ passphrase: 'not the right words' }))
      test.clock.advance(seconds * 1000)
    }
    await test.client.vault.unlock({ passphrase: testPassphrase })
    const { events } = await test.client.audit.list({ filter: { actions: ['vault.unlock_failed'] } })
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ outcome: 'fail', severity: 'warning', details: { count: 2 } })
    await test.client.vault.lock()
    const again = await refusalOf(test.client.vault.unlock({ passphrase: 'not the right words' }))
    expect(again.details).toMatchObject({ retryAfterSeconds: 1 })
  })

  it('evaluates parallel guesses one after the other, so that they wait for each other', async () => {
    const test = await deskFor()
    await test.client.vault.lock()
    const guesses = Array.from({ length: 5 }, () =>
      refusalOf(test.client.vault.unlock({ passphrase: 'a wrong guess!' })),
    )
    const codes = (await Promise.all(guesses)).map((refusal) => refusal.code)
    expect(codes).toEqual(['wrong_passphrase', ...Array(4).fill('too_many_requests')])
  })
})

describe('bad vaults', () => {
  it('refuses a second vault in the same folder', async () => {
    const test = await deskFor()
    expect(await refusalOf(test.client.vault.create({ operator: 'Eve', passphrase: testPassphrase }))).toMatchObject({
      code: 'vault_exists',
    })
    expect((await test.client.vault.status()).operator).toMatchObject({ name: 'Ada Admin' })
  })

  it('refuses to open a vault that another desk holds, and leaves it working', async () => {
    const test = await deskFor()
    const other = createDesk({ folder: test.folder, clock: createTestClock(), version: '0.0.0-test' })
    expect(await refusalOf(other.unlock({ passphrase: testPassphrase }))).toMatchObject({ code: 'vault_in_use' })
    expect(await test.client.users.create({ name: 'Mara', email: 'm@example.org' })).toMatchObject({ name: 'Mara' })
  })

  it('refuses an absent vault and a damaged one by name', async () => {
    const test = await deskFor({ create: false })
    expect(await refusalOf(test.client.vault.unlock({ passphrase: testPassphrase }))).toMatchObject({
      code: 'vault_absent',
    })
    await test.client.vault.create({ operator: 'Ada', passphrase: testPassphrase })
    await test.client.vault.lock()
    await writeFile(join(test.folder, 'vault.snapshot'), 'scribbled over')
    expect(await refusalOf(test.client.vault.unlock({ passphrase: testPassphrase }))).toMatchObject({
      code: 'vault_damaged',
    })
    await rm(test.folder, { recursive: true })
  })
})

describe('the idle lock', () => {
  async function idleDesk(): Promise<{ test: TestDesk; pass(minutes: number): Promise<void>; locks: string[] }> {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const test = await deskFor({ heartbeatMs: undefined })
    const locks: string[] = []
    test.desk.subscribe((name, payload) => {
      if (name === 'vault.locked' && 'why' in payload) locks.push(payload.why)
    })
    const pass = async (minutes: number) => {
      test.clock.advance(minutes * 60_000)
      vi.advanceTimersByTime(5000)
      await test.desk.lock('asked').catch(() => {})
    }
    return { test, pass, locks }
  }

  it('locks after the minutes set, for the reason "idle"', async () => {
    const { pass, locks } = await idleDesk()
    await pass(15)
    expect(locks).toEqual(['idle'])
  })

  it.each(['client', 'personClient'] as const)('is put off by input at a page, told by its %s', async (side) => {
    const { test, pass, locks } = await idleDesk()
    test.clock.advance(14 * 60_000)
    await test[side].vault.touch()
    await pass(2)
    expect(locks).toEqual(['asked'])
  })

  it('is not put off by anything that is read or done without a hand at the page', async () => {
    const { test, pass, locks } = await idleDesk()
    test.clock.advance(14 * 60_000)
    const { userId } = await test.client.users.create({ name: 'Mara Lind', email: 'mara@example.com' })
    await test.client.totps.enroll({ userId })
    await test.client.verification.submit({ userId, code: '000000' })
    await test.client.settings.update({ issuer: 'Nordwind' })
    await test.client.audit.list({ filter: { subjectUserId: userId } })
    for (const name of procedureNames) if (!name.startsWith('vault.')) await test.dispatch(name, { userId })
    for (const name of procedureNames) if (!name.startsWith('vault.')) await test.dispatch(name)
    await test.client.vault.status()
    expect((await test.client.audit.list()).events.length).toBeGreaterThan(10)
    await pass(2)
    expect(locks).toEqual(['idle'])
  })

  it('counts the time that the machine slept', async () => {
    const { test, locks } = await idleDesk()
    test.clock.setWall(test.clock.now() + 16 * 60_000)
    vi.advanceTimersByTime(5000)
    await vi.waitFor(() => expect(locks).toEqual(['idle']))
  })

  it('never comes when it is set to 0', async () => {
    const { test, pass, locks } = await idleDesk()
    await test.client.settings.update({ autoLockMinutes: 0 })
    await pass(10_000)
    expect(locks).toEqual(['asked'])
  })
})

describe('events and defects', () => {
  it('goes on when a listener throws', async () => {
    const test = await deskFor()
    const heard: string[] = []
    test.desk.subscribe(() => {
      throw new Error('a listener broke')
    })
    const stop = test.desk.subscribe((name) => void heard.push(name))
    await test.client.users.create({ name: 'Mara', email: 'mara@example.org' })
    expect(heard).toEqual(['audit.appended'])
    expect(test.defects).toHaveLength(1)
    stop()
    await test.client.users.create({ name: 'Tomas', email: 'tomas@example.org' })
    expect(heard).toHaveLength(1)
  })

  it('locks although the disk takes no more rows', async () => {
    const test = await openTestDesk()
    const { context } = test.desk.open()
    vi.spyOn(context.vault, 'transact').mockImplementation(() => {
      throw new Error('no space')
    })
    expect(await test.client.vault.lock()).toMatchObject({ state: 'locked' })
    expect(test.defects).toHaveLength(1)
    await test.end()
  })
})
