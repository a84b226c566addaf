import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import parseCsp from 'content-security-policy-parser'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/build-if-stale.mjs'
import type { Answer } from '../../shared/contract/transport'
import type { Host } from '../support/host'
import { bearer, type HttpRequest, hostPassphrase, hostsOfFile, send, withVault } from '../support/hosts'

const start = hostsOfFile()
let host: Host
let cookie: string

beforeAll(async () => {
  host = await start()
  const entered = await send(host, new URL(host.url).pathname)
  cookie = `${entered.headers['set-cookie']}`.split(';')[0] ?? ''
  await withVault(host)
})

const errorOf = (text: string) => {
  const answer = JSON.parse(text) as Answer
  return answer.ok ? null : answer.error
}
const json = { 'content-type': 'application/json' }
const call = (name: string, { headers, body = '{}' }: HttpRequest) =>
  send(host, `/ipc/${name}`, { method: 'POST', headers: { ...json, ...headers }, body })

describe('the link', () => {
  test('opens the console once; a second use says so and opens nothing', async () => {
    const other = await start()
    const path = new URL(other.url).pathname
    const first = await send(other, path)
    expect(first).toMatchObject({ status: 303, headers: { location: '/', 'referrer-policy': 'no-referrer' } })
    const [given] = first.headers['set-cookie'] ?? []
    expect(given?.split('; ').slice(1)).toEqual(['Path=/', 'HttpOnly', 'SameSite=Strict'])
    const second = await send(other, path)
    expect(second.status).toBe(401)
    expect(second.headers['set-cookie']).toBeUndefined()
    expect(second.text).toContain('This link was used already')
    // Whoever is in already only comes back to where they were.
    expect((await send(other, path, { headers: { cookie: `${given?.split(';')[0]}` } })).status).toBe(303)
  })

  test('is not used up by a preview of it', async () => {
    const other = await start()
    const path = new URL(other.url).pathname
    expect(await send(other, path, { method: 'HEAD' })).toMatchObject({ status: 405, headers: { allow: 'GET' } })
    expect((await send(other, path)).status).toBe(303)
  })
})

