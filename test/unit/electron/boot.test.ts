import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import parseContentSecurityPolicy from 'content-security-policy-parser'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ProcedureName } from '../../../shared/contract/names'
import type { Answer } from '../../../shared/contract/transport'
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

const totpId = 'totp-live-6b1f2c3d-0000-4000-8000-00000000abcd'
const facingUrl = `desk://app/index.html#/facing/${totpId}`
let folder: string
let operator: FakeBrowserWindow
let session: FakeSession

/** What went wrong is given as it would arrive: a window, and the frame that speaks. */
async function call(
  name: string,
  input: unknown = {},
  sender: FakeWebContents = operator.webContents,
  senderFrame: FakeFrame | null = sender.mainFrame,
): Promise<Answer> {
  const handler = fake.handlers.get('desk:invoke')
  if (!handler) throw new Error('Nothing is registered for desk:invoke.')
  return (await handler({ sender, senderFrame }, name, structuredClone(input))) as Answer
}

async function granted(name: ProcedureName, input: unknown = {}): Promise<Record<string, unknown>> {
  const answer = await call(name, input)
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`)
  return answer.value as Record<string, unknown>
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-boot-'))
  fake.appPath = folder
  fake.paths.set('userData', join(folder, 'user'))
  await mkdir(join(folder, 'out', 'renderer'), { recursive: true })
  await writeFile(join(folder, 'out', 'renderer', 'index.html'), '<script nonce="__CSP_NONCE__"></script>')
  const { booted } = await import('../../../electron/main')
  await booted
  const [first] = FakeBrowserWindow.all
  const [only] = fake.sessions
  if (!first || !only) throw new Error(`The program did not start: ${fake.dialogs.join()}`)
  operator = first
  session = only
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the start', () => {
  test('does everything in its order, the window last', () => {
    expect(fake.order).toEqual([
      'sandbox',
      'single instance',
      'scheme',
      'ready',
      'permissions',
      'scheme handler',
      'ipc',
      'menu',
      'window',
    ])
    expect(fake.dialogs).toEqual([])
  })

  test('the window is sandboxed, isolated and without Node', () => {
    expect(operator.options).toMatchObject({ title: 'TOTP Desk', width: 1366, height: 820, show: false })
    expect(operator.options.webPreferences).toEqual({
      preload: join(folder, 'out', 'preload', 'preload.cjs'),
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      disableBlinkFeatures: 'Auxclick',
      devTools: false,
    })
    expect(operator.visible).toBe(true)
    expect(operator.webContents.getURL()).toBe('desk://app/index.html')
  })

  test('the session keeps nothing and asks nobody', () => {
    expect(session.partition).not.toMatch(/^persist:/)
    expect(session.options).toEqual({ cache: false })
    expect(session.spellChecker).toBe(false)
    expect(session.device?.()).toBe(false)
  })

  test('a second start brings the first window to the front', () => {
    app.emit('second-instance')
    expect(operator.focused).toBe(1)
  })

  test('the menu of a packaged program has neither reload nor developer tools', () => {
    const roles = JSON.stringify(fake.menu)
    expect(roles).toContain('editMenu')
    expect(roles).not.toMatch(/reload|devtools/i)
  })
})

describe('the scheme', () => {
  const get = (url: string, method = 'GET') => {
    const handler = session.schemes.get('desk')
    if (!handler) throw new Error('Nothing serves desk:')
    return handler({ url, method })
  }

  test('is standard and secure, and bypasses no policy', () => {
    expect(fake.schemes).toEqual([
      { scheme: 'desk', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ])
  })

  test('serves the page under the policy, with the nonce of this load', async () => {
    const response = await get('desk://app/index.html')
    const policy = parseContentSecurityPolicy(response.headers.get('content-security-policy') ?? '')
    const nonce = policy.get('script-src')?.[1]?.slice("'nonce-".length, -1)
    expect(await response.text()).toBe(`<script nonce="${nonce}"></script>`)
    expect(policy.get('default-src')).toEqual(["'none'"])
    expect(policy.get('frame-ancestors')).toEqual(["'none'"])
  })

  test.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('answers %s with 405', async (method) => {
    expect((await get('desk://app/index.html', method)).status).toBe(405)
  })

  test.each([
    'desk://other/index.html',
    'desk://user@app/index.html',
    'desk://app/download/none',
    'desk://app/../main.js',
  ])('answers %s with 404', async (url) => expect((await get(url)).status).toBe(404))
})

describe('guards', () => {
  test.each([
    'https://example.com/',
    'file:///etc/passwd',
    'desk://evil/index.html',
    'desk://app/download/x',
    'javascript:0',
  ])('the page is not moved to %s', (url) => {
    expect(operator.webContents.attempt('will-navigate', url)).toBe(false)
    expect(operator.webContents.attempt('will-frame-navigate', url)).toBe(false)
  })

  test('no redirect is followed and no webview attached, not even to our own page', () => {
    expect(operator.webContents.attempt('will-redirect', 'desk://app/index.html')).toBe(false)
    expect(operator.webContents.attempt('will-attach-webview')).toBe(false)
  })

  test.each([
    'about:blank',
    'https://example.com/',
    'desk://app/index.html',
    `${facingUrl}?x`,
    facingUrl.replace('totp-', 'user-'),
  ])('no window opens for %s', (url) => expect(operator.webContents.open(url)).toBeNull())

  test('permissions are refused, asked or checked', () => {
    const callback = vi.fn()
    for (const permission of ['media', 'clipboard-read', 'geolocation', 'notifications']) {
      const details = { isMainFrame: true, requestingUrl: 'desk://app/index.html' }
      session.permissionRequest?.(operator.webContents, permission, callback, details)
      expect(session.permissionCheck?.(operator.webContents, permission, 'desk://app/', { isMainFrame: true })).toBe(
        false,
      )
    }
    expect(callback.mock.calls).toEqual([[false], [false], [false], [false]])
    expect(session.permissionCheck?.(null, 'clipboard-sanitized-write', 'desk://app/', { isMainFrame: true })).toBe(
      false,
    )
  })

  test('nothing goes to the network', () => {
    const callback = vi.fn()
    session.beforeRequest?.({ url: 'https://example.com/' }, callback)
    session.beforeRequest?.({ url: 'desk://app/index.html' }, callback)
    expect(callback.mock.calls).toEqual([[{ cancel: true }], [{ cancel: false }]])
  })
})

describe('calls', () => {
  test('one function answers them all', () => {
    expect([...fake.handlers.keys()]).toEqual(['desk:invoke'])
  })

  test('our window gets the status of the vault, in the folder of the program', async () => {
    expect(await granted('vault.status')).toMatchObject({
      state: 'absent',
      folder: join(folder, 'user', 'vault'),
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
    const facing = operator.webContents.open(facingUrl)
    facing?.close()
    expect(await call('clock.status', {}, facing?.webContents)).toMatchObject({ error: { code: 'foreign_caller' } })
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
    const facing = operator.webContents.open(facingUrl)
    if (!facing) throw new Error('The facing window did not open.')
    expect(facing.options.webPreferences).toEqual(operator.options.webPreferences)
    expect(facing.contentProtected).toBe(true)
    expect(await call('clock.status', {}, facing.webContents)).toMatchObject({ ok: true })
    for (const name of [
      'users.search',
      'audit.list',
      'vault.lock',
      'vault.status',
      'recovery.replace',
      'totps.enroll',
    ]) {
      expect(await call(name, {}, facing.webContents), name).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    }
    expect(facing.webContents.open(facingUrl)).toBeNull()
    expect(facing.webContents.attempt('will-navigate', 'https://example.com/')).toBe(false)
    facing.close()
  })

  test('the screen is kept out of captures while it shows a secret', async () => {
    const user = await granted('users.create', { name: 'Mara Lindqvist', email: 'mara@example.com' })
    operator.webContents.moveTo('desk://app/index.html#/enroll/mara')
    expect(operator.contentProtected).toBe(false)
    await granted('totps.enroll', { userId: user.userId })
    expect(operator.contentProtected).toBe(true)
    operator.webContents.moveTo('desk://app/index.html#/enroll/mara?step=3')
    expect(operator.contentProtected).toBe(true)
    operator.webContents.moveTo('desk://app/index.html#/people')
    expect(operator.contentProtected).toBe(false)
  })

  test('an export is saved once, by the operator, and an interrupted one is told', async () => {
    const { downloadId } = await granted('audit.export', { format: 'csv' })
    const url = `desk://app/download/${downloadId}`
    const get = () => session.schemes.get('desk')?.({ url, method: 'GET' })
    const response = await get()
    expect(response?.headers.get('content-disposition')).toMatch(/^attachment; filename="/)
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
    'the system says %s: the vault locks and the facing window closes',
    async (signal) => {
      await granted('vault.unlock', { passphrase: 'copper lamp river tiny orbit' })
      const facing = operator.webContents.open(facingUrl)
      powerMonitor.emit(signal)
      await vi.waitFor(async () => expect(await granted('vault.status')).toMatchObject({ state: 'locked' }))
      expect(operator.webContents.sent.at(-1)).toEqual(['desk:event', 'vault.locked', { why: 'system' }])
      expect(facing?.isDestroyed()).toBe(true)
    },
  )

  test('quitting closes the desk first', async () => {
    await granted('vault.unlock', { passphrase: 'copper lamp river tiny orbit' })
    app.emit('window-all-closed')
    expect(fake.quits).toBe(0)
    await vi.waitFor(() => expect(fake.quits).toBe(1))
    expect(await granted('vault.status')).toMatchObject({ state: 'locked' })
  })
})
