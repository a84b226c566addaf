import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Reader, Writer } from '../../vault/types'
import type { AuditEntry, Call, DeskContext, Recorder } from '../context'
import { newId } from '../new-id'
import { readMeta, writeMeta } from '../store/meta'
import type { SessionKeys } from './session-keys'

/** What a program needs to call the API. */
export interface Credentials {
  projectId: string
  secret: string
}

/** The API's credentials, and whether it is switched on: kept in the vault, so that both go where it goes. */
export interface ApiCredentials {
  /** Made of the vault's id: it never changes. */
  readonly projectId: string
  /** Whether these are the credentials, compared in constant time. */
  check(given: Credentials): boolean
  /** The credentials; the secret is made when there is none. Recorded as shown. */
  show(call: Call): Promise<Credentials>
  /** A new secret, and a new key for session JWTs; the old secret stops working at once. */
  rotate(call: Call): Promise<Credentials>
  /** Whether the API is to run while the vault is open, and on which port; 0: any. */
  switchedOn(): { on: boolean; port: number }
  /** Keeps the switch; `bound` is the port it got, for the record. */
  switchTo(call: Call, to: { on: boolean; port: number }, bound?: number): Promise<void>
  /** Records a start by itself, as after unlocking. */
  noteStart(call: Call, port: number): Promise<void>
}

const key = 'api'
const storedSchema = z.strictObject({ on: z.boolean(), port: z.int(), secret: z.string().nullable() })
type Stored = z.infer<typeof storedSchema>
/** 27 bytes are the 36 characters that a Stytch secret has after its prefix. */
const secretBytes = 27

export function createApiCredentials(ctx: DeskContext, sessionKeys: SessionKeys): ApiCredentials {
  const { environment } = ctx
  const projectId = newId('project', environment, () => Buffer.from(ctx.vault.vaultId, 'hex'))
  const stored = (from: Reader): Stored => readMeta(from, key, storedSchema) ?? { on: false, port: 0, secret: null }
  const newSecret = () => `secret-${environment}-${Buffer.from(ctx.random(secretBytes)).toString('base64url')}`

  /** Inside an act: the secret, made when there is none. */
  function secretOf(tx: Writer, record: Recorder): string {
    const present = stored(tx)
    if (present.secret !== null) return present.secret
    const secret = newSecret()
    writeMeta(tx, key, { ...present, secret })
    record({ action: 'api.secret_made', object: projectId })
    return secret
  }

  return {
    projectId,
    check(given) {
      const { secret } = stored(ctx.vault)
      // Both are compared whatever the first says: the time taken tells neither which nor how far.
      const sameProject = equal(given.projectId, projectId)
      const sameSecret = equal(given.secret, secret ?? '')
      return sameProject && sameSecret && secret !== null
    },
    show: (call) =>
      ctx.act(call, (tx, record) => {
        const secret = secretOf(tx, record)
        record({ action: 'api.secret_shown', object: projectId })
        return { projectId, secret }
      }),
    async rotate(call) {
      const sessionKey = await sessionKeys.generate()
      return ctx.act(call, (tx, record) => {
        sessionKeys.replace(tx, record, sessionKey)
        const secret = newSecret()
        writeMeta(tx, key, { ...stored(tx), secret })
        record({ action: 'api.secret_rotated', object: projectId })
        return { projectId, secret }
      })
    },
    switchedOn() {
      const { on, port } = stored(ctx.vault)
      return { on, port }
    },
    switchTo: (call, { on, port }, bound = port) =>
      ctx.act(call, (tx, record) => {
        secretOf(tx, record)
        writeMeta(tx, key, { ...stored(tx), on, port })
        const entry: AuditEntry = on ? { action: 'api.started', details: { port: bound } } : { action: 'api.stopped' }
        record({ ...entry, object: projectId })
      }),
    noteStart: (call, port) =>
      ctx.act(call, (_tx, record) => record({ action: 'api.started', object: projectId, details: { port } })),
  }
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
