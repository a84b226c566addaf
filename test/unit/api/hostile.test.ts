import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { TestApi } from '../../support/api'
import { apisOfTest } from '../../support/apis'
import { strangeness } from '../../support/load'

const open = apisOfTest()
const requests = 5000
const atOnce = 20

/** mulberry32: the same requests at every run, so that a failure can be looked at. */
function generator(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T
  return { below, pick, chance: (share: number) => next() < share }
}
type Generator = ReturnType<typeof generator>

interface Hostile {
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer
}

const paths = [
  '/v1/users',
  '/v1/users/search',
  '/v1/users/x',
  '/v1/users/totps/x',
  '/v1/users/x/external_id',
  '/v1/totps',
  '/v1/totps/authenticate',
  '/v1/totps/recover',
  '/v1/totps/recovery_codes',
  '/v1/sessions',
  '/v1/sessions/authenticate',
  '/v1/sessions/revoke',
  '/v1/sessions/jwks/x',
  '/v1/debug/whoami',
]
const oddPaths = [
  '/',
  '//',
  '/v1',
  '/v2/users',
  '/v1/users/../../etc/passwd',
  '/v1/users/%2e%2e%2f',
  '/v1/users/%',
  '/v1/users/%zz',
  '/v1/users/%00',
  '/v1/users/%ff%fe',
  `/v1/users/${'a'.repeat(5000)}`,
  '/v1/users/<script>',
  "/v1/users/'%20or%201=1--",
  '/v1/users/%E2%80%AE',
  '/v1/users/__proto__',
  '/v1/users/constructor',
  '/v1/sessions?user_id=%ff',
  '/v1/users?x=1&x=2',
  '/v1/users;x',
  '/v1/USERS',
  '/v1/users/',
  '*',
]
const methods = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'MKCOL',
  'LOCK',
  'QUERY',
  'PURGE',
]
const fields = [
  'user_id',
  'email',
  'phone_number',
  'name',
  'external_id',
  'trusted_metadata',
  'untrusted_metadata',
  'roles',
  'attributes',
  'totp_code',
  'recovery_code',
  'expiration_minutes',
  'session_token',
  'session_jwt',
  'session_id',
  'session_duration_minutes',
  'session_custom_claims',
  'limit',
  'cursor',
  'query',
  'create_user_as_pending',
  '__proto__',
  'constructor',
  'toString',
  'error',
]
const texts = [
  '',
  ' ',
  'x',
  '123456',
  '000000',
  'mara@example.org',
  '\u0000',
  '\u202e',
  '\ufeff',
  '💥'.repeat(50),
  'é'.normalize('NFD'),
  'A'.repeat(44),
  'eyJhbGciOiJub25lIn0.e30.',
  "'; drop table users; --",
  '../../..',
  'user-test-00000000-0000-4000-8000-000000000000',
  'totp-live-00000000-0000-4000-8000-000000000000',
  'x'.repeat(3000),
  '１２３４５６',
  '-1',
  'NaN',
  'null',
  '{{7*7}}',
  '%n%s',
]

function value(g: Generator, depth = 0): unknown {
  switch (g.below(depth > 3 ? 6 : 9)) {
    case 0:
      return null
    case 1:
      return g.chance(0.5)
    case 2:
      return g.pick([0, -1, 5, 1441, 1e308, -1e308, 2 ** 53, 0.1, 60, 123456])
    case 3:
    case 4:
    case 5:
      return g.pick(texts)
    case 6:
      return Array.from({ length: g.below(5) }, () => value(g, depth + 1))
    case 7:
      return {
        operator: g.pick(['AND', 'OR', 'XOR', 1]),
        operands: [{ filter_name: g.pick([...texts, 'user_id', 'status']), filter_value: value(g, depth + 1) }],
      }
    default:
      return Object.fromEntries(
        Array.from({ length: g.below(5) }, () => [g.pick([...fields, ...texts]), value(g, depth + 1)]),
      )
  }
}

function body(g: Generator): Buffer {
  const entries = Array.from(
    { length: g.below(6) },
    () => `${JSON.stringify(g.pick(fields))}:${JSON.stringify(value(g))}`,
  )
  const object = `{${entries.join(',')}}`
  switch (g.below(14)) {
    case 0:
      return Buffer.from(`{"user_id":${'['.repeat(g.below(20_000))}`)
    case 1: {
      const deep = 20 + g.below(8000)
      return Buffer.from(`{"trusted_metadata":${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}}`)
    }
    case 2:
      return Buffer.alloc(60_000 + g.below(300_000), 'a')
    case 3:
      return Buffer.from(Array.from({ length: g.below(200) }, () => g.below(256)))
    case 4:
      return Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xff, 0xfe, 0xc0, 0x80]), Buffer.from('"}')])
    case 5:
      return Buffer.from('{"email":"\\ud800@example.org","name":{"first_name":"\\udfff"}}')
    case 6:
      return Buffer.from(object, 'utf16le')
    case 7:
      return Buffer.from(
        g.pick(['', 'null', '[]', '1', '"x"', 'true', '{', '}', '{"a":1,}', "{'a':1}", '\ufeff{}', 'NaN']),
      )
    default:
      return Buffer.from(object)
  }
}

