import { stringify } from 'csv-stringify/sync'
import type { AuditEvent } from '../../../shared/model/audit'

const columns = [
  'seq',
  'time',
  'offset',
  'action',
  'severity',
  'outcome',
  'reason',
  'operator_id',
  'operator_name',
  'operator_role',
  'subject_id',
  'subject_name',
  'object',
  'channel',
  'request',
  'interaction',
  'details',
  'id',
  'app',
  'machine',
  'v',
] as const
type Column = (typeof columns)[number]

/** The header row, with its line end. */
export function csvHeader(): string {
  return stringify([[...columns]], { record_delimiter: 'windows' })
}

/** Events as RFC 4180 rows with CRLF, safe to open in a spreadsheet. */
export function csvRows(events: readonly AuditEvent[]): string {
  return stringify(events.map(cellsOf), { record_delimiter: 'windows' })
}

function cellsOf(event: AuditEvent): string[] {
  const cells: Record<Column, string | number | null> = {
    seq: event.seq,
    time: event.time,
    offset: event.offset,
    action: event.action,
    severity: event.severity,
    outcome: event.outcome,
    reason: event.reason,
    operator_id: event.operator?.id ?? null,
    operator_name: event.operator?.name ?? null,
    operator_role: event.operator?.role ?? null,
    subject_id: event.subject?.id ?? null,
    subject_name: event.subject?.name ?? null,
    object: event.object,
    channel: event.channel,
    request: event.request,
    interaction: event.interaction,
    details: JSON.stringify(event.details),
    id: event.id,
    app: event.app,
    machine: event.machine,
    v: event.v,
  }
  return columns.map((column) => formulaSafe(String(cells[column] ?? '')))
}

/**
 * A leading apostrophe keeps a spreadsheet from running a cell as a formula (OWASP CSV injection).
 * Done here because csv-stringify leaves NUL and a leading line feed alone.
 */
export function formulaSafe(cell: string): string {
  return /^[=+\-@\t\0\r\n\uff1d\uff0b\uff0d\uff20]/u.test(cell) ? `'${cell}` : cell
}
