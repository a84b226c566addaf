import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type LoopbackServer, startLoopbackServer } from '../../../electron/loopback/server'

const running: LoopbackServer[] = []
const sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of running.splice(0)) await server.close()
})

/** A server that answers every request with its address, but leaves `/slow` unanswered until asked to go on. */
async function serving() {
  const defects: unknown[] = []
  const waiting: (() => void)[] = []
  const server = await startLoopbackServer(0, (error) => defects.push(error))
  running.push(server)
  server.serve({
    fetch: (request) => {
      const answer = new Response(new URL(request.url).pathname)
      if (!request.url.endsWith('/slow')) return answer
      return new Promise((resolve) => waiting.push(() => resolve(answer)))
    },
    refuse: (what) => ({ status: what === 'bad_request' ? 400 : 405, body: JSON.stringify({ refused: what }) }),
  })
  return { port: server.port, defects, goOn: () => waiting.shift()?.() }
}

/** A connection, and everything that it has received once it is closed. */
function open(port: number, bytes = '') {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  socket.on('error', () => {})
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(text)))
  const connected = once(socket, 'connect').then(() => {
    if (bytes !== '') socket.write(bytes, 'latin1')
  })
  return { socket, connected, closed }
}

const get = (path: string, more = 'Connection: close\r\n') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`
const answered = async (port: number) => (await open(port, get('/alive')).closed).endsWith('/alive')

const unfinished: [string, string][] = [
  ['CONNECT', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['an unknown method', 'FROBNICATE / HTTP/1.1\r\n\r\n'],
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['headers beyond bounds', `GET / HTTP/1.1\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
  ['two lengths', 'POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n'],
  ['a NUL in a header', 'GET / HTTP/1.1\r\nX: \u0000\r\n\r\n'],
]
const readable: [string, string][] = [
  ['an upgrade', 'GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n'],
  ['an expectation', 'POST / HTTP/1.1\r\nExpect: nothing\r\nContent-Length: 5\r\n\r\n'],
  ['a broken chunk', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ['a request', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['half a request', 'GET / HT'],
  ['nothing', ''],
]

describe('a connection that goes away at any moment', () => {
  it.each([...unfinished, ...readable])('harms nobody: %s', async (_what, bytes) => {
    const { port, defects } = await serving()
    const uncaught: unknown[] = []
    const hear = (error: unknown) => uncaught.push(error)
    process.on('uncaughtException', hear)
    try {
      for (let n = 0; n < 50; n += 1) {
        const { socket, connected } = open(port)
        await connected
        socket.write(bytes, 'latin1')
        // Before the answer, while it is written, and after it.
        if (n % 3 === 0) socket.resetAndDestroy()
        else if (n % 3 === 1) setImmediate(() => socket.resetAndDestroy())
        else setTimeout(() => socket.resetAndDestroy(), 2)
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    } finally {
      process.off('uncaughtException', hear)
    }
    expect(uncaught).toEqual([])
    expect(defects).toEqual([])
    expect(await answered(port)).toBe(true)
  })
})

describe('what is no request', () => {
  it.each(unfinished)(
    'is answered like everything else, and its connection ended, though the other side keeps it: %s',
    async (_what, bytes) => {
      const { port } = await serving()
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      sockets.push(socket)
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1')
      })
      await once(socket, 'connect')
      socket.write(bytes, 'latin1')
      await once(socket, 'end')
      expect(text).toMatch(/^HTTP\/1\.1 40[05] /)
      const [head = '', body = ''] = text.split('\r\n\r\n')
      expect(JSON.parse(body)).toEqual({ refused: expect.stringMatching(/^(bad_request|method_not_allowed)$/) })
      for (const header of ['cache-control: no-store', 'x-content-type-options: nosniff']) {
        expect(head.toLowerCase()).toContain(header)
      }
      expect(head.toLowerCase()).toContain('cross-origin-resource-policy: same-origin')
      // The socket is gone on the server's side: what is still written meets a reset.
      const broken = once(socket, 'error')
      const writing = setInterval(() => socket.write('more'), 50)
      const [error] = await broken
      clearInterval(writing)
      expect(['EPIPE', 'ECONNRESET']).toContain((error as NodeJS.ErrnoException).code)
    },
  )
})

describe('connections that do nothing', () => {
  it('give their place to whoever comes, the longest idle first, and never one with a request', async () => {
    const { port, goOn } = await serving()
    const busy = open(port, get('/slow'))
    await busy.connected
    await new Promise((resolve) => setTimeout(resolve, 50))
    const idle = []
    for (let n = 0; n < 1000; n += 1) {
      const each = open(port, n % 2 === 0 ? 'GET / HTTP/1.1\r\nX' : '')
      idle.push(each)
      await each.connected
    }
    expect(await answered(port)).toBe(true)
    const open1000 = idle.map(({ socket }) => !socket.destroyed)
    expect(open1000.filter(Boolean).length).toBeLessThanOrEqual(400)
    expect(open1000.slice(0, 500)).not.toContain(true)
    expect(open1000.at(-1)).toBe(true)
    goOn()
    expect(await busy.closed).toMatch(/\/slow$/)
  })

  it('that were used before give theirs too', async () => {
    const { port } = await serving()
    const used = []
    for (let n = 0; n < 500; n += 1) {
      const each = open(port, get('/once', ''))
      await once(each.socket, 'data')
      used.push(each)
    }
    expect(await answered(port)).toBe(true)
    expect(used.slice(0, 100).map(({ socket }) => socket.destroyed)).not.toContain(false)
    expect(used.at(-1)?.socket.destroyed).toBe(false)
  })
})

it('says why it cannot listen', async () => {
  const { port } = await serving()
  await expect(startLoopbackServer(port, () => {})).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
