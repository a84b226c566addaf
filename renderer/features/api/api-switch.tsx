import { NumberInput, Switch } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { ApiStatus } from '../../../shared/model/api'
import { ErrorNote } from '../../components/error-note'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import classes from './api.module.css'

/** On or off, and on which port. */
export function ApiSwitch({ status, mayChange }: { status: ApiStatus; mayChange: boolean }) {
  const [port, setPort] = useState<number | string>('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const portId = useId()

  async function turn(on: boolean) {
    setBusy(true)
    setError(null)
    try {
      const now = on ? await desk.api.start(typeof port === 'number' ? { port } : {}) : await desk.api.stop()
      queryClient.setQueryData(keys.apiStatus, now)
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <div className={classes.switch}>
        <Switch
          size="lg"
          label={status.on ? 'The API is on' : 'The API is off'}
          checked={status.on}
          disabled={!mayChange || busy}
          onChange={(event) => void turn(event.currentTarget.checked)}
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
          ? 'Programs on this computer act through it in your name; each act stands in the audit log. It stops while the desk is locked.'
          : 'Switched on, programs on this computer can create people and check codes. Nothing outside it can.'}
        {mayChange ? '' : ' Only an admin switches it.'}
      </p>
      {status.problem ? (
        <p className={classes.problem} role="status">
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
          {status.problem}
        </p>
      ) : null}
      <ErrorNote error={error} />
    </>
  )
}
