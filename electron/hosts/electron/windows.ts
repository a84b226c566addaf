import type { BrowserWindow } from 'electron'
import type { Side } from '../../../shared/sides'

/** The windows that we opened ourselves. Every guard treats any other as unknown. */
export interface Windows {
  /** Registers a window until it is closed. */
  add(window: BrowserWindow, side: Side): void
  /** The side a WebContents is turned to; undefined for one that is not ours. */
  sideOf(webContentsId: number): Side | undefined
  windowOf(webContentsId: number): BrowserWindow | undefined
  /** The operator's window; undefined when it is not open. */
  operator(): BrowserWindow | undefined
  /** Sends to every window that still has a page. */
  send(channel: string, ...values: unknown[]): void
  focusOperator(): void
  closePersonScreens(): void
}

/** A new, empty registry. */
export function createWindows(): Windows {
  const known = new Map<number, { window: BrowserWindow; side: Side }>()
  const of = (side: Side) => [...known.values()].filter((entry) => entry.side === side)
  return {
    add(window, side) {
      // Read now: a closed window no longer has its id.
      const id = window.webContents.id
      known.set(id, { window, side })
      window.once('closed', () => known.delete(id))
    },
    sideOf: (webContentsId) => known.get(webContentsId)?.side,
    windowOf: (webContentsId) => known.get(webContentsId)?.window,
    operator: () => of('operator')[0]?.window,
    send(channel, ...values) {
      for (const { window } of known.values()) {
        if (!window.isDestroyed()) window.webContents.send(channel, ...values)
      }
    },
    focusOperator() {
      for (const { window } of of('operator')) {
        if (window.isMinimized()) window.restore()
        window.focus()
      }
    },
    closePersonScreens() {
      for (const { window } of of('person')) window.close()
    },
  }
}
