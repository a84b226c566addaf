import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import { invokeChannel } from '../../../shared/contract/bridge'
import type { Answer } from '../../../shared/contract/transport'
import type { Dispatch } from '../../ipc/dispatch'
import { parseOurUrl } from './address'
import type { Surface, Windows } from './windows'

/** Who sends a message, in plain values. */
export interface Sender {
  /** The side its window is turned to; undefined when the window is none of ours. */
  surface: Surface | undefined
  /** URL of the sending frame; null when the frame is gone or has navigated away. */
  frameUrl: string | null
  isMainFrame: boolean
}

/**
 * The side a sender may speak for; null when it may not speak at all. All must hold: a window of
 * ours, its main frame, our own origin (Electron security guide, item 17).
 */
export function trustedSurface({ surface, frameUrl, isMainFrame }: Sender): Surface | null {
  if (surface === undefined || frameUrl === null || !isMainFrame) return null
  return parseOurUrl(frameUrl) === null ? null : surface
}

/**
 * The only place that registers with `ipcMain`. A stranger gets an answer like everybody else, so
 * that a fault of ours shows as one and not as a call that never ends.
 *
 * @param answered - told of each answer before it leaves
 */
export function registerIpc(
  dispatch: Dispatch,
  windows: Windows,
  answered: (webContentsId: number, name: unknown, answer: Answer) => void,
): void {
  ipcMain.handle(invokeChannel, async (event, name: unknown, input: unknown): Promise<Answer> => {
    const surface = trustedSurface(senderOf(event, windows))
    if (surface === null) return foreignCaller
    const answer = await dispatch(name, input, { surface })
    answered(event.sender.id, name, answer)
    return answer
  })
}

const foreignCaller: Answer = {
  ok: false,
  error: { code: 'foreign_caller', message: 'This request did not come from the console. Nothing was done.' },
}

function senderOf(event: IpcMainInvokeEvent, windows: Windows): Sender {
  const frame = event.senderFrame
  return {
    surface: windows.surfaceOf(event.sender.id),
    frameUrl: frame === null ? null : frame.url,
    isMainFrame: frame !== null && frame.parent === null && frame === event.sender.mainFrame,
  }
}