function hostile(g: Generator, test: TestApi, users: readonly string[]): Hostile {
  const path = g.chance(0.15)
    ? g.pick(oddPaths)
    : g.pick(paths).replace('/x', `/${g.chance(0.6) ? g.pick(users) : encodeURIComponent(g.pick(texts))}`)
  const good = `Basic ${Buffer.from(`${test.projectId}:${test.secret}`).toString('base64')}`
  const headers: Record<string, string> = {
    host: g.chance(0.06)
      ? g.pick(['evil.example', '127.0.0.1', 'localhost:1', '', '[::1]:80', 'a b', '127.0.0.1:80@evil'])
      : new URL(test.url).host,
    'content-type': g.pick([
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      '',
    ]),
  }
  if (!g.chance(0.06))
    headers.authorization = g.chance(0.94)
      ? good
      : g.pick(['Basic', 'Basic !', 'Bearer x', `Basic ${'A'.repeat(9000)}`, 'Basic Og=='])
  if (g.chance(0.05))
    Object.assign(
      headers,
      g.pick([
        { expect: '100-continue' },
        { expect: 'nothing' },
        { upgrade: 'websocket', connection: 'upgrade' },
        { origin: 'https://evil.example' },
        { 'x-http-method-override': 'DELETE' },
        { 'content-encoding': 'gzip' },
        { 'transfer-encoding': 'chunked' },
      ]),
    )
  return {
    method: g.chance(0.15) ? g.pick(methods) : g.pick(['GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE']),
    path,
    headers,
    body: body(g),
  }
}

/** Status and text of the answer; a connection that ends without one is an error. */
function send(
  test: TestApi,
  { method, path, headers, body: sent }: Hostile,
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(test.url)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, method, path, headers: { ...headers }, setHost: false, agent: false },
      (answer: IncomingMessage) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        )
        answer.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(sent)
  })
}

/** What came back for bytes that are no request. */
function sendRaw(test: TestApi, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(test.url).port), '127.0.0.1', () => socket.write(bytes, 'latin1'))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
}

describe('hostile input', () => {
  it(`${requests} requests of any kind get defined answers in JSON, and cost no memory that stays`, async () => {
    const test = await open({ api: { rateLimit: Number.MAX_SAFE_INTEGER } })
    const users: string[] = []
    for (let n = 0; n < 5; n += 1) users.push((await test.sdk.users.create({ email: `u${n}@example.org` })).user_id)
    const g = generator(20_261_122)
    const strange: string[] = []
    const statuses = new Map<number, number>()
    const heap: number[] = []
    for (let sent = 0; sent < requests; sent += atOnce) {
      const batch = Array.from({ length: atOnce }, () => hostile(g, test, users))
      const answers = await Promise.all(
        batch.map((each) => send(test, each).catch((error: Error) => ({ status: 0, text: String(error) }))),
      )
      answers.forEach(({ status, text }, index) => {
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        const remark = judged(status, text)
        const { method, path, headers, body: bytes } = batch[index] as Hostile
        if (remark)
          strange.push(
            `${remark} :: ${method} ${path.slice(0, 60)} ${headers.host} ${bytes.toString('latin1').slice(0, 80)}`,
          )
      })
      if (sent % 1000 === 0 && sent > 0) {
        globalThis.gc?.()
        heap.push(process.memoryUsage().heapUsed)
      }
    }
    expect(strange).toEqual([])
    expect(test.defects).toEqual([])
    expect([...statuses.keys()].toSorted()).toEqual(expect.arrayContaining([200, 400, 401, 404, 405]))
    if (globalThis.gc) expect((heap.at(-1) ?? 0) - (heap[0] ?? 0)).toBeLessThan(60 * 1024 * 1024)
    expect((await test.sdk.debug.whoami()).status_code).toBe(200)
  })

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['an unknown method', 'FROBNICATE /v1/users HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no Host', 'GET /v1/users/x HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['headers beyond bounds', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
    ['two lengths', 'POST /v1/users HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a broken chunk',
      'POST /v1/users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n',
    ],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nX: \u0000\r\n\r\n'],
    [
      'an address of another server',
      'GET http://evil.example/v1/users HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    ],
  ])('%s is refused in JSON', async (_what, bytes) => {
    const test = await open()
    const answer = await sendRaw(test, bytes)
    const [head = '', text = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 40[05] /)
    expect(head.toLowerCase()).toContain('content-type: application/json')
    expect(judged(Number(head.slice(9, 12)), text)).toBeNull()
  })
})

describe('the Host header', () => {
  it.each(['evil.example', 'localhost', '127.0.0.1:1', ''])(
    'a call with good credentials for "%s" does nothing',
    async (host) => {
      const test = await open()
      const authorization = `Basic ${Buffer.from(`${test.projectId}:${test.secret}`).toString('base64')}`
      const bytes = Buffer.from('{"email":"lured@example.org"}')
      const answer = await send(test, {
        method: 'POST',
        path: '/v1/users',
        headers: { host, authorization },
        body: bytes,
      })
      expect(answer.status).toBe(400)
      expect((await test.sdk.users.search({})).results).toEqual([])
      const own = { host: `LOCALHOST:${new URL(test.url).port}`, authorization }
      expect((await send(test, { method: 'POST', path: '/v1/users', headers: own, body: bytes })).status).toBe(200)
    },
  )
})

function judged(status: number, text: string): string | null {
  try {
    return strangeness(status, JSON.parse(text))
  } catch {
    return `status ${status}, no JSON: ${text.slice(0, 80)}`
  }
}
