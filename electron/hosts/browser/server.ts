import { AsyncLocalStorage } from 'node:async_hooks'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Answer } from '../../../shared/contract/transport'
import type { Desk } from '../../desk/desk'
import type { Dispatch } from '../../ipc/dispatch'
import { type LoopbackApp, loopbackHost, startLoopbackServer, type Unreadable } from '../../loopback/server'
import { assetResponse, notFound } from '../assets'
import { attachmentResponse } from '../download'
import { type Access, type AccessNews, createAccess, tokenOf } from './access'
import { answerCall, refusal } from './calls'
import { createEntrance } from './entrance'
import { eventStream } from './events'
import { createOriginCheck, type Origin } from './origin'
import { foreignPage, goneDownload, wrongMethod } from './pages'

/** What the host presents: the desk behind its dispatcher, and the page's files. */
export interface BrowserHostParts {
  desk: Pick<Desk, 'subscribe' | 'downloads'>
  dispatch: Dispatch
  /** Absolute path of the built renderer. */
  rendererFolder: string
  /** 0 for any free port. */
  port: number
  /** Told of what the person who started the program should know of links and pages. */
  onAccess(news: AccessNews): void
  onDefect(error: unknown): void
}

export interface BrowserHost {
  /** http://127.0.0.1:<port> */
  readonly origin: string
  /** For scripts. */
  readonly token: string
  /** A new link that opens the console once, within a minute; those before it are dead. */
  link(): string
  /** Takes no further call, does `last` while event streams still listen, then ends every connection. */
  close(last?: () => Promise<void>): Promise<void>
}

/** What changes while the host runs. */
interface State {
  ending: boolean
}

/** The header in which a page that opened the vault gets the token it goes on with. */
const tokenHeader = 'desk-token'

/**
 * Presents the desk to a browser on this machine: loopback only, and nothing without a token in a header.
 * @throws the listen error as it is, such as EADDRINUSE
 */
export async function startBrowserHost(parts: BrowserHostParts): Promise<BrowserHost> {
  const state: State = { ending: false }
  const server = await startLoopbackServer(parts.port, parts.onDefect)
  const origin = `http://${loopbackHost}:${server.port}`
  const access = createAccess({ monotonic: () => performance.now(), tell: parts.onAccess })
  const urlOf = (code: string) => `${origin}/enter/${code}`
  followLocks(parts.desk, access)
  server.serve(createApp(parts, { access, urlOf, port: server.port, state }))
  return {
    origin,
    token: access.scriptToken,
    link: () => urlOf(access.newLink()),
    async close(last = async () => {}) {
      state.ending = true
      try {
        await last()
      } finally {
        await server.close()
      }
    },
  }
}

/** Who makes the call that is being answered, and the token that the answer brings them. */
interface Caller {
  token: string | null
  renewed: string | null
}
const callers = new AsyncLocalStorage<Caller>()

/** A lock ends every page's token, and the page whose passphrase opens the vault again gets a new one. */
function followLocks(desk: Pick<Desk, 'subscribe'>, access: Access): void {
  desk.subscribe((name) => {
    if (name === 'vault.locked') access.locked()
    if (name !== 'vault.unlocked') return
    // The desk tells of this from inside the call that opened it, so this caller and no other gave the passphrase.
    const caller = callers.getStore()
    const renewed = access.unlocked(caller?.token ?? null)
    if (caller) caller.renewed = renewed
  })
}

interface Surroundings {
  access: Access
  urlOf(code: string): string
  port: number
  state: State
}

