import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { AuditEntry, Call, DeskContext } from '../context'
import { newId } from '../new-id'
import { readMeta, writeMeta } from '../store/meta'

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
  /** A new secret; the old one ends at once. */
  rotate(call: Call): Promise<Credentials>
  /** Whether the API is to run while the vault is open, and on which port; 0: any. */
  switchedOn(): { on: boolean; port: number }
  /** Keeps the switch; `bound` is the port it got, for the record. */
  switchTo(call: Call, to: { on: boolean; port: number }, bound?: number): Promise<void>
  /** Records a start that nobody asked for, as after unlocking. */
  noteStart(call: Call, port: number): Promise<void>
}

const key = 'api'
const storedSchema = z.strictObject({ on: z.boolean(), port: z.int(), secret: z.string().nullable() })
type Stored = z.infer<typeof storedSchema>
/** 27 bytes are the 36 characters that a Stytch secret has after its prefix. */
const secretBytes = 27

export function createApiCredentials(ctx: DeskContext): ApiCredentials {
  const { environment } = ctx
  const projectId = newId('project', environment, () => Buffer.from(ctx.vault.vaultId, 'hex'))
  let stored: Stored = readMeta(ctx.vault, key, storedSchema) ?? { on: false, port: 0, secret: null }

  async function write(call: Call, next: Stored, entries: AuditEntry[]): Promise<void> {
    await ctx.act(call, (tx, record) => {
      writeMeta(tx, key, next)
      entries.forEach(record)
    })
    stored = next
  }

  const newSecret = () => `secret-${environment}-${Buffer.from(ctx.random(secretBytes)).toString('base64url')}`

  async function secret(call: Call): Promise<string> {
    const existing = stored.secret
    if (existing !== null) return existing
    const made = newSecret()
    await write(call, { ...stored, secret: made }, [{ action: 'api.secret_made', object: projectId }])
    return made
  }

  return {
    projectId,
    check: (given) => {
      // Both are compared whatever the first says: the time taken tells neither which nor how far.
      const sameProject = equal(given.projectId, projectId)
      const sameSecret = equal(given.secret, stored.secret ?? '')
      return sameProject && sameSecret && stored.secret !== null
    },
    async show(call) {
      const shown = await secret(call)
      await ctx.act(call, (_tx, record) => record({ action: 'api.secret_shown', object: projectId }))
      return { projectId, secret: shown }
    },
    async rotate(call) {
      const next = newSecret()
      await write(call, { ...stored, secret: next }, [{ action: 'api.secret_rotated', object: projectId }])
      return { projectId, secret: next }
    },
    switchedOn: () => ({ on: stored.on, port: stored.port }),
    async switchTo(call, { on, port }, bound = port) {
      await secret(call)
      const entry: AuditEntry = on ? { action: 'api.started', details: { port: bound } } : { action: 'api.stopped' }
      await write(call, { ...stored, on, port }, [{ ...entry, object: projectId }])
    },
    noteStart: (call, port) =>
      ctx.act(call, (_tx, record) => record({ action: 'api.started', object: projectId, details: { port } })),
  }
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
