import type { AuditEvent } from '../../../shared/model/audit'
import { useDeskNow } from '../../data/clock'
import { actionWords } from '../../words/actions'
import { eventInWords } from '../../words/event-words'
import { eventTime } from '../../words/times'
import { Tag } from '../tag'
import classes from './event-cells.module.css'

/** What happened, in a tag. */
export function ActionTag({ action }: Pick<AuditEvent, 'action'>) {
  const { label, tone } = actionWords[action]
  return <Tag tone={tone}>{label}</Tag>
}

/** When it happened; the button of the row. */
export function EventTime({ event, onOpen }: { event: AuditEvent; onOpen: (event: AuditEvent) => void }) {
  const now = useDeskNow(60_000)
  return (
    <button
      type="button"
      data-open
      className={classes.time}
      aria-label={`${actionWords[event.action].label}, ${eventTime(Date.parse(event.time), now)}: show all of it`}
      onClick={(click) => {
        click.stopPropagation()
        onOpen(event)
      }}
    >
      <time dateTime={event.time}>{eventTime(Date.parse(event.time), now)}</time>
    </button>
  )
}

/** Reason and details in one line; the whole line in the title, where the cell is too narrow for it. */
export function EventDetails({ event }: { event: AuditEvent }) {
  const words = eventInWords(event, useDeskNow(60_000))
  return <span title={words}>{words}</span>
}
