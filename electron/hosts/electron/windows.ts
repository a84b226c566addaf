import type { BrowserWindow } from 'electron'

/** Which side of the desk a window is turned to: what it may call depends on it. */
export type Surface = 'operator' | 'facing'

/** The windows that we opened ourselves. Whatever is not in here is a stranger to every guard. */
export interface Windows {
  /** Registers a window until it is closed. */
  add(window: BrowserWindow, surface: Surface): void
  /** The side a WebContents is turned to; undefined for one that is not ours. */
  surfaceOf(webContentsId: number): Surface | undefined
  windowOf(webContentsId: number): BrowserWindow | undefined
  /** Sends to every window that still has a page. */
  send(channel: string, ...values: unknown[]): void
  focusOperator(): void
  closeFacing(): void
}

/** A new, empty registry. */
export function createWindows(): Windows {
  const known = new Map<number, { window: BrowserWindow; surface: Surface }>()
  const of = (surface: Surface) => [...known.values()].filter((entry) => entry.surface === surface)
  return {
    add(window, surface) {
      // Read now: a closed window no longer has its id.
      const id = window.webContents.id
      known.set(id, { window, surface })
      window.once('closed', () => known.delete(id))
    },
    surfaceOf: (webContentsId) => known.get(webContentsId)?.surface,
    windowOf: (webContentsId) => known.get(webContentsId)?.window,
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
    closeFacing() {
      for (const { window } of of('facing')) window.close()
    },
  }
}
