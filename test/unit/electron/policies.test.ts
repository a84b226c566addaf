import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import {
  downloadId,
  mayLoad,
  mayNavigate,
  parseOurUrl,
  personScreenTotpId,
} from '../../../electron/hosts/electron/address'
import { watchGaps } from '../../../electron/hosts/electron/idle'
import { trustedSide } from '../../../electron/hosts/electron/ipc'
import { instanceFolder, readStartOptions } from '../../../electron/hosts/electron/options'
import { mayUse } from '../../../electron/hosts/electron/session'
import { chooseVault } from '../../../electron/hosts/vault-folder'

vi.mock('electron', () => import('../../support/fake-electron'))

const totpId = 'totp-live-6b1f2c3d-0000-4000-8000-00000000abcd'
const personScreen = `desk://app/index.html#/person-screen/${totpId}`

/** URLs that look like ours, or want to be taken for it. */
const hostileUrls = [
  '',
  'about:blank',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:desk://app/6b1f2c3d',
  'file:///etc/passwd',
  'file://desk/app/index.html',
  'https://app/index.html',
  'https://example.com/?next=desk://app/index.html',
  'https://example.com/#desk://app/index.html',
  'https://desk:app@example.com/index.html',
  'desk:app/index.html',
  'desk:/app/index.html',
  'desk:///app/index.html',
  'desk://app.example.com/index.html',
  'desk://application/index.html',
  'desk://app@example.com/index.html',
  'desk://user@app/index.html',
  'desk://user:word@app/index.html',
  'desk://app:1234/index.html',
  'desk://ap%70/index.html',
  'desks://app/index.html',
  'view-source:desk://app/index.html',
  'ms-settings:',
  'vbscript:msgbox(1)',
]

describe('addresses', () => {
  test.each(hostileUrls)('%j is not ours: no navigation, no person’s screen, no download', (url) => {
    expect(parseOurUrl(url)).toBeNull()
    expect(mayNavigate(url)).toBe(false)
    expect(personScreenTotpId(url)).toBeNull()
    expect(downloadId(url)).toBeNull()
  })

  test.each(['desk://app/', 'desk://app/download/abc', 'desk://app/index.html?next=1', 'desk://app/assets/index.js'])(
    'a page is not navigated to %j, though it is ours',
    (url) => expect(mayNavigate(url)).toBe(false),
  )

  test('a page may load itself anew, whatever screen it shows', () => {
    expect(mayNavigate('desk://app/index.html')).toBe(true)
    expect(mayNavigate('desk://app/index.html#/people')).toBe(true)
  })

  test('the URL of the person’s screen is accepted in exactly one form', () => {
    expect(personScreenTotpId(personScreen)).toBe(totpId)
    for (const url of [
      `${personScreen}/`,
      `${personScreen}?x=1`,
      `${personScreen}#`,
      ` ${personScreen}`,
      personScreen.replace('#/person-screen/', '#/people/'),
      personScreen.replace('index.html', 'index.html?x'),
      personScreen.replace('index.html', ''),
      personScreen.replace('desk:', 'DESK:'),
      personScreen.replace('totp-live', 'user-live'),
      'desk://app/index.html#/person-screen/',
      'desk://app/index.html#/person-screen/../people',
      `https://example.com/${personScreen}`,
    ]) {
      expect(personScreenTotpId(url), url).toBeNull()
    }
  })

  test('a download is named by one plain id', () => {
    expect(downloadId('desk://app/download/3f9a-b_C')).toBe('3f9a-b_C')
    for (const path of ['', 'a/b', 'a%2fb', '..', '../index.html', 'a?b', 'a b', 'a'.repeat(129)]) {
      expect(downloadId(`desk://app/download/${path}`), path).toBeNull()
    }
  })

  test('nothing is loaded from the network, packaged or not', () => {
    for (const packaged of [true, false]) {
      expect(mayLoad('desk://app/assets/index.js', packaged)).toBe(true)
      expect(mayLoad('data:image/png;base64,AA==', packaged)).toBe(true)
      for (const url of [
        'https://example.com/',
        'http://127.0.0.1:80/',
        'ws://localhost/',
        'file:///etc/passwd',
        'desk://evil/',
        '',
      ])
        expect(mayLoad(url, packaged), url).toBe(false)
    }
    expect(mayLoad('devtools://devtools/bundled/x.js', true)).toBe(false)
  })
})