function createApp(
  { desk, dispatch, rendererFolder, onDefect }: BrowserHostParts,
  { access, urlOf, port, state }: Surroundings,
): LoopbackApp {
  const app = new Hono()
  app.onError((error) => {
    onDefect(error)
    return refusal(200, 'internal', 'Something went wrong inside TOTP Desk. Nothing was changed. Try again.')
  })
  app.notFound(() => notFound())

  app.use(refuseForeign(createOriginCheck(port), port), refuseOddMethods)
  app.route('/', createEntrance(access, urlOf))

  app.post('/ipc/:name', refuseUnknown(access), refuseWhenEnding(state), async (context) => {
    const caller: Caller = { token: tokenOf(context.req.header('authorization')), renewed: null }
    const response = await callers.run(caller, () => answerCall(context, dispatch))
    if (caller.renewed !== null) response.headers.set(tokenHeader, caller.renewed)
    return response
  })
  app.get('/events', refuseUnknown(access), (context) =>
    eventStream(context, desk, access.ending(context.req.header('authorization'))),
  )
  // A browser saves a file without our header: the ticket, random and good once, is the right to it.
  app.get('/download/:id', (context) => {
    const download = desk.downloads.take(context.req.param('id'))
    return download ? attachmentResponse(download) : goneDownload()
  })
  // The page's own files hold nothing of the desk.
  app.get('*', (context) => answerAsset(context, rendererFolder))
  return { fetch: app.fetch, refuse: refuseUnreadable }
}

async function answerAsset(context: Context, folder: string): Promise<Response> {
  const { pathname } = new URL(context.req.url)
  const response = await assetResponse(folder, pathname)
  // The build puts a hash of the contents into every name below this folder, so they never change.
  if (response.ok && pathname.startsWith('/assets/')) {
    response.headers.set('cache-control', 'private, max-age=31536000, immutable')
  }
  return response
}

/** Addresses that take POST and answer in JSON. */
const posted = new Set(['/enter', '/proof', '/link'])
const isCall = ({ req: { path } }: Context): boolean => path.startsWith('/ipc/') || posted.has(path)

function refuseForeign(originOf: (from: Record<string, string>) => Origin, port: number): MiddlewareHandler {
  return async (context, next) => {
    const origin = originOf(context.req.header())
    if (origin === 'ours' || (isCall(context) && origin === 'other-name')) return next()
    const { path, method } = context.req
    // A link is opened from a terminal, a mail or the file that was handed to the browser.
    if (origin === 'navigation' && (path.startsWith('/enter/') || path === '/enter.html')) return next()
    if (isCall(context)) return refusal(403, 'foreign_caller', 'This call does not come from TOTP Desk.')
    if (origin !== 'other-name' || method !== 'GET') return foreignPage()
    return new Response(null, { status: 308, headers: { location: `http://${loopbackHost}:${port}${path}` } })
  }
}

function refuseUnknown(access: Access): MiddlewareHandler {
  return async (context, next) => {
    if (access.bearer(context.req.header('authorization')) !== null) return next()
    return refusal(401, 'unauthenticated', 'Open the console with its link first.')
  }
}

/** Without HEAD where a request uses something up or opens a stream. */
const refuseOddMethods: MiddlewareHandler = async (context, next) => {
  const { path, raw } = context.req
  const onlyGet = path.startsWith('/enter/') || path.startsWith('/download/') || path === '/events'
  const allowed = isCall(context) ? ['POST'] : onlyGet ? ['GET'] : ['GET', 'HEAD']
  return allowed.includes(raw.method) ? next() : wrongMethod(allowed.join(', '))
}

/** A call let in now could open the vault again behind the back of the end. */
function refuseWhenEnding(state: State): MiddlewareHandler {
  return async (_context, next) =>
    state.ending ? refusal(200, 'vault_locked', 'TOTP Desk is ending. Start it again.') : next()
}

/** In the words of a call: whatever cannot be read was none, and no page of ours sends it. */
function refuseUnreadable(what: Unreadable): { status: number; body: string } {
  const status = what === 'bad_request' ? 400 : 405
  const answer: Answer = {
    ok: false,
    error: { code: 'invalid_input', message: 'This is not a request that TOTP Desk can read.' },
  }
  return { status, body: JSON.stringify(answer) }
}
