import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { chooseVault } from '../../../electron/hosts/vault-folder'
import { isSecret, type SecretName } from '../../../shared/contract/contract'
import { procedureNames } from '../../../shared/contract/names'
import { keysOf } from '../../../shared/keys-of'
import { type BootedDesk, bootDesk } from '../../support/booted-desk'
import { codeOf } from '../../support/desks'
import {
  app,
  FakeBrowserWindow,
  FakeDownloadItem,
  FakeEvent,
  type FakeFrame,
  type FakeSession,
  type FakeWebContents,
  fake,
  powerMonitor,
} from '../../support/fake-electron'

vi.mock('electron', () => import('../../support/fake-electron'))

const personScreenUrl = 'desk://app/index.html#/person-screen/totp-live-6b1f2c3d-0000-4000-8000-00000000abcd'
let desk: BootedDesk
let operator: FakeBrowserWindow
let session: FakeSession
const call: BootedDesk['call'] = (...given) => desk.call(...given)
const granted: BootedDesk['granted'] = (...given) => desk.granted(...given)

beforeAll(async () => {
  desk = await bootDesk()
  ;({ operator, session } = desk)
})
afterAll(() => desk.remove())

describe('calls', () => {
  test('one function answers them all', () => {
    expect([...fake.handlers.keys()]).toEqual(['desk:invoke'])
  })

  test('our window gets the status of the vault, in the folder of the program', async () => {
    expect(await granted('vault.status')).toMatchObject({
      state: 'absent',
      folder: chooseVault(null, '/').folder,
      version: '0.0.0-test',
    })
  })

  const strangers: [string, () => [FakeWebContents?, (FakeFrame | null)?]][] = [
    ['another window', () => [new FakeBrowserWindow({}).webContents, { url: 'desk://app/index.html', parent: null }]],
    [
      'a subframe',
      () => [operator.webContents, { url: 'desk://app/index.html', parent: operator.webContents.mainFrame }],
    ],
    ['a frame that is gone', () => [operator.webContents, null]],
    [
      'a frame that is no longer the main one',
      () => [operator.webContents, { url: 'desk://app/index.html', parent: null }],
    ],
  ]
  test.each(strangers)('%s is refused with an answer', async (_who, sender) => {
    expect(await call('vault.status', {}, ...sender())).toMatchObject({ ok: false, error: { code: 'foreign_caller' } })
  })

  test.each(['https://app/index.html', 'desk://evil/', 'file:///index.html', 'about:blank', ''])(
    'our own window is refused while it shows %j',
    async (url) => {
      const { mainFrame } = operator.webContents
      const ours = mainFrame.url
      mainFrame.url = url
      expect(await call('vault.status')).toMatchObject({ ok: false, error: { code: 'foreign_caller' } })
      mainFrame.url = ours
    },
  )

  test('a closed window is a stranger', async () => {
    const personScreen = operator.webContents.open(personScreenUrl)
    personScreen?.close()
    expect(await call('clock.status', {}, personScreen?.webContents)).toMatchObject({
      error: { code: 'foreign_caller' },
    })
  })
})