describe('who may call', () => {
  const wrong = { authorization: `Bearer ${'A'.repeat(43)}` }

  test.each<[string, () => HttpRequest['headers'], number, string | null]>([
    ['the token', () => bearer(host), 200, null],
    ['the cookie', () => ({ cookie }), 200, null],
    ['the cookie from the page', () => ({ cookie, origin: host.origin, 'sec-fetch-site': 'same-origin' }), 200, null],
    ['nothing', () => ({}), 401, 'unauthenticated'],
    ['a wrong token', () => wrong, 401, 'unauthenticated'],
    ['a cookie of another value', () => ({ cookie: `${cookie.split('=')[0]}=AAAA` }), 401, 'unauthenticated'],
    ['a foreign name', () => ({ ...bearer(host), host: 'desk.example:80' }), 403, 'foreign_caller'],
    ['another port', () => ({ ...bearer(host), host: '127.0.0.1:1' }), 403, 'foreign_caller'],
    ['a foreign origin', () => ({ cookie, origin: 'https://example.org' }), 403, 'foreign_caller'],
    ['a page without an origin', () => ({ cookie, origin: 'null' }), 403, 'foreign_caller'],
    ['another port of this machine', () => ({ cookie, origin: 'http://127.0.0.1:1' }), 403, 'foreign_caller'],
    ['another site', () => ({ cookie, 'sec-fetch-site': 'cross-site' }), 403, 'foreign_caller'],
    ['the content type of a form', () => ({ cookie, 'content-type': 'text/plain' }), 403, 'foreign_caller'],
    ['no content type', () => ({ cookie, 'content-type': '' }), 403, 'foreign_caller'],
    ['a content type like it', () => ({ cookie, 'content-type': 'application/json-seq' }), 403, 'foreign_caller'],
    ['the token with any content type', () => ({ ...bearer(host), 'content-type': 'text/plain' }), 200, null],
  ])('with %s', async (_, headers, status, code) => {
    const answer = await call('vault.status', { headers: headers() ?? {} })
    expect(answer.status).toBe(status)
    expect(errorOf(answer.text)?.code ?? null).toBe(code)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test('nothing else is there without the token either, by whatever spelling', async () => {
    const [asset] = await readdir(join(root, 'out', 'renderer', 'assets'))
    const paths = ['/', '/index.html', `/assets/${asset}`, '/events', '/download/x', '/enter', '/enter/x/y']
    const tricks = ['/enter/x/..%2f..%2findex.html', '/enter/..%2findex.html', '/%65nter/../index.html', '//index.html']
    for (const path of [...paths, ...tricks]) {
      const answer = await send(host, path)
      expect([path, answer.status]).toEqual([path, 401])
      expect(answer.text).not.toContain('<script')
    }
    expect((await send(host, '/', { headers: { cookie, host: 'desk.example' } })).status).toBe(403)
  })

  test('a request of another site is not helped by asking first', async () => {
    const headers = { origin: 'https://example.org', 'access-control-request-method': 'POST' }
    const answer = await send(host, '/ipc/vault.status', { method: 'OPTIONS', headers })
    expect(answer.status).toBe(403)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('what is asked', () => {
  test.each(['nothing.here', '__proto__', 'constructor', 'toString', 'vault', 'vault.status/x', 'VAULT.STATUS'])(
    'an unknown procedure: %s',
    async (name) => {
      const answer = await call(encodeURIComponent(name), { headers: bearer(host) })
      expect(answer.status).toBe(200)
      expect(errorOf(answer.text)?.code).toBe('unknown_procedure')
    },
  )

  test.each([
    ['no JSON', '{"passphrase":'],
    ['half a string', '"'],
    ['a list', '[]'],
    ['a text', '"vault"'],
    ['null', 'null'],
    ['a field that is not known', '{"passphrase":"x","more":1}'],
    ['a prototype', '{"__proto__":{"passphrase":"x"}}'],
    ['a number for a text', '{"passphrase":1}'],
    ['bytes that are no text', '\u0000'],
  ])('%s is refused as input, without quoting it', async (_, body) => {
    const answer = await call('vault.unlock', { headers: bearer(host), body })
    expect(answer.status).toBe(200)
    const error = errorOf(answer.text)
    expect(error?.code).toBe('invalid_input')
    expect(error?.message).toMatch(/^[A-Z].*\.$/)
    expect(answer.text).not.toContain('more')
  })

  test('an empty body is an empty input', async () => {
    expect(JSON.parse((await call('vault.status', { headers: bearer(host), body: '' })).text)).toMatchObject({
      ok: true,
    })
  })

  test.each<Record<string, string>>([{ 'content-length': `${300 * 1024}` }, { 'transfer-encoding': 'chunked' }])(
    'a body above the limit is refused (%j)',
    async (framing) => {
      const body = JSON.stringify({ query: 'x'.repeat(300 * 1024 - 12) })
      const answer = await call('users.search', { headers: { ...bearer(host), ...framing }, body })
      expect(errorOf(answer.text)).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('256 KiB') })
      expect(await host.client.vault.status()).toMatchObject({ state: 'unlocked' })
    },
  )

  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    'a call by %s is refused and does nothing',
    async (method) => {
      const answer = await send(host, '/ipc/vault.lock', { method, headers: bearer(host) })
      expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } })
      expect(await host.client.vault.status()).toMatchObject({ state: 'unlocked' })
    },
  )
})

