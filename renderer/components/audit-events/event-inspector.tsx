import { Button, CopyButton, Drawer } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import canonicalize from 'canonicalize'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { AuditEvent } from '../../../shared/model/audit'
import { paths } from '../../data/paths'
import { actionWords, channelWords, outcomeWords, severityWords } from '../../words/actions'
import { fieldInWords, reasonInWords } from '../../words/event-words'
import { roleLabels } from '../../words/roles'
import { dateInWords, timeOfDay } from '../../words/times'
import { Tag } from '../tag'
import classes from './event-inspector.module.css'

interface EventInspectorProps {
  event: AuditEvent | null
  onClose: () => void
}

/** One audit event in full: every field, and the line that is hashed and exported. */
export function EventInspector({ event, onClose }: EventInspectorProps) {
  return (
    <Drawer opened={event !== null} onClose={onClose} size={460} title={event ? actionWords[event.action].label : ''}>
      {event ? <EventInFull event={event} onClose={onClose} /> : null}
    </Drawer>
  )
}

function EventInFull({ event, onClose }: { event: AuditEvent; onClose: () => void }) {
  const time = Date.parse(event.time)
  const outcome = outcomeWords[event.outcome]
  const severity = severityWords[event.severity]
  return (
    <div className={classes.full}>
      <div className={classes.tags}>
        <Tag tone={outcome.tone}>{outcome.label}</Tag>
        <Tag tone={severity.tone}>{severity.label}</Tag>
        <Tag>{channelWords[event.channel]}</Tag>
      </div>
      <dl className={classes.fields}>
        <Field name="When">
          {dateInWords(time)}, {timeOfDay(time)} <span className="muted">(desk time {event.offset})</span>
        </Field>
        <Field name="Person">
          {event.subject ? (
            <Link href={paths.person(event.subject.id)} onClick={onClose}>
              {event.subject.name}
            </Link>
          ) : (
            'No one person'
          )}
        </Field>
        <Field name="Operator">
          {event.operator ? `${event.operator.name}, ${roleLabels[event.operator.role]}` : 'The desk itself'}
        </Field>
        {event.reason ? <Field name="Reason">{reasonInWords(event.reason)}</Field> : null}
        {Object.entries(event.details).map(([name, value]) => (
          <Field key={name} name={capitalized(fieldInWords(name))}>
            {value === null ? 'None' : String(value)}
          </Field>
        ))}
        {event.object ? <Field name="Object" code={event.object} /> : null}
        {event.request ? <Field name="API request" code={event.request} /> : null}
        <Field name="Number">{event.seq}</Field>
        <Field name="Event" code={event.id} />
        <Field name="Piece of work" code={event.interaction} />
        <Field name="Action" code={event.action} />
        <Field name="Program">
          {event.app} <span className="muted">on {event.machine}</span>
        </Field>
      </dl>
      <CanonicalLine event={event} />
    </div>
  )
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function Field({ name, code, children }: { name: string; code?: string; children?: ReactNode }) {
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd className={code ? classes.code : undefined}>{code ?? children}</dd>
    </div>
  )
}

/** The event as RFC 8785 writes it: the leaf of the audit tree and the line of a JSON Lines export. */
function CanonicalLine({ event }: { event: AuditEvent }) {
  const line = canonicalize(event) ?? ''
  return (
    <section aria-labelledby="canonical-line">
      <div className={classes.lineHead}>
        <h3 id="canonical-line">The line that is hashed</h3>
        <CopyButton value={line}>
          {({ copied, copy }) => (
            <Button
              variant="subtle"
              onClick={copy}
              leftSection={
                copied ? (
                  <IconCheck size={16} stroke={1.75} aria-hidden />
                ) : (
                  <IconCopy size={16} stroke={1.75} aria-hidden />
                )
              }
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      <pre className={classes.line}>{line}</pre>
    </section>
  )
}
