import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Answer } from '../../../shared/contract/transport'
import type { Desk } from '../../desk/desk'
import type { Dispatch } from '../../ipc/dispatch'
import { type LoopbackApp, loopbackHost, startLoopbackServer, type Unreadable } from '../../loopback/server'
import { assetResponse, notFound } from '../assets'
import { attachmentResponse } from '../download'
import { type Access, type Credentials, createAccess } from './access'
import { answerCall, refusal } from './calls'
import { eventStream } from './events'
import { foreignPage, goneDownload, noLink, usedLink, wrongMethod } from './pages'

/** What the host presents: the desk behind its dispatcher, and the page's files. */
export interface BrowserHostParts {
  desk: Pick<Desk, 'subscribe' | 'downloads'>
  dispatch: Dispatch
  /** Absolute path of the built renderer. */
  rendererFolder: string
  /** 0 for any free port. */
  port: number
  onDefect(error: unknown): void
}

export interface BrowserHost {
  /** http://127.0.0.1:<port> */
  readonly origin: string
  readonly token: string
  /** A fresh link that opens the console once. */
  link(): string
  /** Takes no further call, does `last` while event streams still listen, then ends every connection. */
  close(last?: () => Promise<void>): Promise<void>
}

/** What changes while the host runs. */
interface State {
  ending: boolean
}

/**
 * Presents the desk to a browser on this machine: loopback only, one token per run.
 * @throws the listen error as it is, such as EADDRINUSE
 */
export async function startBrowserHost(parts: BrowserHostParts): Promise<BrowserHost> {
  const state: State = { ending: false }
  const server = await startLoopbackServer(parts.port, parts.onDefect)
  const access = createAccess(server.port)
  server.serve(createApp(parts, access, state))
  const origin = `http://${loopbackHost}:${server.port}`
  return {
    origin,
    token: access.token,
    link: () => `${origin}/enter/${access.newLink()}`,
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

function createApp(
  { desk, dispatch, rendererFolder, onDefect }: BrowserHostParts,
  access: Access,
  state: State,
): LoopbackApp {
  const app = new Hono()
  app.onError((error) => {
    onDefect(error)
    return refusal(200, 'internal', 'Something went wrong inside TOTP Desk. Nothing was changed. Try again.')
  })
  app.notFound(() => notFound())

  app.use(refuseForeign(access), refuseOddMethods)
  // The one address that is there without a token.
  app.get('/enter/:code', (context) => enter(context, access))
  app.use(refuseUnknown(access))

  app.post('/ipc/:name', requireJson(access), refuseWhenEnding(state), (context) => answerCall(context, dispatch))
  app.get('/events', (context) => eventStream(context, desk))
  app.get('/download/:id', (context) => {
    const download = desk.downloads.take(context.req.param('id'))
    return download ? attachmentResponse(download) : goneDownload()
  })
  app.get('*', (context) => answerAsset(context, rendererFolder))
  return { fetch: app.fetch, refuse: refuseUnreadable }
}

function enter(context: Context, access: Access): Response {
  const cookie = access.redeemLink(context.req.param('code') ?? '')
  if (cookie === null && access.judge(credentialsOf(context)) !== 'operator') return usedLink()
  // The link does not stay in the address bar, and the page it leads to is a fresh request.
  const headers = { location: '/', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }
  return new Response(null, { status: 303, headers: cookie === null ? headers : { ...headers, 'set-cookie': cookie } })
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

const isCall = (context: Context): boolean => context.req.path.startsWith('/ipc/')

function refuseForeign(access: Access): MiddlewareHandler {
  return async (context, next) => {
    if (access.judge(credentialsOf(context)) !== 'foreign') return next()
    const message = 'This call does not come from TOTP Desk.'
    return isCall(context) ? refusal(403, 'foreign_caller', message) : foreignPage()
  }
}

function refuseUnknown(access: Access): MiddlewareHandler {
  return async (context, next) => {
    if (access.judge(credentialsOf(context)) === 'operator') return next()
    return isCall(context) ? refusal(401, 'unauthenticated', 'Open the console with its link first.') : noLink()
  }
}

/** Without HEAD where a request uses something up or opens a stream: a preview of a link must not. */
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

/** A browser adds the cookie by itself; a form of another page could not send this content type. */
function requireJson(access: Access): MiddlewareHandler {
  return async (context, next) => {
    const type = context.req.header('content-type') ?? ''
    if (/^application\/json\s*(;|$)/i.test(type) || access.bearsToken(credentialsOf(context))) return next()
    return refusal(403, 'foreign_caller', 'Send the input as application/json.')
  }
}

function credentialsOf({ req }: Context): Credentials {
  return {
    host: req.header('host'),
    origin: req.header('origin'),
    fetchSite: req.header('sec-fetch-site'),
    authorization: req.header('authorization'),
    cookie: req.header('cookie'),
  }
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