describe('who may speak', () => {
  const good = { side: 'operator', frameUrl: 'desk://app/index.html#/desk', isMainFrame: true } as const

  test('our window, its main frame, our origin: all three', () => {
    expect(trustedSide(good)).toBe('operator')
    expect(trustedSide({ ...good, side: 'person' })).toBe('person')
    expect(trustedSide({ ...good, side: undefined })).toBeNull()
    expect(trustedSide({ ...good, isMainFrame: false })).toBeNull()
    expect(trustedSide({ ...good, frameUrl: null })).toBeNull()
  })

  test.each(hostileUrls)('a frame at %j is a stranger', (frameUrl) => {
    expect(trustedSide({ ...good, frameUrl })).toBeNull()
  })
})

describe('permissions', () => {
  const ask = {
    permission: 'clipboard-sanitized-write',
    side: 'operator',
    isMainFrame: true,
    url: 'desk://app/',
  } as const

  test.each([
    'clipboard-read',
    'media',
    'display-capture',
    'geolocation',
    'notifications',
    'openExternal',
    'hid',
    'usb',
    'fileSystem',
    'unknown',
  ])('%s is never granted', (permission) => expect(mayUse({ ...ask, permission })).toBe(false))

  test('only the operator page itself may write to the clipboard', () => {
    expect(mayUse(ask)).toBe(true)
    expect(mayUse({ ...ask, side: 'person' })).toBe(false)
    expect(mayUse({ ...ask, side: undefined })).toBe(false)
    expect(mayUse({ ...ask, isMainFrame: false })).toBe(false)
    expect(mayUse({ ...ask, url: 'https://example.com/' })).toBe(false)
  })
})

describe('absence', () => {
  test('a gap in the wall clock locks, a late tick does not', () => {
    const lock = vi.fn()
    const tick = watchGaps(lock, 0)
    tick(15_000)
    tick(74_000)
    expect(lock).not.toHaveBeenCalled()
    tick(74_000 + 3_600_000)
    expect(lock).toHaveBeenCalledOnce()
    tick(74_000 + 3_615_000)
    expect(lock).toHaveBeenCalledOnce()
  })
})

describe('the command line', () => {
  const read = (...argv: string[]) => readStartOptions(['program', ...argv], resolve('/here'))

  test('the vault is the usual one unless a folder is named', () => {
    expect(read()).toEqual({ vault: chooseVault(null, '/') })
    expect(read('--vault')).toEqual(read())
    expect(read('--vault', resolve('/other'))).toEqual({ vault: { folder: resolve('/other'), earlier: [] } })
    expect(read('.', '--vault=near').vault?.folder).toBe(resolve('/here/near'))
  })

  test('a demo never meets the vault that holds real people', () => {
    expect(read('--demo')).toEqual({ vault: null })
    expect(() => read('--demo', '--vault', '/other')).toThrow(/Leave out --vault/)
  })

  test('switches of Electron and Chromium are left alone', () => {
    const options = read('--inspect=0', '--no-sandbox', '.', '--vault', '/other', '--remote-debugging-port=0')
    expect(options).toEqual({ vault: { folder: resolve('/other'), earlier: [] } })
  })

  test('the usual vault, each named one and the demo are instances of their own; a spelling is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'desk-instances-'))
    await mkdir(join(folder, 'a'))
    await symlink(join(folder, 'a'), join(folder, 'also-a'), 'junction')
    const of = (...argv: string[]) => instanceFolder('/user', read(...argv))
    const all = [of(), of('--demo'), of('--vault', join(folder, 'a')), of('--vault', join(folder, 'b'))]
    expect(new Set(all).size).toBe(4)
    expect(all[0]).toBe('/user')
    expect(of('--vault', join(folder, 'also-a'))).toBe(all[2])
    expect(of(`--vault=${join(folder, 'x', '..', 'a')}`)).toBe(all[2])
    expect(of('--vault', chooseVault(null, '/').folder)).toBe('/user')
    await rm(folder, { recursive: true })
  })
})
