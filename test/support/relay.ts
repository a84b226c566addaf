import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A wire between a browser and a host that can be cut. */
export interface Relay {
  /** Tells Chromium to take this way to the host's own address. */
  readonly chromiumArg: string
  /** Ends every connection and takes no new one. */
  cut(): Promise<void>
  mend(): Promise<void>
  close(): Promise<void>
}

/** Puts a wire before the port of a host. The browser still believes to talk to that port, and so does the host. */
export async function startRelay(hostPort: number): Promise<Relay> {
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(hostPort, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        ends.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await listen(server, 0)
  const { port } = server.address() as AddressInfo
  async function cut() {
    const closed = once(server, 'close')
    server.close()
    for (const end of ends) end.destroy()
    await closed
  }
  return {
    chromiumArg: `--host-resolver-rules=MAP 127.0.0.1:${hostPort} 127.0.0.1:${port}`,
    cut,
    mend: () => listen(server, port),
    close: async () => void (server.listening && (await cut())),
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}
