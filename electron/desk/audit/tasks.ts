import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EventPayload } from '../../../shared/contract/events'
import { DeskError } from '../../../shared/errors'

type Progress = EventPayload<'task.progress'>

/** A piece of a file, and how many rows are in the file with it. */
export interface TaskPiece {
  text: string
  done: number
}

/** Long work that reports its progress, lets other calls in between and can be cancelled. */
export interface Tasks {
  /**
   * The pieces of a file, one a turn of the event loop, with progress reported under `taskId`.
   * Cancelling makes the iteration throw `cancelled`, so that the file does not pass for a whole one.
   */
  follow(taskId: string, total: number, pieces: Iterable<TaskPiece>, onCancel: () => void): AsyncIterable<string>
  /** Does nothing when the task has ended: the click may come late. */
  cancel(taskId: string): void
  /** Cancels everything, for locking. */
  cancelAll(): void
}

export function createTasks(report: (progress: Omit<Progress, 'at'>) => void): Tasks {
  const running = new Map<string, { cancelled: boolean; onCancel: () => void }>()

  async function* follow(taskId: string, total: number, pieces: Iterable<TaskPiece>): AsyncGenerator<string> {
    const task = running.get(taskId)
    let state: Progress['state'] = 'cancelled'
    let done = 0
    // Asked before each piece is made, because making one reads a vault that may be locked by now.
    const goOn = () => {
      if (!task || task.cancelled) throw new DeskError('cancelled', 'The export was cancelled. No whole file was made.')
    }
    try {
      goOn()
      for (const piece of pieces) {
        done = piece.done
        report({ taskId, done, total, state: 'running' })
        yield piece.text
        await nextTurn()
        goOn()
      }
      state = 'finished'
    } catch (error) {
      if (!(error instanceof DeskError && error.code === 'cancelled')) state = 'failed'
      throw error
    } finally {
      // Also reached when the reader goes away half way, which counts as cancelled.
      running.delete(taskId)
      report({ taskId, done, total, state })
    }
  }

  function cancel(taskId: string): void {
    const task = running.get(taskId)
    if (!task) return
    task.cancelled = true
    task.onCancel()
  }

  return {
    follow(taskId, total, pieces, onCancel) {
      running.set(taskId, { cancelled: false, onCancel })
      return follow(taskId, total, pieces)
    },
    cancel,
    cancelAll: () => [...running.keys()].forEach(cancel),
  }
}
