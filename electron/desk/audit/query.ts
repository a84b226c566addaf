import type { Output } from '../../../shared/contract/contract'
import { foldedWords } from '../../../shared/fold'
import { type AuditEvent, type AuditFilter, auditEventSchema } from '../../../shared/model/audit'
import type { Reader } from '../../vault/types'
import {
  countEvents,
  countOutcomes,
  type EventSet,
  eventsMatching,
  eventsNumbered,
  linesAfter,
  linesBefore,
  seqsOf,
} from '../store/audit-events'
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
export type DayCount = Output<'audit.days'>['days'][number]

/** Prepares a query; without words to find, nothing is read before one of its functions is called. */
export function queryAudit(vault: Reader, text: AuditText, filter: AuditFilter, lastSeq: number): AuditQuery {
  const matching = eventsMatching(filter, lastSeq)
  const words = foldedWords(filter.text ?? '')
  return words.length === 0 ? queryBySet(vault, matching) : queryByText(vault, text, matching, words)
}

/** What lines of earlier programs leave out reads as null; the line itself is never changed. */
const lineSchema = auditEventSchema.extend({ request: auditEventSchema.shape.request.default(null) })

/** An event as its canonical line says it. */
export function eventOfLine(line: string): AuditEvent {
  return lineSchema.parse(JSON.parse(line))
}

function queryBySet(vault: Reader, events: EventSet): AuditQuery {
  return {
    matched: () => countEvents(vault, events),
    between: (fromMs, toMs) => countBetween(vault, events, fromMs, toMs),
    newestBefore: (before, limit) => linesBefore(vault, events, before, limit),
    oldestAfter: (after, limit) => linesAfter(vault, events, after, limit),
  }
}

/** With words to find, the matching sequence numbers are found in memory first. */
function queryByText(vault: Reader, text: AuditText, matching: EventSet, words: string[]): AuditQuery {
  const seqs = seqsOf(vault, matching).filter(text.matcher(words))

  return {
    matched: () => seqs.length,
    between: (fromMs, toMs) => countBetween(vault, eventsNumbered(seqs), fromMs, toMs),
    newestBefore: (before, limit) =>
      linesBefore(vault, eventsNumbered(seqs.filter((seq) => seq < before).slice(-limit)), before, limit),
    oldestAfter: (after, limit) => {
      const first = seqs.findIndex((seq) => seq > after)
      return first === -1 ? [] : linesAfter(vault, eventsNumbered(seqs.slice(first, first + limit)), after, limit)
    },
  }
}

function countBetween(vault: Reader, events: EventSet, fromMs: number, toMs: number): DayCount {
  const day = { done: 0, refused: 0 }
  for (const { outcome, n } of countOutcomes(vault, events, fromMs, toMs)) {
    day[outcome === 'success' ? 'done' : 'refused'] += n
  }
  return day
}
