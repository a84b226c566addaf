import { useEffect, useRef, useState } from 'react'
import { DeskError } from '../../../shared/errors'
import type { AuditFilter, CsvLayout, ExportFormat } from '../../../shared/model/audit'
import { desk, transport } from '../../data/transport'

export type ExportState =
  | { kind: 'idle' }
  | { kind: 'running'; taskId: string; done: number; total: number }
  | { kind: 'finished'; rows: number; fileName: string }
  | { kind: 'cancelled' }
  | { kind: 'failed'; error: unknown }

const brokenOff = new DeskError('disk_failed', 'The export broke off. No whole file was made. Start it again.')

/** Fetches the file the way a click on a link does, so that the host's own save dialog takes it. */
function fetchFile(downloadId: string, fileName: string) {
  const link = document.createElement('a')
  link.href = transport.downloadUrl(downloadId)
  link.download = fileName
  document.body.append(link)
  link.click()
  link.remove()
}

/** An export from the click to the last row: started, followed by its progress events, cancellable. */
export function useExport() {
  const [state, setState] = useState<ExportState>({ kind: 'idle' })
  const ticket = useRef<{ downloadId: string; fileName: string; rows: number } | null>(null)

  useEffect(() => {
    return transport.subscribe('task.progress', (progress) => {
      const mine = ticket.current
      if (!mine || progress.taskId !== mine.downloadId) return
      if (progress.state === 'running')
        setState({ kind: 'running', taskId: progress.taskId, done: progress.done, total: progress.total })
      else if (progress.state === 'finished') setState({ kind: 'finished', rows: mine.rows, fileName: mine.fileName })
      else if (progress.state === 'cancelled') setState({ kind: 'cancelled' })
      else
        setState({
          kind: 'failed',
          error: brokenOff,
        })
    })
  }, [])

  async function start(format: ExportFormat, layout: CsvLayout, filter: AuditFilter) {
    try {
      const made = await desk.audit.export({ format, layout, filter })
      ticket.current = made
      setState({ kind: 'running', taskId: made.downloadId, done: 0, total: made.rows })
      fetchFile(made.downloadId, made.fileName)
    } catch (error) {
      setState({ kind: 'failed', error })
    }
  }

  return {
    state,
    start,
    cancel: () => {
      if (ticket.current) void desk.tasks.cancel({ taskId: ticket.current.downloadId })
      setState({ kind: 'cancelled' })
    },
    reset: () => {
      ticket.current = null
      setState({ kind: 'idle' })
    },
  }
}
