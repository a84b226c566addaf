import { IconCode } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { ApiCall } from '../../../shared/model/api'
import { EmptyState } from '../../components/empty-state'
import { ErrorNote } from '../../components/error-note'
import { Panel } from '../../components/panel'
import { Tag } from '../../components/tag'
import { type Column, VirtualTable } from '../../components/virtual-table'
import { statusTone } from '../../words/http-status'
import { count, timeOfDay } from '../../words/times'
import classes from './api.module.css'
import { CallInFull } from './call-in-full'
import { useApiCalls } from './use-api-calls'

/** `12 ms`, `0.4 ms` */
const length = (ms: number) => `${ms < 10 ? ms.toFixed(1) : count(Math.round(ms))} ms`

/** The end of an id tells two apart; the whole id is in the title and in the opened call. */
const shortId = (requestId: string) => `…${requestId.slice(-8)}`

function columnsFor(onOpen: (call: ApiCall) => void): Column<ApiCall>[] {
  return [
    {
      key: 'time',
      head: 'When',
      width: '92px',
      cell: (call) => (
        <button
          type="button"
          data-open
          className={classes.time}
          aria-label={`${call.method} ${call.path}, ${timeOfDay(call.at)}: show request and response`}
          onClick={(event) => {
            event.stopPropagation()
            onOpen(call)
          }}
        >
          {timeOfDay(call.at)}
        </button>
      ),
    },
    {
      key: 'method',
      head: 'Method',
      width: '76px',
      cell: (call) => <span className={classes.mono}>{call.method}</span>,
    },
    {
      key: 'path',
      head: 'Path',
      cell: (call) => (
        <span className={classes.mono} title={call.path}>
          {call.path}
        </span>
      ),
    },
    {
      key: 'status',
      head: 'Status',
      width: '72px',
      cell: (call) => <Tag tone={statusTone(call.status)}>{call.status}</Tag>,
    },
    { key: 'ms', head: 'Took', width: '76px', cell: (call) => <span className="muted">{length(call.ms)}</span> },
    {
      key: 'id',
      head: 'Request id',
      width: '104px',
      cell: (call) => (
        <span className={`${classes.mono} muted`} title={call.requestId}>
          {shortId(call.requestId)}
        </span>
      ),
    },
  ]
}

/** Every call as it comes in, newest first. */
export function ApiCalls({ on }: { on: boolean }) {
  const calls = useApiCalls()
  const [shown, setShown] = useState<ApiCall | null>(null)
  const columns = useMemo(() => columnsFor(setShown), [])
  const rows = calls.data ?? []
  return (
    <Panel title="Calls" aside={rows.length > 0 ? 'Secrets and codes are masked.' : null} className={classes.calls}>
      <ErrorNote error={calls.error} />
      {calls.isPending ? (
        <div aria-busy="true" />
      ) : (
        <VirtualTable
          label="API calls"
          columns={columns}
          rows={rows}
          rowKey={(call) => call.requestId}
          total={rows.length}
          rowHeight={38}
          onOpen={setShown}
          onEnd={() => undefined}
          empty={
            <EmptyState icon={<IconCode size={20} stroke={1.75} aria-hidden="true" />} title="No API calls yet.">
              {on ? 'Paste the snippet to make the first one.' : 'Switch the API on first.'}
            </EmptyState>
          }
        />
      )}
      <CallInFull call={shown} onClose={() => setShown(null)} />
    </Panel>
  )
}
