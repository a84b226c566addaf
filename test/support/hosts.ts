import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, expect } from 'vitest'
import type { AuditEvent } from '../../shared/model/audit'
import type { UserDetail } from '../../shared/model/user'
import { codeOf } from './desks'
import { type Host, type HostOptions, startHost } from './host'

export const hostPassphrase = 'copper lamp river tiny orbit'

/** Starts hosts that end with the test file at the latest. Call it once, at the top of a test file. */
export function hostsOfFile(): (options?: HostOptions) => Promise<Host> {
  const started: Host[] = []
  afterAll(async () => {
    for (const host of started) await host.stop()
  })
  return async (options) => {
    const host = await startHost(options)
    started.push(host)
    return host
  }
}

/** A host on a new vault, unlocked. */
export async function withVault(host: Host, operator = 'Ada Admin'): Promise<Host> {
  await host.client.vault.create({ operator, passphrase: hostPassphrase })
  return host
}

export interface HttpAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

export interface HttpRequest {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** One request as it is: `fetch` would set Host and mend the path. */
export function send(host: Host, path: string, { method = 'GET', headers = {}, body }: HttpRequest = {}) {
  const { hostname, port } = new URL(host.origin)
  return new Promise<HttpAnswer>((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** What comes back for bytes that are no request, until the host closes the connection. */
export function sendRaw(host: Host, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(host.origin).port), '127.0.0.1', () => socket.write(bytes, 'latin1'))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
}

export const bearer = (host: Host): Record<string, string> => ({ authorization: `Bearer ${host.token}` })

export interface Enrolled {
  userId: string
  totpId: string
  uri: string
  secret: string
  recoveryCodes: string[]
  /** The good code of this moment. */
  code(): string
}

/** A person with a pending totp. */
export async function enroll(host: Host, name: string): Promise<Enrolled> {
  const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@example.org`
  const { userId } = await host.client.users.create({ name, email })
  const totp = await host.client.totps.enroll({ userId })
  return { userId, ...totp, code: () => codeOf(totp.uri, Date.now()) }
}

/** A person whose authenticator works. */
export async function activate(host: Host, name: string): Promise<Enrolled> {
  const person = await enroll(host, name)
  const outcome = await host.client.verification.submit({ userId: person.userId, code: person.code() })
  expect(outcome.outcome).toBe('accepted')
  return person
}

/** Everything of the vault that its screens can show. */
export interface Contents {
  users: UserDetail[]
  /** Oldest first. */
  events: AuditEvent[]
  treeSize: number
}

export async function contentsOf({ client }: Host): Promise<Contents> {
  const users: UserDetail[] = []
  let cursor: string | undefined
  do {
    const page = await client.users.search({ limit: 1000, ...(cursor ? { cursor } : {}) })
    users.push(...(await Promise.all(page.users.map(({ userId }) => client.users.get({ userId })))))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  const events: AuditEvent[] = []
  let before: number | undefined
  let treeSize = 0
  do {
    const page = await client.audit.list({ limit: 500, ...(before ? { before } : {}) })
    events.push(...page.events)
    treeSize = page.tree.size
    before = page.next ?? undefined
  } while (before !== undefined)
  users.sort((a, b) => a.userId.localeCompare(b.userId))
  return { users, events: events.reverse(), treeSize }
}

/** People are as they were, and the audit log only grew. */
export function expectNothingLost(before: Contents, after: Contents): void {
  expect(after.users).toEqual(before.users)
  expect(after.events.slice(0, before.events.length)).toEqual(before.events)
  expect(after.events.map((event) => event.seq)).toEqual(after.events.map((_, index) => index + 1))
  expect(after.treeSize).toBe(after.events.length)
}
