import type { Output, ParsedInput } from '../../shared/contract/contract'
import { DeskError } from '../../shared/errors'
import type { ApiStatus } from '../../shared/model/api'
import type { Call } from '../desk/context'
import type { Desk } from '../desk/desk'
import type { OpenDesk } from '../desk/open-desk'
import { createQueue } from '../desk/queue'
import { type LoopbackServer, loopbackHost, startLoopbackServer } from '../loopback/server'
import { createApp } from './app'
import { createAuthFailures } from './auth-failures'
import { createCallLog } from './call-log'

export interface ApiOptions {
  /** Called with every error that is not a refusal. */
  onDefect?: ((error: unknown) => void) | undefined
  /** Requests a second; set in tests alone. */
  rateLimit?: number | undefined
}

/** The switch of the API, for the screens and for whatever starts the program. */
export interface ApiControl {
  status(): ApiStatus
  /**
   * Switches it on, now and whenever the vault is open; answers when it listens. Port 0: any.
   * @throws DeskError `port_taken`, `forbidden` for an auditor, `vault_locked`
   */
  start(input: ParsedInput<'api.start'>, call?: Call): Promise<ApiStatus>
  /** Switches it off for good. */
  stop(call?: Call): Promise<ApiStatus>
  /** The last calls, newest first; from the one after the request id `before`. */
  calls(input: ParsedInput<'api.calls'>): Output<'api.calls'>
}

/**
 * The Stytch-compatible API over a desk: off until switched on, then there whenever the vault is open.
 * It stops with the lock, because without the vault there is nothing it could answer from.
 */
export function createApi(desk: Desk, { onDefect = () => {}, rateLimit }: ApiOptions = {}): ApiControl {
  const serialized = createQueue()
  const log = createCallLog()
  const failures = createAuthFailures((count) => writeFailures(desk, count, onDefect))
  let server: LoopbackServer | null = null
  let problem: string | null = null

  async function run(open: OpenDesk, port: number): Promise<number> {
    if (open.operator.role === 'auditor') {
      const message = 'The API acts for the operator at the desk, and an auditor only reads. An admin must unlock.'
      throw new DeskError('forbidden', message)
    }
    await halt()
    const { environment } = open.context
    server = await startLoopbackServer(port, onDefect).catch((error: unknown) => {
      throw portTaken(error, port) ?? error
    })
    const hosts = new Set([`${loopbackHost}:${server.port}`, `localhost:${server.port}`])
    server.serve(createApp({ desk, environment, hosts, log, failures, onDefect, rateLimit }))
    problem = null
    return server.port
  }

  async function halt(): Promise<void> {
    const running = server
    server = null
    await running?.close()
  }

  function status(): ApiStatus {
    const { apiCredentials } = desk.open()
    return {
      running: server !== null,
      on: apiCredentials.switchedOn().on,
      problem,
      url: server && `http://${loopbackHost}:${server.port}`,
      projectId: apiCredentials.projectId,
    }
  }

  function changed(): ApiStatus {
    const now = status()
    desk.open().context.emit('api.changed', now)
    return now
  }

  async function resume(): Promise<void> {
    await failures.flush()
    const open = desk.open()
    const { on, port } = open.apiCredentials.switchedOn()
    if (!on || server) return
    try {
      const bound = await run(open, port)
      await open.apiCredentials.noteStart({ operator: open.operator, channel: 'system' }, bound)
    } catch (error) {
      // It must not serve when its start could not be written down.
      await halt()
      if (!(error instanceof DeskError)) throw error
      problem = error.message
    }
    if (desk.status().state === 'unlocked') changed()
  }

  desk.subscribe((name) => {
    if (name === 'vault.locked') {
      log.clear()
      void serialized(halt).catch(onDefect)
    }
    if (name === 'vault.unlocked') {
      void serialized(async () => {
        if (desk.status().state === 'unlocked') await resume()
      }).catch(onDefect)
    }
  })

  return {
    status,
    start: ({ port = 0 }, call) =>
      serialized(async () => {
        const open = desk.open()
        const bound = await run(open, port)
        try {
          await open.apiCredentials.switchTo(call ?? bySystem(open), { on: true, port }, bound)
        } catch (error) {
          await halt()
          throw error
        }
        return changed()
      }),
    stop: (call) =>
      serialized(async () => {
        const open = desk.open()
        await failures.flush()
        await halt()
        problem = null
        const { on, port } = open.apiCredentials.switchedOn()
        if (on) await open.apiCredentials.switchTo(call ?? bySystem(open), { on: false, port })
        return changed()
      }),
    calls: ({ before }) => ({ calls: log.list(before) }),
  }
}

function portTaken(error: unknown, port: number): DeskError | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return null
  return new DeskError('port_taken', `Port ${port} cannot be used. Choose another one, or leave it to the system.`)
}

function bySystem(open: OpenDesk): Call {
  return { operator: open.operator, channel: 'system' }
}

/** A caller with wrong credentials has no name: the row names no operator. */
async function writeFailures(desk: Desk, count: number, onDefect: (error: unknown) => void): Promise<boolean> {
  if (desk.status().state !== 'unlocked') return false
  const { context, apiCredentials } = desk.open()
  try {
    await context.act({ operator: null, channel: 'api' }, (_tx, record) =>
      record({ action: 'api.auth_failed', outcome: 'fail', object: apiCredentials.projectId, details: { count } }),
    )
    return true
  } catch (error) {
    onDefect(error)
    return false
  }
}
