import { foldedWords } from '../../../shared/fold'
import { type AuditEvent, type AuditFilter, auditEventSchema } from '../../../shared/model/audit'
import type { Reader, SqlValue } from '../../vault/types'
import type { AuditText } from './text-index'

/** The audit events that a filter lets through, up to and including `lastSeq`. */
export interface AuditQuery {
  matched(): number
  /** How many of them lie in `[from, to)`, by how they went. */
  between(fromMs: number, toMs: number): DayCount
  /** Canonical lines before a sequence number, newest first. */
  newestBefore(before: number, limit: number): string[]
  /** Canonical lines after a sequence number, in order. */
  oldestAfter(after: number, limit: number): { seq: number; line: string }[]
}

/** Events that did what they say, and events that were refused or denied. */
export interface DayCount {
  done: number
  refused: number
}

interface Condition {
  sql: string
  values: SqlValue[]
}

/** Prepares a query; nothing is read before one of its functions is called. */
export function queryAudit(vault: Reader, text: AuditText, filter: AuditFilter, lastSeq: number): AuditQuery {
  const condition = conditionOf(filter, lastSeq)
  const words = foldedWords(filter.text ?? '')
  return words.length === 0 ? plainQuery(vault, condition) : textQuery(vault, text, condition, words)
}

/** An event as its canonical line says it. */
export function eventOfLine(line: string): AuditEvent {
  return auditEventSchema.parse(JSON.parse(line))
}

function countBetween(vault: Reader, { sql, values }: Condition, fromMs: number, toMs: number): DayCount {
  const rows = vault.all<{ outcome: string; n: number }>(
    `select outcome, count(*) as n from audit_events where ${sql} and time_ms >= ? and time_ms < ? group by outcome`,
    [...values, fromMs, toMs],
  )
  const day = { done: 0, refused: 0 }
  for (const { outcome, n } of rows) day[outcome === 'success' ? 'done' : 'refused'] += n
  return day
}

function plainQuery(vault: Reader, { sql, values }: Condition): AuditQuery {
  return {
    matched: () => vault.get<{ n: number }>(`select count(*) as n from audit_events where ${sql}`, values)?.n ?? 0,
    between: (fromMs, toMs) => countBetween(vault, { sql, values }, fromMs, toMs),
    newestBefore: (before, limit) =>
      vault
        .all<{ line: string }>(`select line from audit_events where ${sql} and seq < ? order by seq desc limit ?`, [
          ...values,
          before,
          limit,
        ])
        .map((row) => row.line),
    oldestAfter: (after, limit) =>
      vault.all(`select seq, line from audit_events where ${sql} and seq > ? order by seq limit ?`, [
        ...values,
        after,
        limit,
      ]),
  }
}

/** With words to find, the matching sequence numbers are found in memory first. */
function textQuery(vault: Reader, text: AuditText, { sql, values }: Condition, words: string[]): AuditQuery {
  const found = vault
    .all<{ seq: number }>(`select seq from audit_events where ${sql} order by seq`, values)
    .map((row) => row.seq)
    .filter(text.matcher(words))
  const foundOnes = { sql: 'seq in (select value from json_each(?))', values: [JSON.stringify(found)] }
  const read = (seqs: number[]) =>
    vault.all<{ seq: number; line: string }>(
      `select seq, line from audit_events where seq in (select value from json_each(?)) order by seq`,
      [JSON.stringify(seqs)],
    )
  return {
    matched: () => found.length,
    between: (fromMs, toMs) => countBetween(vault, foundOnes, fromMs, toMs),
    newestBefore: (before, limit) =>
      read(found.filter((seq) => seq < before).slice(-limit))
        .map((row) => row.line)
        .reverse(),
    oldestAfter: (after, limit) => {
      const first = found.findIndex((seq) => seq > after)
      return first === -1 ? [] : read(found.slice(first, first + limit))
    },
  }
}

function conditionOf(filter: AuditFilter, lastSeq: number): Condition {
  const parts: Condition[] = [{ sql: 'seq <= ?', values: [lastSeq] }]
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) parts.push({ sql: `${column} = ?`, values: [value] })
  }
  // An empty list filters nothing out: it is what a screen sends after the last choice is taken back.
  const among = (column: string, values: readonly string[] | undefined) => {
    if (values && values.length > 0) parts.push({ sql: `${column} in (${values.map(() => '?')})`, values: [...values] })
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
