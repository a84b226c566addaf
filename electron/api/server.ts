import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { DeskError } from '../../shared/errors'
import type { ApiApp } from './app'
import { ApiError } from './errors'

/** Loopback, and no other address, whatever is asked for. */
export const apiHost = '127.0.0.1'

const timeouts = {
  /** For a whole request; a client that stalls half way must not hold a connection. */
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  /** Longer than clients keep idle connections, so that the server is not the one to close under them. */
  keepAliveTimeout: 65_000,
}
const mostConnections = 1000

export interface ApiServer {
  readonly port: number
  close(): Promise<void>
}

/**
 * Listens on loopback. `app` is made once the port is known. Broken HTTP, unknown methods, CONNECT and
 * Expect are answered in JSON too, where Node's own answers would have no body.
 * @throws DeskError `port_taken`
 */
export async function startServer(port: number, makeApp: (port: number) => ApiApp): Promise<ApiServer> {
  // The Host check is ours: Node's own would answer without a body.
  const server = createServer({ ...timeouts, requireHostHeader: false })
  server.maxConnections = mostConnections
  await listen(server, port)
  const { port: bound } = server.address() as AddressInfo
  const app = makeApp(bound)
  const listener = getRequestListener((request) => app.fetch(request), {
    hostname: apiHost,
    overrideGlobalObjects: false,
    errorHandler: () => answerFor(app, 'bad_request'),
  })
  server.on('request', (request, response) => void listener(request, response))
  server.on('checkExpectation', (request, response) => void listener(request, response))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else refuseRaw(app, socket, error.code === 'HPE_INVALID_METHOD' ? 'method_not_allowed' : 'bad_request')
  })
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => refuseRaw(app, socket, 'method_not_allowed'))
  return { port: bound, close: () => close(server) }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE' || error.code === 'EACCES'
      const message = `Port ${port} cannot be used. Choose another one, or leave it to the system.`
      reject(busy ? new DeskError('port_taken', message) : error)
    })
    server.listen(port, apiHost, resolve)
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function answerFor(app: ApiApp, type: 'bad_request' | 'method_not_allowed'): Response {
  const { status, body } = app.refuse(new ApiError(type))
  return new Response(body, { status, headers: { 'content-type': 'application/json; charset=utf-8' } })
}

function refuseRaw(app: ApiApp, socket: Duplex | Socket, type: 'bad_request' | 'method_not_allowed'): void {
  const { status, body } = app.refuse(new ApiError(type))
  const reason = type === 'bad_request' ? 'Bad Request' : 'Method Not Allowed'
  socket.end(
    [
      `HTTP/1.1 ${status} ${reason}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}
