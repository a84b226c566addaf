import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ApiCall } from '../../../shared/model/api'
import { Tag } from '../../components/tag'
import { statusTone } from '../../words/http-status'
import { dateInWords, timeOfDay } from '../../words/times'
import classes from './api.module.css'

/** One call in full: what was sent and what was answered, as the desk masked both. */
export function CallInFull({ call, onClose }: { call: ApiCall | null; onClose: () => void }) {
  return (
    <Drawer opened={call !== null} onClose={onClose} size={460} title={call ? `${call.method} ${pathOnly(call)}` : ''}>
      {call ? (
        <div className={classes.call}>
          <dl className={classes.fields}>
            <Field name="Status">
              <Tag tone={statusTone(call.status)}>{call.status}</Tag>{' '}
              {call.errorType ? <span className={classes.mono}>{call.errorType}</span> : null}
            </Field>
            <Field name="When">
              {dateInWords(call.at)}, {timeOfDay(call.at)} <span className="muted">in {call.ms} ms</span>
            </Field>
            <Field name="Path">
              <span className={classes.mono}>{call.path}</span>
            </Field>
            <Field name="Request id">
              <span className={classes.mono}>{call.requestId}</span>
            </Field>
          </dl>
          <Body title="Request" text={call.request} />
          <Body title="Response" text={call.response} />
        </div>
      ) : null}
    </Drawer>
  )
}

const pathOnly = ({ path }: ApiCall) => path.split('?')[0]

function Field({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Body({ title, text }: { title: string; text: string }) {
  return (
    <section className={classes.body} aria-label={title}>
      <h3>{title}</h3>
      {text === '' ? <p className="muted">No body.</p> : <pre>{text}</pre>}
    </section>
  )
}
