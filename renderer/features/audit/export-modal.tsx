import { Button, Modal, Progress, SegmentedControl } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { AuditFilter, CsvLayout, ExportFormat } from '../../../shared/model/audit'
import { DialogActions, DialogBody } from '../../components/dialog/dialog-form'
import { ErrorNote } from '../../components/error-note'
import { count, counted } from '../../words/times'
import classes from './export-modal.module.css'
import { rangeInWords } from './filter-values'
import { type ExportState, useExport } from './use-export'

interface ExportModalProps {
  opened: boolean
  onClose: () => void
  filter: AuditFilter
  /** Events that match the filter: said before the file is made. */
  rows: number
}

/** Takes exactly what is filtered along, as CSV or JSON Lines. */
export function ExportModal({ opened, onClose, ...rest }: ExportModalProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Export the audit log" size={460}>
      <ExportBody onClose={onClose} {...rest} />
    </Modal>
  )
}

const about: Record<ExportFormat, string> = {
  csv: 'For a spreadsheet: one row an event, safe against formulas.',
  jsonl: 'For a program: each line is, to the byte, what is hashed.',
}

const layouts: { value: CsvLayout; label: string }[] = [
  { value: 'comma', label: 'Commas' },
  { value: 'semicolon', label: 'Semicolons' },
  { value: 'tab', label: 'Tabs' },
  { value: 'rfc4180', label: 'RFC 4180' },
]
/** The layout of the last export, for the next one in this console. */
let chosenLayout: CsvLayout = 'comma'

function ExportBody({ onClose, filter, rows }: Omit<ExportModalProps, 'opened'>) {
  const [format, setFormat] = useState<ExportFormat>('csv')
  const [layout, setLayout] = useState(chosenLayout)
  const { state, start, cancel, reset } = useExport()
  const range = rangeInWords(filter)
  const running = state.kind === 'running'
  return (
    <DialogBody>
      <SegmentedControl
        aria-label="Format"
        fullWidth
        value={format}
        disabled={running}
        onChange={(value) => {
          setFormat(value)
          reset()
        }}
        data={[
          { value: 'csv', label: 'CSV' },
          { value: 'jsonl', label: 'JSON Lines' },
        ]}
      />
      <p className="muted">{about[format]}</p>
      {format === 'csv' ? (
        <SegmentedControl
          aria-label="Layout"
          fullWidth
          value={layout}
          disabled={running}
          onChange={(value) => {
            chosenLayout = value
            setLayout(value)
            reset()
          }}
          data={layouts}
        />
      ) : null}
      <p>
        <strong>{counted(rowsOf(state, rows), 'row')}</strong>
        {range ? `, ${range}` : ', from the first event to now'}. {filtersInWords(filter)}
      </p>
      <Result state={state} range={range} />
      <DialogActions>
        {running ? <Button onClick={cancel}>Cancel</Button> : <Button onClick={onClose}>Close</Button>}
        <Button variant="filled" loading={running} onClick={() => void start(format, layout, filter)} data-autofocus>
          Export
        </Button>
      </DialogActions>
    </DialogBody>
  )
}

/** The export itself is an event, so the count on offer moves on while the one that was asked for stays. */
function rowsOf(state: ExportState, rows: number): number {
  if (state.kind === 'running') return state.total
  return state.kind === 'finished' ? state.rows : rows
}

function filtersInWords({ from: _from, to: _to, ...rest }: AuditFilter): string {
  return Object.keys(rest).length > 0 ? 'Only what the filters show.' : 'Everything, with no filter.'
}

function Result({ state, range }: { state: ExportState; range: string | null }) {
  if (state.kind === 'failed') return <ErrorNote error={state.error} />
  return (
    <div role="status">
      {state.kind === 'running' ? (
        <>
          <Progress value={state.total === 0 ? 0 : (100 * state.done) / state.total} aria-label="Export" />
          <span className="small muted">
            {count(state.done)} of {counted(state.total, 'row')}
          </span>
        </>
      ) : null}
      {state.kind === 'finished' ? (
        <span className={classes.good}>
          <IconCheck size={16} stroke={1.75} aria-hidden="true" />
          Exported {counted(state.rows, 'row')}
          {range ? `, ${range}` : ''}, to {state.fileName}.
        </span>
      ) : null}
      {state.kind === 'cancelled' ? <span className="muted">Cancelled. No whole file was made.</span> : null}
    </div>
  )
}