describe('the page', () => {
  const page = () => send(host, '/', { headers: { cookie } })

  test('has a policy that lets in nothing but what it brings', async () => {
    const { headers, text } = await page()
    const policy = parseCsp(`${headers['content-security-policy']}`)
    const nonce = /nonce-([\w+/=]+)/.exec(policy.get('script-src')?.[1] ?? '')?.[1]
    expect(nonce).toMatch(/^[\w+/]{22}==$/)
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'", `'nonce-${nonce}'`],
      'style-src': ["'self'", `'nonce-${nonce}'`],
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
    expect(text).toContain(`nonce="${nonce}"`)
    expect(text).not.toContain('__CSP_NONCE__')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    expect(headers['cache-control']).toBe('no-store')
  })

  test('has a nonce of its own for every load', async () => {
    const loads = await Promise.all(Array.from({ length: 20 }, page))
    const nonces = loads.map(({ text }) => /nonce="([^"]+)"/.exec(text)?.[1])
    expect(new Set(nonces).size).toBe(20)
    expect(nonces).not.toContain(undefined)
  })

  test('and its files come with their kind, to be kept; the page itself is not', async () => {
    const files = await readdir(join(root, 'out', 'renderer', 'assets'))
    for (const [ending, type] of [
      ['.js', 'text/javascript'],
      ['.css', 'text/css'],
      ['.woff2', 'font/woff2'],
    ] as const) {
      const file = files.find((name) => name.endsWith(ending))
      const answer = await send(host, `/assets/${file}`, { headers: { cookie } })
      expect(answer.status).toBe(200)
      expect(answer.headers['content-type']).toContain(type)
      expect(answer.headers['cache-control']).toContain('immutable')
    }
  })

  test.each([
    '/../package.json',
    '/assets/../../main/browser.js',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/..%5cpackage.json',
    '/%252e%252e%252fpackage.json',
    '/index.html%00.js',
    '/C:/Windows/win.ini.txt',
    '//127.0.0.1/../package.json',
    '/.built',
    '/assets',
    '/nothing.js',
  ])('no path leads out of the page’s own folder: %s', async (path) => {
    const answer = await send(host, path, { headers: { cookie } })
    expect(answer.status).toBe(404)
    expect(answer.text).toBe('Not found.')
  })
})

describe('events and files', () => {
  /** What the event stream says until it has said `wanted`; the stream is left after it. */
  async function heardUntil(wanted: string, act: () => Promise<unknown>): Promise<string> {
    const leave = new AbortController()
    const response = await fetch(`${host.origin}/events`, { headers: { cookie }, signal: leave.signal })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    let acted = false
    while (!heard.includes(wanted)) {
      const piece = await reader?.read()
      if (!piece || piece.done) throw new Error(`The stream ended after: ${heard}`)
      heard += piece.value
      if (!acted) {
        acted = true
        await act()
      }
    }
    leave.abort()
    return heard
  }

  test('an act is told of on the event stream, by its row', async () => {
    const heard = await heardUntil('\n\n', () => Promise.resolve())
    expect(heard).toBe(': welcome\n\n')
    const user = { name: 'Mara Lindqvist', email: 'mara@example.org' }
    const told = await heardUntil('user.created', () => host.client.users.create(user))
    const data = /event: audit\.appended\ndata: (\{.*\})\n\n/.exec(`${told}\n\n`)?.[1] ?? '{}'
    expect(JSON.parse(data)).toMatchObject({ action: 'user.created', channel: 'screen' })
    expect(told).not.toContain('Mara')
    expect(told).not.toContain('mara@')
  })

  test('a file is given out once, under its name', async () => {
    const ticket = await host.client.audit.export({ format: 'jsonl' })
    const path = `/download/${ticket.downloadId}`
    // A look at it does not use it up.
    expect((await send(host, path, { method: 'HEAD', headers: { cookie } })).status).toBe(405)
    expect((await send(host, path)).status).toBe(401)
    const first = await send(host, path, { headers: { cookie } })
    expect(first.status).toBe(200)
    expect(first.headers['content-disposition']).toContain(`attachment; filename=${ticket.fileName}`)
    expect(first.text.trimEnd().split('\n')).toHaveLength(ticket.rows)
    const second = await send(host, path, { headers: { cookie } })
    expect(second.status).toBe(404)
    expect(second.text).toContain('fetched already')
  })

  test('locking ends what was open, and is told of', async () => {
    const ticket = await host.client.audit.export({ format: 'csv' })
    const heard = await heardUntil('vault.locked', () => host.client.vault.lock())
    expect(heard).toContain('event: vault.locked\ndata: {"why":"asked"}')
    expect((await send(host, `/download/${ticket.downloadId}`, { headers: { cookie } })).status).toBe(404)
    for (const name of ['users.search', 'audit.list', 'settings.get', 'desk.overview'] as const) {
      expect(await host.invoke(name)).toMatchObject({ ok: false, error: { code: 'vault_locked' } })
    }
    await host.client.vault.unlock({ passphrase: hostPassphrase })
  })

  test('nothing but the link was printed', () => {
    expect(host.printed().trim().split('\n')).toHaveLength(1)
  })
})
