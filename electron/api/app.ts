import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Call } from '../desk/context'
import type { Desk } from '../desk/desk'
import { newId } from '../desk/new-id'
import type { OpenDesk } from '../desk/open-desk'
import { jsonHeaders } from '../loopback/headers'
import type { LoopbackApp } from '../loopback/server'
import { authenticate } from './auth'
import type { AuthFailures } from './auth-failures'
import { objectOf, readBody } from './body'
import type { CallLog } from './call-log'
import { ApiError, type ErrorType, errorBody, knownError } from './errors'
import { createRateLimit } from './rate-limit'
import type { Endpoint } from './request'
import { type Route, routes } from './routes'

export interface AppParts {
  desk: Desk
  environment: 'live' | 'test'
  /** Names that the Host header may have, with the port. */
  hosts: ReadonlySet<string>
  log: CallLog
  failures: AuthFailures
  onDefect(error: unknown): void
  rateLimit?: number | undefined
}

/** What a call leaves behind for the log while it is answered. */
interface Trace {
  requestId: string
  body: unknown
}

interface Answer {
  status: number
  body: Record<string, unknown>
  headers: Record<string, string>
}

/**
 * The API as an application without a port. Each request, in this order: is it meant for us (Host),
 * are there too many, are the credentials right, is there such a route, is the body right; then the
 * endpoint; then is what it saw on disk. Whatever happens, the answer is a JSON object with `status_code` and `request_id`.
 */
export function createApp(parts: AppParts): LoopbackApp {
  const limit = createRateLimit(parts.rateLimit)
  const newRequestId = () => newId('request-id', parts.environment, (bytes) => randomBytes(bytes))

  async function respond(c: Context, route: Pick<Route, 'endpoint' | 'open'>): Promise<Response> {
    const started = performance.now()
    const trace: Trace = { requestId: newRequestId(), body: undefined }
    const answer = await guarded(c, route, trace)
    note(parts, c, trace, answer, performance.now() - started)
    return new Response(JSON.stringify(answer.body), { status: answer.status, headers: answer.headers })
  }

  async function guarded(c: Context, route: Pick<Route, 'endpoint' | 'open'>, trace: Trace): Promise<Answer> {
    try {
      refuseForeignHost(parts.hosts, c.req.header('host'))
      limit()
      const desk = parts.desk.open()
      try {
        if (!route.open) authenticateCounted(parts, desk, c.req.raw)
        return success(trace.requestId, await run(c, desk, route.endpoint, trace))
      } finally {
        // Whatever the answer is, it says nothing that the disk could still lose.
        await desk.durable()
      }
    } catch (error) {
      return failure(parts, trace.requestId, error)
    }
  }

  const app = new Hono()
  for (const route of routes) app.on(route.method, route.path, (c) => respond(c, route))
  for (const path of new Set(routes.map((route) => route.path))) {
    app.all(path, (c) => respond(c, { endpoint: refusing('method_not_allowed') }))
  }
  app.notFound((c) => respond(c, { endpoint: refusing('route_not_found') }))
  return {
    fetch: (request) => app.fetch(request),
    refuse(what) {
      const { status, body } = failure(parts, newRequestId(), new ApiError(what))
      return { status, body: JSON.stringify(body) }
    },
  }
}

async function run(c: Context, desk: OpenDesk, endpoint: Endpoint, trace: Trace): Promise<object> {
  const call: Call = { operator: desk.operator, channel: 'api', requestId: trace.requestId }
  const hasBody = c.req.method !== 'GET' && c.req.method !== 'HEAD'
  const text = hasBody ? await readBody(c.req.raw.body) : ''
  if (text !== '') trace.body = `(${Buffer.byteLength(text)} bytes that are not a JSON object)`
  const body = objectOf(text)
  if (text !== '') trace.body = body
  return endpoint({ desk, call, params: c.req.param(), query: new URL(c.req.url).searchParams, body })
}

/** A page at a foreign name that points at this machine (DNS rebinding) sends that name. */
function refuseForeignHost(hosts: ReadonlySet<string>, host: string | undefined): void {
  if (host !== undefined && hosts.has(host.toLowerCase())) return
  throw new ApiError('bad_request', { message: 'The Host header does not name this API.' })
}

function authenticateCounted(parts: AppParts, desk: OpenDesk, request: Request): void {
  try {
    authenticate(desk, request)
  } catch (error) {
    parts.failures.count()
    throw error
  }
}

function refusing(type: 'method_not_allowed' | 'route_not_found'): Endpoint {
  return () => {
    throw new ApiError(type)
  }
}

/** RFC 9110 section 11.6.1 asks for the challenge with these. */
const credentialErrors = new Set<ErrorType>([
  'invalid_authorization_header',
  'invalid_project_id_authentication',
  'invalid_secret_authentication',
  'unauthorized_credentials',
])

function success(requestId: string, answer: object): Answer {
  return { status: 200, headers: jsonHeaders, body: { status_code: 200, request_id: requestId, ...answer } }
}

function failure(parts: AppParts, requestId: string, error: unknown): Answer {
  const known = knownError(error)
  if (!known && parts.desk.status().state === 'unlocked') parts.onDefect(error)
  // Locked in the middle of it: whatever broke then, that is why.
  const locked = parts.desk.status().state !== 'unlocked'
  const shown = known ?? new ApiError(locked ? 'desk_locked' : 'internal_server_error')
  const { status, retryAfterSeconds } = shown
  return {
    status,
    headers: {
      ...jsonHeaders,
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(credentialErrors.has(shown.type) ? { 'www-authenticate': 'Basic realm="TOTP Desk"' } : {}),
    },
    body: { status_code: status, request_id: requestId, ...errorBody(shown) },
  }
}

function note(parts: AppParts, c: Context, trace: Trace, answer: Answer, ms: number): void {
  // One that the lock cut off belongs to a list that the lock has emptied.
  if (parts.desk.status().state !== 'unlocked') return
  const { context } = parts.desk.open()
  const { pathname, search } = new URL(c.req.url)
  const { error_type: errorType } = answer.body
  const call = parts.log.add({
    requestId: trace.requestId,
    at: context.clock.now(),
    method: c.req.method.slice(0, 20),
    path: `${pathname}${search}`,
    status: answer.status,
    ms: Math.round(ms * 10) / 10,
    errorType: typeof errorType === 'string' ? errorType : null,
    request: trace.body,
    response: answer.body,
  })
  context.emit('api.called', call)
}
