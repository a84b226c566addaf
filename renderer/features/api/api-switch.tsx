import { NumberInput, Switch } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { ApiStatus } from '../../../shared/model/api'
import { ErrorNote } from '../../components/error-note'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { useAct } from '../../data/use-act'
import classes from './api.module.css'

/** On or off, and on which port. */
export function ApiSwitch({ status, mayChange }: { status: ApiStatus; mayChange: boolean }) {
  const [port, setPort] = useState<number | string>('')
  const portId = useId()

  const turn = useAct(
    (on: boolean) => (on ? desk.api.start(typeof port === 'number' ? { port } : {}) : desk.api.stop()),
    (now) => queryClient.setQueryData(keys.apiStatus, now),
  )

  return (
    <>
      <div className={classes.switch}>
        <Switch
          size="lg"
          label={status.on ? 'The API is on' : 'The API is off'}
          checked={status.on}
          disabled={!mayChange || turn.busy}
          onChange={(event) => turn.run(event.currentTarget.checked)}
        />
        {mayChange && !status.on ? (
          <div className={classes.port}>
            <label htmlFor={portId}>Port</label>
            <NumberInput
              id={portId}
              className={classes.portInput ?? ''}
              placeholder="Any free"
              value={port}
              onChange={setPort}
              min={1}
              max={65_535}
              allowDecimal={false}
              allowNegative={false}
              hideControls
            />
          </div>
        ) : null}
      </div>
      <p className="small muted">
        {status.on
          ? 'Programs on this computer act through it in your name; each act is written to the audit log. It stops while the desk is locked.'
          : 'Switched on, programs on this computer can create people and check codes. Nothing outside it can.'}
        {mayChange ? '' : ' Only an admin switches it.'}
      </p>
      {status.problem ? (
        <p className={classes.problem} role="status">
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
          {status.problem}
        </p>
      ) : null}
      <ErrorNote error={turn.error} />
    </>
  )
}
