import { z } from 'zod'
import type { AuditAction } from '../../../shared/audit-actions'
import { type AuditEvent, type AuditFilter, auditEventSchema } from '../../../shared/model/audit'
import type { Reader, SqlValue, Writer } from '../../vault/types'
import { defineColumns, defineTable } from './table'

const { action, severity, outcome, channel } = auditEventSchema.shape

const events = defineTable('audit_events', ['seq'], {
  seq: z.int(),
  timeMs: z.int(),
  action,
  severity,
  outcome,
  channel,
  operatorId: z.string().nullable(),
  subjectId: z.string().nullable(),
  interaction: z.string(),
  /** The canonical JSON of the event; the other columns exist to find it. */
  line: z.string(),
})

/** @param line the event's canonical line */
export function insertAuditEvent(tx: Writer, event: AuditEvent, timeMs: number, line: string): void {
  const { operator, subject } = event
  const row = { ...pick(event), timeMs, operatorId: operator?.id ?? null, subjectId: subject?.id ?? null, line }
  events.insert(tx, row)
}

function pick({ seq, action, severity, outcome, channel, interaction }: AuditEvent) {
  return { seq, action, severity, outcome, channel, interaction }
}

/** Some of the events, as a filter or a list of sequence numbers names them. */
export interface EventSet {
  sql: string
  values: readonly SqlValue[]
}

/** The events that a filter lets through, up to and including `lastSeq`; its words are not looked at. */
export function eventsMatching(filter: AuditFilter, lastSeq: number): EventSet {
  const parts: EventSet[] = [{ sql: 'seq <= ?', values: [lastSeq] }]
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) parts.push({ sql: `${column} = ?`, values: [value] })
  }
  // An empty list filters nothing out: it is what a screen sends after the last choice is taken back.
  const among = (column: string, values: readonly string[] | undefined) => {
    if (values && values.length > 0) parts.push({ sql: `${column} in (${values.map(() => '?')})`, values })
  }
  if (filter.from !== undefined) parts.push({ sql: 'time_ms >= ?', values: [filter.from] })
  if (filter.to !== undefined) parts.push({ sql: 'time_ms < ?', values: [filter.to] })
  among('action', filter.actions)
  among('outcome', filter.outcomes)
  among('severity', filter.severities)
  among('channel', filter.channels)
  equal('subject_id', filter.subjectUserId)
  equal('operator_id', filter.operatorId)
  equal('interaction', filter.interaction)
  return { sql: parts.map((part) => part.sql).join(' and '), values: parts.flatMap((part) => part.values) }
}

export const allEvents: EventSet = { sql: 'true', values: [] }

export function eventsNumbered(seqs: readonly number[]): EventSet {
  return { sql: 'seq in (select value from json_each(?))', values: [JSON.stringify(seqs)] }
}

const numbers = defineColumns({ seq: z.int() })
const lines = defineColumns({ seq: z.int(), line: z.string() })
const count = defineColumns({ n: z.int() })

export function countEvents(from: Reader, { sql, values }: EventSet): number {
  return count.get(from, `select count(*) as n from audit_events where ${sql}`, values)?.n ?? 0
}

/** Sequence numbers in order. */
export function seqsOf(from: Reader, { sql, values }: EventSet): number[] {
  return numbers.all(from, `select seq from audit_events where ${sql} order by seq`, values).map(({ seq }) => seq)
}

/** Canonical lines after a sequence number, oldest first. */
export function linesAfter(
  from: Reader,
  { sql, values }: EventSet,
  after: number,
  limit: number,
): { seq: number; line: string }[] {
  const rest = `where ${sql} and seq > ? order by seq limit ?`
  return lines.all(from, `select seq, line from audit_events ${rest}`, [...values, after, limit])
}

/** Canonical lines before a sequence number, newest first. */
export function linesBefore(from: Reader, { sql, values }: EventSet, before: number, limit: number): string[] {
  const rest = `where ${sql} and seq < ? order by seq desc limit ?`
  return lines
    .all(from, `select seq, line from audit_events ${rest}`, [...values, before, limit])
    .map(({ line }) => line)
}

const outcomeCounts = defineColumns({ outcome, n: z.int() })

/** How many of the events in `[fromMs, toMs)` had which outcome. */
export function countOutcomes(from: Reader, { sql, values }: EventSet, fromMs: number, toMs: number) {
  return outcomeCounts.all(
    from,
    `select outcome, count(*) as n from audit_events where ${sql} and time_ms >= ? and time_ms < ? group by outcome`,
    [...values, fromMs, toMs],
  )
}

/** How often actions happened since a time, in each span of `spanMs` counted from the epoch. */
export function countActions<A extends AuditAction>(
  from: Reader,
  actions: readonly A[],
  sinceMs: number,
  spanMs: number,
) {
  return defineColumns({ action: z.enum(actions), span: z.int(), n: z.int() }).all(
    from,
    `select action, cast(time_ms / ? as integer) as span, count(*) as n from audit_events
     where time_ms >= ? and action in (${actions.map(() => '?')}) group by action, span`,
    [spanMs, sinceMs, ...actions],
  )
}

/** Refused codes of a person since a time that came with a diagnosis. */
export function countDiagnoses(from: Reader, userId: string, sinceMs: number): number {
  const sql = `subject_id = ? and action = 'verification.refused' and time_ms > ?
    and json_extract(line, '$.details.diagnosis') is not null`
  return countEvents(from, { sql, values: [userId, sinceMs] })
}

const seen = defineColumns({ subjectId: z.string(), at: z.int() })

/** Whom an operator last acted on, newest first, and when; of the last `within` events. */
export function subjectsOfOperator(from: Reader, operatorId: string, within: number) {
  return seen.all(
    from,
    // SQLite takes the other columns from the row that has the maximum.
    `select "subjectId", at from (
       select subject_id as "subjectId", time_ms as at, max(seq) as last from audit_events
       where seq > (select max(seq) from audit_events) - ? and operator_id = ? and subject_id is not null
       group by subject_id) order by last desc`,
    [within, operatorId],
  )
}

const acceptedStep = z.object({ object: z.string(), details: z.object({ step: z.int() }) })

/** Totps and time steps whose code was accepted in events that carry a time after this one. */
export function acceptedStepsSince(from: Reader, timeMs: number): { totpId: string; step: number }[] {
  const since = `select seq, line from audit_events where action = 'verification.accepted' and time_ms > ? order by seq`
  return lines.all(from, since, [timeMs]).map(({ line }) => {
    const { object: totpId, details } = acceptedStep.parse(JSON.parse(line))
    return { totpId, step: details.step }
  })
}
