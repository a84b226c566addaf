import { type AuditAction, auditActionNames } from '../../../shared/audit-actions'
import type { AuditEvent, AuditFilter } from '../../../shared/model/audit'
import { dateInWords } from '../../words/times'

/** The filter row as chosen; an empty string does not filter. */
export interface FilterValues {
  text: string
  when: When
  /** Local days, `2026-11-22`; used when `when` is `range`. */
  fromDay: string
  toDay: string
  /** An action, or `group:` and the beginning of its name. */
  action: string
  outcome: '' | 'success' | 'fail'
  /** The least severe one that is shown. */
  severity: '' | AuditEvent['severity']
  channel: '' | AuditEvent['channel']
  userId: string
}
export type When = '' | 'today' | 'yesterday' | 'week' | 'month' | 'range'

export const noFilter: FilterValues = {
  text: '',
  when: '',
  fromDay: '',
  toDay: '',
  action: '',
  outcome: '',
  severity: '',
  channel: '',
  userId: '',
}

const severities = ['info', 'notice', 'warning', 'critical'] as const

/** Local midnight that begins a day, `days` from the one that contains `timeMs`. */
export function dayStart(timeMs: number, days = 0): number {
  const date = new Date(timeMs)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}

/** Local midnight that begins a `2026-11-22`; null when it is no day. */
function startOfDay(day: string, days = 0): number | null {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return null
  return new Date(year, month - 1, date + days).getTime()
}

/** A time as the day of a date field, `2026-11-22`. */
export function dayOf(timeMs: number): string {
  const date = new Date(timeMs)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}

function rangeOf(values: FilterValues, nowMs: number): Pick<AuditFilter, 'from' | 'to'> {
  switch (values.when) {
    case 'today':
      return { from: dayStart(nowMs) }
    case 'yesterday':
      return { from: dayStart(nowMs, -1), to: dayStart(nowMs) }
    case 'week':
      return { from: dayStart(nowMs, -6) }
    case 'month':
      return { from: dayStart(nowMs, -29) }
    case 'range': {
      const from = startOfDay(values.fromDay)
      const to = startOfDay(values.toDay, 1)
      return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) }
    }
    default:
      return {}
  }
}

function actionsOf(action: string): AuditAction[] {
  if (action.startsWith('group:')) return auditActionNames.filter((name) => name.startsWith(action.slice(6)))
  return auditActionNames.filter((name) => name === action)
}

/** What `audit.list` and `audit.export` take for what is chosen. Ranges are whole local days. */
export function filterOf(values: FilterValues, nowMs: number): AuditFilter {
  const filter: AuditFilter = rangeOf(values, nowMs)
  const text = values.text.trim()
  if (text !== '') filter.text = text
  if (values.action !== '') filter.actions = actionsOf(values.action)
  // Whoever looks for what was refused wants the denied ones too.
  if (values.outcome !== '') filter.outcomes = values.outcome === 'success' ? ['success'] : ['fail', 'denied']
  if (values.severity !== '') filter.severities = severities.slice(severities.indexOf(values.severity))
  if (values.channel !== '') filter.channels = [values.channel]
  if (values.userId !== '') filter.subjectUserId = values.userId
  return filter
}

/** The range of a filter in words: `1 Nov 2026 to 22 Nov 2026`; null when it is open. */
export function rangeInWords({ from, to }: AuditFilter): string | null {
  if (from === undefined && to === undefined) return null
  const first = from === undefined ? 'the first event' : dateInWords(from)
  const last = to === undefined ? 'now' : dateInWords(to - 1)
  return first === last ? first : `${first} to ${last}`
}
