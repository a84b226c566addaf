import canonicalize from 'canonicalize'
import { auditActions } from '../../shared/audit-actions'
import { type AuditEvent, auditEventSchema } from '../../shared/model/audit'
import { append, leafHash } from '../merkle/tree'
import type { Vault, Writer } from '../vault/types'
import type { AuditEntry, Call, Clock, DeskContext } from './context'
import { insertAuditEvent } from './store/audit-events'
import { readTree, writeTree } from './store/audit-tree'
import { watchWrites } from './store/watch-writes'

export interface ActParts {
  vault: Vault
  clock: Clock
  newId(kind: string): string
  /** Version of this program, as it stands in each event. */
  version: string
  /** The machine's id, as it stands in each event. */
  machine: string
  /** Takes note of the time inside the act's transaction, for the clock guard. */
  noteTime(tx: Writer, now: number): void
}

/**
 * Makes the one way in which the desk changes anything: the change, its audit events, their leaves
 * in the audit tree and the time seen are one transaction, on disk when `act` resolves. If an event
 * cannot be written the change does not happen either (OWASP ASVS 5.0 2.3.3 and 16.5.3).
 */
export function createAct(parts: ActParts): DeskContext['act'] {
  return async (call, work) =>
    parts.vault.transact((tx) => {
      const now = parts.clock.now()
      const interaction = call.interaction ?? parts.newId('interaction')
      const before = readTree(tx)
      let tree = before
      const { writer, hasWritten } = watchWrites(tx)
      const result = work(writer, (entry) => {
        const event = auditEventSchema.parse(eventOf(parts, call, entry, { now, interaction, seq: tree.size + 1 }))
        const line = canonicalLine(event)
        insertAuditEvent(tx, event, now, line)
        tree = append(tree, leafHash(line))
      })
      if (tree === before) {
        if (hasWritten()) throw new Error('An act recorded nothing: what leaves no trace must not change anything.')
        return result
      }
      writeTree(tx, tree)
      parts.noteTime(tx, now)
      return result
    })
}

/** The event's RFC 8785 JSON: the leaf of the audit tree and the line of a JSON Lines export. */
export function canonicalLine(event: AuditEvent): string {
  const line = canonicalize(event)
  if (line === undefined) throw new Error('An audit event has no canonical form.')
  return line
}

interface Moment {
  now: number
  interaction: string
  seq: number
}

function eventOf(parts: ActParts, call: Call, entry: AuditEntry, moment: Moment): AuditEvent {
  const { operator } = call
  return {
    v: 1,
    seq: moment.seq,
    id: parts.newId('event'),
    interaction: entry.interaction ?? moment.interaction,
    time: new Date(moment.now).toISOString(),
    offset: parts.clock.offsetAt(moment.now),
    channel: call.channel,
    request: call.requestId ?? null,
    operator: operator && { id: operator.operatorId, name: operator.name, role: operator.role },
    subject: entry.subject ?? null,
    object: entry.object ?? null,
    action: entry.action,
    severity: auditActions[entry.action],
    outcome: entry.outcome ?? 'success',
    reason: entry.reason ?? null,
    details: entry.details ?? {},
    app: parts.version,
    machine: parts.machine,
  }
}
