import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'

/** What a page can suffer. */
export type Trouble = 'crashed' | 'hangs' | 'not loaded'

/** What is done about it. */
export interface PageCare {
  /** Locks the vault: nobody can see what is open behind a page that shows nothing. */
  lock(): void
  /** Loads the console from its start. */
  load(): void
  quit(): void
}

/** Chromium's code for a load that something else took the place of: no trouble. */
const aborted = -3

const words: Record<Trouble, string> = {
  crashed: 'The window of TOTP Desk stopped working.',
  hangs: 'The window of TOTP Desk does not answer.',
  'not loaded': 'The window of TOTP Desk could not be loaded.',
}

/** The question that goes with a trouble; its first button loads the page again. */
export function questionAbout(trouble: Trouble): MessageBoxOptions {
  return {
    type: 'error',
    message: words[trouble],
    detail: 'The vault was locked. What was saved is safe. Load the window again, then unlock.',
    buttons: ['Load again', trouble === 'hangs' ? 'Wait' : 'Quit'],
    defaultId: 0,
    cancelId: 1,
  }
}

/**
 * Watches the operator's page. When it crashes, hangs or does not load, the vault is locked at once; the
 * operator is told, and may have the page loaded again.
 */
export function watchPage(window: BrowserWindow, care: PageCare): void {
  const { webContents } = window
  let asking = false
  let ended = false

  async function meet(trouble: Trouble): Promise<void> {
    if (window.isDestroyed()) return
    care.lock()
    if (asking) return
    asking = true
    const { response } = await dialog.showMessageBox(window, questionAbout(trouble))
    asking = false
    if (window.isDestroyed()) return
    if (response !== 0) {
      if (trouble !== 'hangs') care.quit()
      return
    }
    if (trouble !== 'hangs') return care.load()
    // A page that does not answer cannot be moved either: it is ended first.
    ended = true
    webContents.forcefullyCrashRenderer()
  }

  webContents.on('render-process-gone', (_event, { reason }) => {
    if (ended) care.load()
    else if (reason !== 'clean-exit') void meet('crashed')
    ended = false
  })
  webContents.on('unresponsive', () => void meet('hangs'))
  webContents.on('did-fail-load', (_event, code, _description, _url, isMainFrame) => {
    if (isMainFrame && code !== aborted) void meet('not loaded')
  })
  // A page that is served as an error, or whose way to the desk is missing, is there and of no use.
  webContents.on('did-navigate', (_event, _url, status) => {
    if (status >= 400) void meet('not loaded')
  })
  webContents.on('preload-error', () => void meet('not loaded'))
}

/** A window turned to the person whose page is gone closes: the operator opens it again. */
export function closeWhenGone(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', () => window.close())
}
