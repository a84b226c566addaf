import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Dispatch } from '../../ipc/dispatch'
import { assetResponse, notFound } from '../assets'
import { attachmentResponse, type Download } from '../download'
import { type Access, type Credentials, createAccess } from './access'
import { answerCall, maxBodyBytes, refusal } from './calls'
import { eventStream, type Telling } from './events'
import { foreignPage, goneDownload, noLink, usedLink } from './pages'

/** What the host presents: the desk behind its dispatcher, and the page's files. */
export interface BrowserHostParts {
  desk: Telling & { downloads: { take(id: string): Download | null } }
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
  close(): Promise<void>
}

/**
 * Presents the desk to a browser on this machine: loopback only, one token per run.
 * @throws the listen error as it is, such as EADDRINUSE
 */
export async function startBrowserHost(parts: BrowserHostParts): Promise<BrowserHost> {
  let access: Access | null = null
  const app = createApp(parts, () => {
    if (!access) throw new Error('A request came before the port was known.')
    return access
  })
  const server = createAdaptorServer({ fetch: app.fetch, hostname: '127.0.0.1' })
  server.listen(parts.port, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  access = createAccess(port)
  const { token, newLink } = access
  const origin = `http://127.0.0.1:${port}`
  return { origin, token, link: () => `${origin}/enter/${newLink()}`, close: () => closeServer(server) }
}

function createApp({ desk, dispatch, rendererFolder, onDefect }: BrowserHostParts, access: () => Access): Hono {
  const app = new Hono()
  app.onError((error, context) => {
    onDefect(error)
    return refusal(context, 200, 'internal', 'Something went wrong inside TOTP Desk. Nothing was changed. Try again.')
  })
  app.notFound(() => notFound())

  app.use(async (context, next) => {
    const standing = access().judge(credentialsOf(context))
    const isCall = context.req.path.startsWith('/ipc/')
    if (standing === 'foreign') {
      return isCall ? refusal(context, 403, 'foreign_caller', 'This call does not come from TOTP Desk.') : foreignPage()
    }
    if (standing === 'unknown' && !context.req.path.startsWith('/enter/')) {
      return isCall ? refusal(context, 401, 'unauthenticated', 'Open the console with its link first.') : noLink()
    }
    return next()
  })

  app.get('/enter/:code', (context) => {
    const cookie = access().redeemLink(context.req.param('code'))
    if (cookie !== null) {
      // The link does not stay in the address bar, and the page it leads to is a fresh request.
      return new Response(null, { status: 303, headers: { location: '/', 'set-cookie': cookie } })
    }
    const known = access().judge(credentialsOf(context)) === 'operator'
    return known ? context.redirect('/', 303) : usedLink()
  })

  app.post('/ipc/:name', requireJson(access), limitBody, (context) => answerCall(context, dispatch))
  app.get('/events', (context) => eventStream(context, desk))
  app.get('/download/:id', (context) => {
    const download = desk.downloads.take(context.req.param('id'))
    return download ? attachmentResponse(download) : goneDownload()
  })
  app.get('*', (context) => assetResponse(rendererFolder, new URL(context.req.url).pathname))
  return app
}

/** A browser adds the cookie by itself; a form of another page could not send this content type. */
function requireJson(access: () => Access) {
  return async (context: Context, next: () => Promise<void>) => {
    const type = context.req.header('content-type') ?? ''
    if (/^application\/json\b/i.test(type) || access().bearsToken(credentialsOf(context))) return next()
    return refusal(context, 403, 'foreign_caller', 'Send the input as application/json.')
  }
}

const limitBody = bodyLimit({
  maxSize: maxBodyBytes,
  onError: (context) =>
    refusal(context, 200, 'invalid_input', `The input is larger than ${maxBodyBytes / 1024} KiB. Send less.`),
})

function credentialsOf({ req }: Context): Credentials {
  return {
    host: req.header('host'),
    origin: req.header('origin'),
    fetchSite: req.header('sec-fetch-site'),
    authorization: req.header('authorization'),
    cookie: req.header('cookie'),
  }
}

async function closeServer(server: ServerType): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // Event streams would keep the server open for ever.
  if ('closeAllConnections' in server) server.closeAllConnections()
  await closed
}
