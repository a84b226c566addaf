import { stringify } from 'csv-stringify/sync'
import type { AuditEvent, CsvLayout } from '../../../shared/model/audit'

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

const delimiters: Record<CsvLayout, string> = { comma: ',', semicolon: ';', tab: '\t', rfc4180: ',' }

/** The header row, with its line end, after the byte order mark where the layout has one. */
export function csvHeader(layout: CsvLayout): string {
  const options = { delimiter: delimiters[layout], bom: layout !== 'rfc4180' }
  return stringify([[...columns]], { ...options, record_delimiter: 'windows' })
}

/** Events as rows after RFC 4180, with CRLF and the layout's separator, safe to open in a spreadsheet. */
export function csvRows(events: readonly AuditEvent[], layout: CsvLayout): string {
  return stringify(events.map(cellsOf), { delimiter: delimiters[layout], record_delimiter: 'windows' })
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

// Where a spreadsheet with another separator than the file's begins a cell of its own, quotes or not.
const cellWithin = /([;\t\r\n])(?=["' ]*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu

/**
 * An apostrophe keeps a spreadsheet from running a cell as a formula (OWASP CSV injection), also a cell that
 * only its own separator makes. Done here because csv-stringify leaves NUL and a leading line feed alone.
 */
export function formulaSafe(cell: string): string {
  const guarded = cell.replaceAll(cellWithin, "$1'")
  return /^[=+\-@\t\0\r\n\uff1d\uff0b\uff0d\uff20]/u.test(guarded) ? `'${guarded}` : guarded
}