describe('with an open vault', () => {
  beforeAll(async () => {
    await granted('vault.create', { operator: 'Ada', passphrase: 'copper lamp river tiny orbit' })
  })

  test('every window hears of it on the one channel', () => {
    expect(operator.webContents.sent).toContainEqual(['desk:event', 'vault.unlocked', {}])
  })

  test('the window turned to the person has the same guards and may do only its part', async () => {
    const personScreen = operator.webContents.open(personScreenUrl)
    if (!personScreen) throw new Error('The person’s screen did not open.')
    expect(personScreen.options.webPreferences).toEqual(operator.options.webPreferences)
    expect(personScreen.contentProtected).toBe(true)
    expect(await call('clock.status', {}, personScreen.webContents)).toMatchObject({ ok: true })
    for (const name of [
      'users.search',
      'audit.list',
      'audit.days',
      'vault.lock',
      'vault.status',
      'recovery.replace',
      'totps.enroll',
    ]) {
      expect(await call(name, {}, personScreen.webContents), name).toMatchObject({
        ok: false,
        error: { code: 'forbidden' },
      })
    }
    expect(personScreen.webContents.open(personScreenUrl)).toBeNull()
    expect(personScreen.webContents.attempt('will-navigate', 'https://example.com/')).toBe(false)
    personScreen.close()
  })

  describe('the screen is kept out of captures', () => {
    const reason = 'Phone forgotten at home'
    /** A person with an authenticator, one without, and a QR of the latter that is still to be scanned. */
    const ids = { enrolled: '', other: '', totp: '' }
    /** A good call of every procedure that answers with a secret. */
    const showing: Record<SecretName, () => unknown> = {
      'totps.reveal': () => ({ totpId: ids.totp, side: 'operator' }),
      'totps.enroll': () => ({ userId: ids.other }),
      'recovery.replace': () => ({ userId: ids.enrolled }),
      'passes.issue': () => ({ userId: ids.enrolled, minutes: 5, reason, identityCheck: { kind: 'badge' } }),
      'api.credentials': () => ({}),
      'api.rotate': () => ({}),
    }

    beforeAll(async () => {
      ids.enrolled = String((await granted('users.create', { name: 'Mara', email: 'mara@example.com' })).userId)
      ids.other = String((await granted('users.create', { name: 'Noor', email: 'noor@example.com' })).userId)
      const { uri } = await granted('totps.enroll', { userId: ids.enrolled })
      await granted('verification.submit', { userId: ids.enrolled, code: codeOf(String(uri), Date.now()) })
      ids.totp = String((await granted('totps.begin', { userId: ids.other })).totpId)
    })

    test.each(keysOf(showing))('from %s on, until another part of the console is shown', async (name) => {
      operator.webContents.moveTo('desk://app/index.html#/enroll/mara')
      expect(operator.contentProtected).toBe(false)
      await granted(name, showing[name]())
      expect(operator.contentProtected).toBe(true)
      operator.webContents.moveTo('desk://app/index.html#/enroll/mara?step=3')
      expect(operator.contentProtected).toBe(true)
      operator.webContents.moveTo('desk://app/index.html#/people')
      expect(operator.contentProtected).toBe(false)
    })

    test('for no other answer, and not for a refusal', async () => {
      for (const name of procedureNames) {
        if (name.startsWith('vault.') || isSecret(name)) continue
        await call(name, { userId: ids.enrolled })
        await call(name, {})
        expect(operator.contentProtected, name).toBe(false)
      }
      await call('totps.enroll', {})
      expect(operator.contentProtected).toBe(false)
    })
  })

  test('an export is saved once, by the operator, and an interrupted one is told', async () => {
    const { downloadId } = await granted('audit.export', { format: 'csv' })
    const url = `desk://app/download/${downloadId}`
    const get = () => session.schemes.get('desk')?.({ url, method: 'GET' })
    const response = await get()
    expect(response?.headers.get('content-disposition')).toMatch(/^attachment; filename=audit-.*\.csv$/)
    expect(await response?.text()).toContain('vault.created')
    expect((await get())?.status).toBe(404)

    const item = new FakeDownloadItem(url)
    session.emit('will-download', new FakeEvent(), item, operator.webContents)
    item.emit('done', {}, 'interrupted')
    expect(fake.dialogs).toEqual([expect.stringContaining('The file was not saved.')])
    const foreign = new FakeEvent()
    session.emit('will-download', foreign, new FakeDownloadItem('https://example.com/x'), operator.webContents)
    expect(foreign.defaultPrevented).toBe(true)
  })

  test.each(['lock-screen', 'suspend', 'resume', 'user-did-resign-active'])(
    'the system says %s: the vault locks and the person’s screen closes',
    async (signal) => {
      await granted('vault.unlock', { passphrase: 'copper lamp river tiny orbit' })
      const personScreen = operator.webContents.open(personScreenUrl)
      powerMonitor.emit(signal)
      await vi.waitFor(async () => expect(await granted('vault.status')).toMatchObject({ state: 'locked' }))
      // No call gets in from then on; the windows hear of it when the lock is on disk.
      await vi.waitFor(() =>
        expect(operator.webContents.sent.at(-1)).toEqual(['desk:event', 'vault.locked', { why: 'system' }]),
      )
      expect(personScreen?.isDestroyed()).toBe(true)
    },
  )

  test.each(['query-session-end', 'session-end'])('Windows says %s to the window: the vault locks', async (signal) => {
    await granted('vault.unlock', { passphrase: 'copper lamp river tiny orbit' })
    operator.emit(signal)
    await vi.waitFor(async () => expect(await granted('vault.status')).toMatchObject({ state: 'locked' }))
  })

  test('quitting closes the desk first', async () => {
    await granted('vault.unlock', { passphrase: 'copper lamp river tiny orbit' })
    app.emit('window-all-closed')
    expect(fake.quits).toBe(0)
    await vi.waitFor(() => expect(fake.quits).toBe(1))
    expect(await granted('vault.status')).toMatchObject({ state: 'locked' })
  })
})
