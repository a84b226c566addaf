import type { AuditEvent } from '../../../shared/model/audit'
import { ActionTag, EventDetails, EventTime } from '../../components/audit-events/event-cells'
import type { Column } from '../../components/virtual-table'

/** Columns of the audit table; `onOpen` shows an event in full. */
export function auditColumns(onOpen: (event: AuditEvent) => void): Column<AuditEvent>[] {
  return [
    { key: 'time', head: 'When', width: '128px', cell: (event) => <EventTime event={event} onOpen={onOpen} /> },
    { key: 'action', head: 'What', width: '196px', cell: (event) => <ActionTag action={event.action} /> },
    {
      key: 'person',
      head: 'Person',
      width: '22%',
      cell: (event) => <span className="strong">{event.subject?.name}</span>,
    },
    { key: 'words', head: 'Details', cell: (event) => <EventDetails event={event} /> },
    {
      key: 'operator',
      head: 'Operator',
      width: '160px',
      cell: (event) => <span className="muted">{event.operator?.name ?? 'The desk itself'}</span>,
    },
  ]
}
