import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, posix, win32 } from 'node:path'
import parseContentSecurityPolicy from 'content-security-policy-parser'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { assetResponse, resolveAsset } from '../../../electron/hosts/assets'
import { contentSecurityPolicy, newNonce, noncePlaceholder } from '../../../electron/hosts/csp'
import { attachmentResponse } from '../../../electron/hosts/download'

let folder: string

beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), 'desk-assets-'))
  folder = join(root, 'renderer')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await mkdir(join(root, 'renderer-other'))
  await writeFile(join(root, 'secret.js'), 'outside')
  await writeFile(join(root, 'renderer-other', 'secret.js'), 'outside')
  await writeFile(
    join(folder, 'index.html'),
    `<script nonce="${noncePlaceholder}"></script><style nonce="${noncePlaceholder}"></style>`,
  )
  await writeFile(join(folder, 'assets', 'index-AB.js'), 'export {}')
  await writeFile(join(folder, 'notes.bin'), 'not a page')
})
afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }))

describe('the policy', () => {
  test('holds exactly these directives', () => {
    const policy = parseContentSecurityPolicy(contentSecurityPolicy('abc'))
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'", "'nonce-abc'"],
      'style-src': ["'self'", "'nonce-abc'"],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'"],
      'connect-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
      'frame-src': ["'none'"],
      'object-src': ["'none'"],
      'worker-src': ["'none'"],
    })
  })

  test('a nonce is 128 bits and never the same', () => {
    const nonces = Array.from({ length: 100 }, newNonce)
    expect(new Set(nonces).size).toBe(100)
    for (const nonce of nonces) expect(Buffer.from(nonce, 'base64')).toHaveLength(16)
  })

  test('the nonce of each load stands in the header and in every place of the page', async () => {
    const seen = new Set<string>()
    for (const path of ['/', '/index.html']) {
      const response = await assetResponse(folder, path)
      const policy = parseContentSecurityPolicy(response.headers.get('content-security-policy') ?? '')
      const nonce = policy.get('script-src')?.[1]?.slice("'nonce-".length, -1) ?? ''
      const page = await response.text()
      expect(page).toBe(`<script nonce="${nonce}"></script><style nonce="${nonce}"></style>`)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      seen.add(nonce)
    }
    expect(seen.size).toBe(2)
  })
})

describe('files of the page', () => {
  test('are served with their type', async () => {
    const response = await assetResponse(folder, '/assets/index-AB.js')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await response.text()).toBe('export {}')
  })

  const hostilePaths = [
    '',
    'index.html',
    '/..',
    '/../secret.js',
    '/../renderer-other/secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/..%2fsecret.js',
    '/%252e%252e%252fsecret.js',
    '/..\\secret.js',
    '/..%5csecret.js',
    '/C:/Windows/win.js',
    '/C:%5cWindows%5cwin.js',
    '/assets/index-AB.js:stream.js',
    '//server/share/secret.js',
    '/assets/index-AB.js%00.html',
    '/%',
    '/%ff%fe.js',
    '/notes.bin',
    '/assets',
    '/assets/',
    '/missing.js',
  ]
  test.each(hostilePaths)('%j is answered with 404', async (path) => {
    const response = await assetResponse(folder, path)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('Not found.')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test.each([
    ['posix', posix, '/srv/renderer'],
    ['win32', win32, 'C:\\desk\\renderer'],
  ] as const)('no path leaves the folder under the rules of %s', (_name, path, root) => {
    for (const pathname of hostilePaths) {
      const asset = resolveAsset(root, pathname, path)
      if (asset) expect(asset.file.startsWith(root + path.sep), `${pathname} gave ${asset.file}`).toBe(true)
    }
    expect(resolveAsset(root, '/assets/a%20b.css', path)?.file).toBe(path.join(root, 'assets', 'a b.css'))
  })
})

describe('a download', () => {
  async function* pieces(fail?: Error) {
    yield 'one,'
    yield 'zwei ü\r\n'
    if (fail) throw fail
  }

  test('streams as an attachment of its name and type', async () => {
    const response = attachmentResponse({ fileName: 'audit.csv', mediaType: 'text/csv', rows: 1, chunks: pieces() })
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=audit.csv')
    expect(response.headers.get('content-type')).toBe('text/csv')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toBe('one,zwei ü\r\n')
  })

  test('that fails half way does not end like a whole one', async () => {
    const broken = attachmentResponse({
      fileName: 'a',
      mediaType: 'text/csv',
      rows: 1,
      chunks: pieces(new Error('the disk')),
    })
    await expect(broken.text()).rejects.toThrow()
  })

  test('whose reader goes away ends the work on it', async () => {
    let ended = false
    async function* endless() {
      try {
        for (;;) yield 'row\r\n'
      } finally {
        ended = true
      }
    }
    const { body } = attachmentResponse({ fileName: 'a', mediaType: 'text/csv', rows: 1, chunks: endless() })
    const reader = body?.getReader()
    await reader?.read()
    await reader?.cancel()
    await vi.waitFor(() => expect(ended).toBe(true))
  })

  test('cannot break out of its header by its name', () => {
    const fileName = 'a"; x="\r\nset-cookie: é.csv'
    const { headers } = attachmentResponse({ fileName, mediaType: 'text/csv', rows: 1, chunks: pieces() })
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="a\\"; x=\\"??set-cookie: ?.csv"; filename*=UTF-8''a%22%3B%20x%3D%22%0D%0Aset-cookie%3A%20%C3%A9.csv`,
    )
    expect(headers.get('set-cookie')).toBeNull()
  })
})
