import { apiErrors } from '../../electron/api/errors'
import type { TestApi } from './api'
import { codeOf } from './desks'

/** What a load did, and what went wrong; the lists are empty when nothing did. */
export interface LoadReport {
  requests: number
  seconds: number
  /** Milliseconds, sorted. */
  times: number[]
  /** Answers that the protocol does not define, by what they were. */
  undefinedAnswers: string[]
  /** Writes that were answered with success and are not there afterwards. */
  lostWrites: string[]
  /** Codes accepted more than once. */
  acceptedTwice: string[]
  accepted: number
}

interface Answer {
  status: number
  body: Record<string, unknown>
}

/**
 * `clients` at once call a mix of everything for so many milliseconds, each over connections of its
 * own; then what they were told is compared with what is there. Each code is sent twice at the same
 * time, so that each shows whether it is accepted once.
 */
export async function runLoad(test: TestApi, clients: number, forMs: number): Promise<LoadReport> {
  const report: LoadReport = {
    requests: 0,
    seconds: 0,
    times: [],
    undefinedAnswers: [],
    lostWrites: [],
    acceptedTwice: [],
    accepted: 0,
  }
  const call = caller(test, report)
  const started = performance.now()
  const until = started + forMs
  const workers = Array.from({ length: clients }, (_, n) =>
    worker(test, call, report, n, () => performance.now() < until),
  )
  const promises = (await Promise.all(workers)).flat()
  report.seconds = (performance.now() - started) / 1000
  for (const { userId, metadata, deleted } of promises) {
    const { status, body } = await call('GET', `/v1/users/${userId}`)
    const kept = deleted ? status === 404 : isDeep(body.untrusted_metadata, metadata)
    if (!kept) report.lostWrites.push(userId)
  }
  report.times.sort((a, b) => a - b)
  return report
}

type CallApi = (method: string, path: string, body?: unknown) => Promise<Answer>

function caller({ url, projectId, secret }: TestApi, report: LoadReport): CallApi {
  const authorization = `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`
  return async (method, path, body) => {
    const started = performance.now()
    const response = await fetch(url + path, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as Record<string, unknown>
    report.times.push(performance.now() - started)
    report.requests += 1
    const remark = strangeness(response.status, answer)
    if (remark) report.undefinedAnswers.push(`${method} ${path}: ${remark}`)
    return { status: response.status, body: answer }
  }
}

/** What is not as the protocol defines it; null when all is. */
export function strangeness(status: number, body: Record<string, unknown>): string | null {
  if (body.status_code !== status) return `status ${status} with status_code ${String(body.status_code)}`
  if (typeof body.request_id !== 'string') return 'no request_id'
  if (status === 200) return null
  const type = body.error_type
  if (typeof type !== 'string' || !Object.hasOwn(apiErrors, type)) return `unknown error_type ${String(type)}`
  if (apiErrors[type as keyof typeof apiErrors][0] !== status) return `${type} with status ${status}`
  return type === 'internal_server_error' ? 'internal_server_error' : null
}

interface Promised {
  userId: string
  metadata: Record<string, unknown>
  deleted: boolean
}

async function worker(
  test: TestApi,
  call: CallApi,
  report: LoadReport,
  n: number,
  goesOn: () => boolean,
): Promise<Promised[]> {
  const promised: Promised[] = []
  for (let round = 0; goesOn(); round += 1) {
    const email = `load-${n}-${round}@example.org`
    const made = await call('POST', '/v1/users', { email, name: { first_name: `Load ${n}` } })
    const user_id = String(made.body.user_id)
    const entry: Promised = { userId: user_id, metadata: { round }, deleted: false }
    const totp = await call('POST', '/v1/totps', { user_id })
    const totp_code = codeOf(`otpauth://totp/x?secret=${String(totp.body.secret)}`, test.clock.now())
    const authenticate = { user_id, totp_code, session_duration_minutes: 30 }
    const both = await Promise.all([
      call('POST', '/v1/totps/authenticate', authenticate),
      call('POST', '/v1/totps/authenticate', authenticate),
    ])
    const good = both.filter((answer) => answer.status === 200)
    report.accepted += good.length
    if (good.length !== 1) report.acceptedTwice.push(`${user_id}: ${good.length} acceptances`)
    const session_token = String(good[0]?.body.session_token)
    const [code] = totp.body.recovery_codes as string[]
    const updated = await call('PUT', `/v1/users/${user_id}`, { untrusted_metadata: entry.metadata })
    if (updated.status !== 200) report.lostWrites.push(`${user_id}: update refused`)
    await call('POST', '/v1/sessions/authenticate', { session_token })
    await call('POST', '/v1/totps/recover', { user_id, recovery_code: code })
    await call('GET', `/v1/users/${user_id}`)
    await call('GET', `/v1/sessions?user_id=${user_id}`)
    const operands = [{ filter_name: 'email_address', filter_value: [email] }]
    await call('POST', '/v1/users/search', { limit: 5, query: { operator: 'AND', operands } })
    await call('POST', '/v1/totps/authenticate', { user_id, totp_code: '12' })
    if (round % 4 === 3) {
      await call('POST', '/v1/sessions/revoke', { session_token })
      entry.deleted = (await call('DELETE', `/v1/users/${user_id}`)).status === 200
    }
    promised.push(entry)
  }
  return promised
}

function isDeep(value: unknown, expected: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(expected)
}
