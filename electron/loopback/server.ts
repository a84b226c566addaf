import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { tendConnections } from './connections'
import { jsonHeaders } from './headers'

/** Loopback, and no other address, whatever is asked for. */
export const loopbackHost = '127.0.0.1'

/** What never became a request that an application could answer. */
export type Unreadable = 'bad_request' | 'method_not_allowed'

/** What a loopback server answers with. */
export interface LoopbackApp {
  fetch(request: Request): Response | Promise<Response>
  /** Status and JSON for broken HTTP, unknown methods and CONNECT. */
  refuse(what: Unreadable): { status: number; body: string }
}

export interface LoopbackServer {
  readonly port: number
  /** To be called at once: nothing can arrive before whoever awaited the server has had a turn. */
  serve(app: LoopbackApp): void
  /** Ends every connection. */
  close(): Promise<void>
}

const times = {
  /** For a whole request; a client that stalls half way must not hold a connection. */
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 5000,
  /** Longer than clients keep idle connections, so that the server is not the one to close under them. */
  keepAliveTimeout: 65_000,
}
/** Without a byte either way for so long, nobody is there any more: event streams have a heartbeat. */
const silenceMs = 5 * 60_000
/** How long the other side may take to read a refusal and close. */
const partingMs = 1000
const maxConnections = 400

/**
 * Listens on loopback. Every answer is the application's, also to broken HTTP, CONNECT and Expect, where Node's own
 * answers have no body and no headers. No connection outlives its use, and no error of one ends the program.
 *
 * @param port - 0 for any free one
 * @param onDefect - told of errors of the listening socket, such as no file handles left
 * @throws the listen error as it is, such as EADDRINUSE
 */
export async function startLoopbackServer(port: number, onDefect: (error: unknown) => void): Promise<LoopbackServer> {
  // The Host check is the applications': Node's own would answer without a body.
  const server = createServer({ ...times, requireHostHeader: false })
  server.timeout = silenceMs
  tendConnections(server, maxConnections)
  await listen(server, port)
  server.on('error', onDefect)
  return {
    port: (server.address() as AddressInfo).port,
    serve: (app) => serve(server, app),
    close: () => close(server),
  }
}

function serve(server: Server, app: LoopbackApp): void {
  const listener = getRequestListener((request) => app.fetch(request), {
    hostname: loopbackHost,
    overrideGlobalObjects: false,
    errorHandler: () => refusal(app, 'bad_request'),
  })
  server.on('request', (request, response) => void listener(request, response))
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else refuseRaw(app, socket, error.code === 'HPE_INVALID_METHOD' ? 'method_not_allowed' : 'bad_request')
  })
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => refuseRaw(app, socket, 'method_not_allowed'))
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, loopbackHost, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function refusal(app: LoopbackApp, what: Unreadable): Response {
  const { status, body } = app.refuse(what)
  return new Response(body, { status, headers: jsonHeaders })
}

/** Answers by hand on a socket that the HTTP parser has given up, and does not wait for the other side to close it. */
function refuseRaw(app: LoopbackApp, socket: Duplex, what: Unreadable): void {
  const { status, body } = app.refuse(what)
  const headers = { ...jsonHeaders, 'content-length': Buffer.byteLength(body), connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const parting = setTimeout(() => socket.destroy(), partingMs)
  socket.once('close', () => clearTimeout(parting))
  socket.on('error', () => socket.destroy())
  // What the other side still sends is dropped: left unread, it would turn the end into a reset before the answer is read.
  socket.resume()
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'))
}
