import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import parseCsp from 'content-security-policy-parser'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/build-if-stale.mjs'
import type { Answer } from '../../shared/contract/transport'
import type { Host } from '../support/host'
import { bearer, type HttpRequest, hostPassphrase, hostsOfFile, send, sendRaw, withVault } from '../support/hosts'

const start = hostsOfFile()
let host: Host
/** What the page sends with each call. */
let page: Record<string, string>

beforeAll(async () => {
  host = await start()
  page = await enter(host)
  await withVault(host)
})

const errorOf = (text: string) => {
  const answer = JSON.parse(text) as Answer
  return answer.ok ? null : answer.error
}
const json = { 'content-type': 'application/json' }
const call = (name: string, { headers, body = '{}' }: HttpRequest) =>
  send(host, `/ipc/${name}`, { method: 'POST', headers: { ...json, ...headers }, body })
const post = (at: Host, path: string, input: unknown, headers: Record<string, string> = {}) =>
  send(at, path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(input) })
const newLink = async (at: Host): Promise<string> => JSON.parse((await post(at, '/link', {}, bearer(at))).text).url

/** Uses a link as its page does; gives the headers that the console then sends. */
async function enter(at: Host, link = at.url, held: Record<string, string> = {}): Promise<Record<string, string>> {
  const { pathname } = new URL(link)
  const led = await send(at, pathname)
  const code = `${led.headers.location}`.split('#')[1] ?? ''
  const entry = JSON.parse((await post(at, '/enter', { code }, held)).text)
  if (entry.outcome !== 'open') throw new Error(entry.outcome)
  return { authorization: `Bearer ${entry.token}`, origin: at.origin, 'sec-fetch-site': 'same-origin' }
}

const statusAs = async (at: Host, headers: Record<string, string>) =>
  (await post(at, '/ipc/vault.status', {}, headers)).status

