import { join } from 'node:path'
import parseContentSecurityPolicy from 'content-security-policy-parser'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type BootedDesk, bootDesk } from '../../support/booted-desk'
import { app, type FakeBrowserWindow, type FakeSession, fake } from '../../support/fake-electron'

vi.mock('electron', () => import('../../support/fake-electron'))

const personScreenUrl = 'desk://app/index.html#/person-screen/totp-live-6b1f2c3d-0000-4000-8000-00000000abcd'
let desk: BootedDesk
let folder: string
let operator: FakeBrowserWindow
let session: FakeSession

beforeAll(async () => {
  desk = await bootDesk()
  ;({ folder, operator, session } = desk)
})
afterAll(() => desk.remove())

describe('the start', () => {
  test('does everything in its order, the window last', () => {
    expect(fake.order).toEqual([
      'sandbox',
      'path of userData',
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
    expect(operator.options).toMatchObject({ title: 'TOTP Desk', width: 1366, height: 820 })
    // Under Wayland a hidden window never paints.
    expect(operator.options.show).toBe(process.platform === 'linux')
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
    `${personScreenUrl}?x`,
    personScreenUrl.replace('totp-', 'user-'),
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
