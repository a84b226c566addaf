import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { zipSync } from 'fflate'
import { electronStandIn } from './launched'

/** How the mirror serves the archive. */
export interface Serving {
  /** Milliseconds between two pieces of 64 KiB. */
  pauseMs?: number
  /** Sends so many bytes of an answer, then nothing more and keeps the connection. */
  stallsAfter?: number
  /** Sends so many bytes of an answer, then breaks the connection. */
  breaksAfter?: number
  status?: number
}

/** A server of Electron archives on this machine, whose archive holds the stand-in for Electron. */
export interface Mirror {
  /** Environment in which the runtime is fetched from it. */
  env: NodeJS.ProcessEnv
  /** Size of the archive. */
  bytes: number
  serve: Serving
  /** Requests for the archive: the first byte that each asked for. */
  asked: number[]
  close(): Promise<void>
}

const pieceBytes = 64 * 1024
const name = `electron-v${versionOfElectron()}-${process.platform}-${process.arch}.zip`

/** How the stand-in in the archive behaves is said by STAND_IN, as ever. */
export async function startMirror(): Promise<Mirror> {
  const archive = makeArchive()
  const sum = createHash('sha256').update(archive).digest('hex')
  const mirror: Mirror = { env: {}, bytes: archive.length, serve: {}, asked: [], close: () => stop(server) }
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/SHASUMS256.txt')) return void response.end(`${sum} *${name}\n`)
    if (!request.url?.endsWith(`/${name}`)) return void response.writeHead(404).end()
    void sendArchive(archive, request, response, mirror)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  mirror.env = { ELECTRON_MIRROR: `http://127.0.0.1:${port}/`, electron_use_remote_checksums: '1' }
  return mirror
}

async function sendArchive(archive: Uint8Array, request: IncomingMessage, response: ServerResponse, mirror: Mirror) {
  const { pauseMs = 0, stallsAfter, breaksAfter, status } = mirror.serve
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  mirror.asked.push(from)
  if (status !== undefined) return void response.writeHead(status).end()
  if (from >= archive.length)
    return void response.writeHead(416, { 'content-range': `bytes */${archive.length}` }).end()
  const range = from > 0 ? { 'content-range': `bytes ${from}-${archive.length - 1}/${archive.length}` } : {}
  response.writeHead(from > 0 ? 206 : 200, { ...range, 'content-length': archive.length - from })
  for (let at = from; at < archive.length && !response.destroyed; at += pieceBytes) {
    const sent = at - from
    if (stallsAfter !== undefined && sent >= stallsAfter) return
    if (breaksAfter !== undefined && sent >= breaksAfter) return void response.destroy()
    response.write(archive.subarray(at, at + pieceBytes))
    await pause(pauseMs)
  }
  response.end()
}

/** Two megabytes that cannot be made smaller, so that there is something to send, beside the executable. */
function makeArchive(): Uint8Array {
  const executable = readFileSync(electronStandIn)
  const runnable = { os: 3, attrs: 0o100755 << 16 } as const
  return zipSync(
    {
      electron: [executable, runnable],
      version: new TextEncoder().encode(versionOfElectron()),
      load: randomBytes(2 ** 21),
    },
    { level: 0 },
  )
}

function versionOfElectron(): string {
  const { version } = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')) as { version: string }
  return version
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

/** A proxy on this machine. It alone knows where `mirror.test` is. */
export interface Proxy {
  url: string
  /** Hosts that it was asked for. */
  asked: string[]
  close(): Promise<void>
}

/** @param refuses answers every wish for a connection with this status */
export async function startProxy(refuses?: number): Promise<Proxy> {
  const asked: string[] = []
  const server = createServer((_request, response) => void response.writeHead(400).end())
  server.on('connect', (request, socket) => {
    const [host = '', port = ''] = (request.url ?? '').split(':')
    asked.push(host)
    if (refuses !== undefined) return void socket.end(`HTTP/1.1 ${refuses} No\r\n\r\n`)
    const onward = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    for (const end of [onward, socket]) end.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, asked, close: () => stop(server) }
}