describe('the link', () => {
  test('leads on with its code in the fragment, which goes to no server; no cookie is set anywhere', async () => {
    const other = await start()
    const { pathname } = new URL(other.url)
    const led = await send(other, pathname)
    expect(led).toMatchObject({
      status: 303,
      headers: { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' },
    })
    expect(led.headers.location).toBe(`/enter.html#${pathname.split('/').at(-1)}`)
    const shown = await send(other, '/enter.html')
    expect(shown.status).toBe(200)
    await enter(other)
    for (const { headers } of [led, shown]) expect(headers['set-cookie']).toBeUndefined()
  })

  test('is used up by its page alone: neither by looking at it nor by a preview', async () => {
    const other = await start()
    const { pathname } = new URL(other.url)
    expect(await send(other, pathname, { method: 'HEAD' })).toMatchObject({ status: 405, headers: { allow: 'GET' } })
    for (let n = 0; n < 3; n += 1) expect((await send(other, pathname)).status).toBe(303)
    expect(await statusAs(other, await enter(other))).toBe(200)
  })

  test('that is found used ends what it gave, and the terminal is told', async () => {
    const other = await start()
    const thief = await enter(other)
    expect(await statusAs(other, thief)).toBe(200)
    await expect(enter(other)).rejects.toThrow('used')
    expect(await statusAs(other, thief)).toBe(401)
    await expect.poll(() => other.printed()).toContain('A link was used a second time')
    expect(await statusAs(other, await enter(other, await newLink(other)))).toBe(200)
  })

  test('a new one ends what the one before gave', async () => {
    const other = await start()
    const first = await enter(other)
    const second = await enter(other, await newLink(other))
    expect([await statusAs(other, first), await statusAs(other, second)]).toEqual([401, 200])
    await expect.poll(() => other.printed()).toContain('opened with a new link')
  })

  test('is made for the script’s token and for no page’s', async () => {
    const other = await start()
    const before = await enter(other)
    for (const headers of [{}, before, { authorization: 'Bearer x' }]) {
      expect((await post(other, '/link', {}, headers)).status).toBe(401)
    }
  })

  test.each(['', '{}', '[]', '{"code":1}', '{"code":"x","more":1}', '{', `{"code":"${'x'.repeat(5000)}"}`])(
    'what is no code is refused: %.20s',
    async (body) => {
      expect((await send(host, '/enter', { method: 'POST', headers: json, body })).status).toBe(400)
      expect((await send(host, '/proof', { method: 'POST', headers: json, body })).status).toBe(400)
    },
  )
})

describe('a lock', () => {
  test('ends every page’s token; the page that unlocks gets a new one, and no other', async () => {
    const other = await withVault(await start())
    const before = await enter(other)
    const events = await fetch(`${other.origin}/events`, { headers: before })
    const cut = new Response(events.body).text()
    await post(other, '/ipc/vault.lock', {}, before)
    // Locked, the token still shows the unlock screen.
    expect(JSON.parse((await post(other, '/ipc/vault.status', {}, before)).text)).toMatchObject({
      ok: true,
      value: { state: 'locked' },
    })
    const [unlocked, meanwhile] = await Promise.all([
      post(other, '/ipc/vault.unlock', { passphrase: hostPassphrase }, before),
      // The desk is open by then, so this changes nothing: it must not bring a token either.
      post(other, '/ipc/vault.unlock', { passphrase: 'not the passphrase' }, before),
    ])
    expect(JSON.parse(unlocked.text)).toMatchObject({ ok: true, value: { state: 'unlocked' } })
    expect(meanwhile.headers['desk-token']).toBeUndefined()
    const renewed = { ...before, authorization: `Bearer ${unlocked.headers['desk-token']}` }
    expect([await statusAs(other, before), await statusAs(other, renewed)]).toEqual([401, 200])
    await cut
    expect((await post(other, '/ipc/vault.unlock', { passphrase: 'x' }, renewed)).headers['desk-token']).toBeUndefined()
  })

  test('and an unlock by a script leave no page in', async () => {
    const other = await withVault(await start())
    const before = await enter(other)
    await other.client.vault.lock()
    await other.client.vault.unlock({ passphrase: hostPassphrase })
    expect(await statusAs(other, before)).toBe(401)
    expect(await statusAs(other, bearer(other))).toBe(200)
  })

  test('on another occasion than a lock: creating the vault ends nothing', async () => {
    const other = await start()
    const before = await enter(other)
    await withVault(other)
    expect(await statusAs(other, before)).toBe(200)
  })
})

describe('who may call', () => {
  const wrong = { authorization: `Bearer ${'A'.repeat(43)}` }
  const cookie = () => ({ cookie: `totp-desk-${new URL(host.origin).port}=${page.authorization?.split(' ')[1]}` })

  test.each<[string, () => Record<string, string>, number, string | null]>([
    ['the script’s token', () => bearer(host), 200, null],
    [
      'the script’s token at localhost',
      () => ({ ...bearer(host), host: `localhost:${new URL(host.origin).port}` }),
      200,
      null,
    ],
    ['the page’s token', () => page, 200, null],
    ['the token with any content type', () => ({ ...bearer(host), 'content-type': 'text/plain' }), 200, null],
    ['nothing', () => ({}), 401, 'unauthenticated'],
    ['the page’s origin alone', () => ({ ...page, authorization: '' }), 401, 'unauthenticated'],
    ['a token as a cookie', cookie, 401, 'unauthenticated'],
    ['a wrong token', () => wrong, 401, 'unauthenticated'],
    ['a foreign name', () => ({ ...bearer(host), host: 'desk.example:80' }), 403, 'foreign_caller'],
    ['another port', () => ({ ...bearer(host), host: '127.0.0.1:1' }), 403, 'foreign_caller'],
    ['a foreign origin', () => ({ ...page, origin: 'https://example.org' }), 403, 'foreign_caller'],
    ['a page without an origin', () => ({ ...page, origin: 'null' }), 403, 'foreign_caller'],
    ['another port of this machine', () => ({ ...page, origin: 'http://127.0.0.1:1' }), 403, 'foreign_caller'],
    ['another site', () => ({ ...page, 'sec-fetch-site': 'cross-site' }), 403, 'foreign_caller'],
    ['another port, by the browser', () => ({ ...page, 'sec-fetch-site': 'same-site' }), 403, 'foreign_caller'],
  ])('with %s', async (_, headers, status, code) => {
    const answer = await call('vault.status', { headers: headers() })
    expect(answer.status).toBe(status)
    expect(errorOf(answer.text)?.code ?? null).toBe(code)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  test('the desk’s own is nowhere without the token, by whatever spelling', async () => {
    const paths = [
      '/ipc/vault.status',
      '/events',
      '/link',
      '/ipc/..%2fevents',
      '//events',
      '/%65vents',
      '/EVENTS',
      '/events/',
    ]
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const answer = await send(host, path, { method, headers: json, body: '{}' })
        expect([path, method, answer.status]).not.toEqual([path, method, 200])
      }
    }
  })

  test('what is there without one holds nothing of the desk', async () => {
    const fresh = await start()
    for (const path of ['/', '/index.html', '/enter.html']) {
      // Before and after there is a vault with people, the page is the same but for its nonce.
      const [bare, used] = await Promise.all([fresh, host].map((at) => send(at, path)))
      const plain = (text = '') => text.replaceAll(/nonce="[^"]+"/g, '')
      expect(bare?.status).toBe(200)
      expect(plain(used?.text)).toBe(plain(bare?.text))
    }
  })

  test('a link is the one place that others may lead to', async () => {
    const led = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    const { pathname } = new URL(await newLink(host))
    expect((await send(host, pathname, { headers: led })).status).toBe(303)
    expect((await send(host, '/enter.html', { headers: led })).status).toBe(200)
    for (const path of ['/', '/index.html', '/events', '/download/x', '/assets/x.js', '/enter', '/enter.htm']) {
      expect([path, (await send(host, path, { headers: led })).status]).toEqual([path, 403])
    }
    for (const dest of ['iframe', 'object', 'embed', 'empty']) {
      const framed = { ...led, 'sec-fetch-dest': dest }
      expect((await send(host, '/enter.html', { headers: framed })).status).toBe(403)
    }
    expect((await send(host, '/', { headers: { host: 'desk.example' } })).status).toBe(403)
  })

  test('pages live at 127.0.0.1 alone: localhost may name what another account listens on', async () => {
    const headers = { host: `localhost:${new URL(host.origin).port}` }
    for (const path of ['/', '/index.html', '/enter/x', '/assets/x.js']) {
      const { status, headers: answered } = await send(host, path, { headers })
      expect([status, answered.location]).toEqual([308, `${host.origin}${path}`])
    }
    for (const path of ['//evil.example/', '/\\evil.example', '/%2f/evil.example', '/@evil.example']) {
      const { headers: answered } = await send(host, path, { headers })
      if (answered.location !== undefined) expect(new URL(`${answered.location}`).origin).toBe(host.origin)
    }
  })

  test('a request of another site is not helped by asking first', async () => {
    const headers = { origin: 'https://example.org', 'access-control-request-method': 'POST' }
    const answer = await send(host, '/ipc/vault.status', { method: 'OPTIONS', headers })
    expect(answer.status).toBe(403)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('what is no request', () => {
  test.each([
    ['CONNECT', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no HTTP', 'hello\r\n\r\n'],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ])('is refused with the headers of every answer: %s', async (_, bytes) => {
    const head = (await sendRaw(host, bytes)).split('\r\n\r\n')[0]?.toLowerCase() ?? ''
    expect(head).toMatch(/^http\/1\.1 4\d\d /)
    expect(head).toContain('x-content-type-options: nosniff')
    expect(head).toContain('cross-origin-resource-policy: same-origin')
    expect(await statusAs(host, bearer(host))).toBe(200)
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
  const load = () => send(host, '/')

  test('has a policy that lets in nothing but what it brings', async () => {
    const { headers, text } = await load()
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
    const loads = await Promise.all(Array.from({ length: 20 }, load))
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
      const answer = await send(host, `/assets/${file}`, { headers: page })
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
    const answer = await send(host, path, { headers: page })
    expect(answer.status).toBe(404)
    expect(answer.text).toBe('Not found.')
  })
})

describe('events and files', () => {
  /** What the event stream says until it has said `wanted`; the stream is left after it. */
  async function heardUntil(wanted: string, act: () => Promise<unknown>): Promise<string> {
    const leave = new AbortController()
    const response = await fetch(`${host.origin}/events`, { headers: page, signal: leave.signal })
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
    expect((await send(host, path, { method: 'HEAD' })).status).toBe(405)
    const foreign = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect((await send(host, path, { headers: foreign })).status).toBe(403)
    // The browser saves it without the page's header: the ticket is the right to it.
    const first = await send(host, path)
    expect(first.status).toBe(200)
    expect(first.headers['content-disposition']).toContain(`attachment; filename=${ticket.fileName}`)
    expect(first.text.trimEnd().split('\n')).toHaveLength(ticket.rows)
    const second = await send(host, path, { headers: page })
    expect(second.status).toBe(404)
    expect(second.text).toContain('fetched already')
  })

  test('locking ends what was open, and is told of', async () => {
    const ticket = await host.client.audit.export({ format: 'csv' })
    const heard = await heardUntil('event: vault.locked\n', () => host.client.vault.lock())
    expect(heard).toContain('event: vault.locked\ndata: {"why":"asked"}')
    expect((await send(host, `/download/${ticket.downloadId}`, { headers: page })).status).toBe(404)
    for (const name of ['users.search', 'audit.list', 'settings.get', 'desk.overview'] as const) {
      expect(await host.invoke(name)).toMatchObject({ ok: false, error: { code: 'vault_locked' } })
    }
    await host.client.vault.unlock({ passphrase: hostPassphrase })
  })

  test('nothing but the link was printed', () => {
    expect(host.printed().trim().split('\n')).toHaveLength(1)
  })
})
