import { useState } from 'react'
import type { AuditEvent } from '../../../shared/model/audit'
import classes from './audit-rows.module.css'
import { ActionTag, EventDetails, EventTime } from './event-cells'
import { EventInspector } from './event-inspector'

interface AuditRowsProps {
  /** Newest first. */
  events: readonly AuditEvent[]
  /** Accessible name of the table. */
  label?: string
}

/** Audit events as rows: when, what, in which words, by whom. A row opens the event in full. */
export function AuditRows({ events, label = 'What happened' }: AuditRowsProps) {
  const [shown, setShown] = useState<AuditEvent | null>(null)
  return (
    <>
      <table className={classes.rows} aria-label={label}>
        <thead className={classes.head}>
          <tr>
            <th scope="col" className={classes.time}>
              <span className="visually-hidden">When</span>
            </th>
            <th scope="col" className={classes.action}>
              <span className="visually-hidden">What</span>
            </th>
            <th scope="col">
              <span className="visually-hidden">Details</span>
            </th>
            <th scope="col" className={classes.operator}>
              <span className="visually-hidden">Operator</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.seq} onClick={() => setShown(event)}>
              <td className={classes.time}>
                <EventTime event={event} onOpen={setShown} />
              </td>
              <td className={classes.action}>
                <ActionTag action={event.action} />
              </td>
              <td>
                <EventDetails event={event} />
              </td>
              <td className={classes.operator}>{event.operator?.name ?? 'The desk itself'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <EventInspector event={shown} onClose={() => setShown(null)} />
    </>
  )
}
