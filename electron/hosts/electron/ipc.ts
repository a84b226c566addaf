import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import { invokeChannel } from '../../../shared/contract/bridge'
import type { Answer } from '../../../shared/contract/transport'
import type { Side } from '../../../shared/sides'
import type { Dispatch } from '../../ipc/dispatch'
import { parseOurUrl } from './address'
import type { Windows } from './windows'

/** Who sends a message, in plain values. */
export interface Sender {
  /** The side its window is turned to; undefined when the window is none of ours. */
  side: Side | undefined
  /** URL of the sending frame; null when the frame is gone or has navigated away. */
  frameUrl: string | null
  isMainFrame: boolean
}

/**
 * The side a sender may speak for; null when it may not speak at all. All must hold: a window of
 * ours, its main frame, our own origin (Electron security guide, item 17).
 */
export function trustedSide({ side, frameUrl, isMainFrame }: Sender): Side | null {
  if (side === undefined || frameUrl === null || !isMainFrame) return null
  return parseOurUrl(frameUrl) === null ? null : side
}

/**
 * The only place that registers with `ipcMain`. An unknown sender gets an answer too, so that a
 * fault of ours shows as one and not as a call that never ends.
 *
 * @param answered - called with each answer before it leaves
 */
export function registerIpc(
  dispatch: Dispatch,
  windows: Windows,
  answered: (webContentsId: number, name: unknown, answer: Answer) => void,
): void {
  ipcMain.handle(invokeChannel, async (event, name: unknown, input: unknown): Promise<Answer> => {
    const side = trustedSide(senderOf(event, windows))
    if (side === null) return foreignCaller
    const answer = await dispatch(name, input, { side })
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
    side: windows.sideOf(event.sender.id),
    frameUrl: frame === null ? null : frame.url,
    isMainFrame: frame !== null && frame.parent === null && frame === event.sender.mainFrame,
  }
}
