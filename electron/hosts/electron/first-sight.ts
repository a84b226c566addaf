import type { BrowserWindow } from 'electron'

/** How long a window waits for a sign of its page before it shows what it has, in milliseconds. */
const longestWaitMs = 3000

/**
 * Shows a window as soon as its page has something to show, and in any case soon: `ready-to-show` means "has
 * painted", and it does not come from a page that fails before that, nor from a hidden window under Wayland
 * (electron/electron#48859).
 */
export function showAtFirstSight(window: BrowserWindow): void {
  let shown = false
  const show = () => {
    clearTimeout(timer)
    if (shown || window.isDestroyed()) return
    shown = true
    window.show()
  }
  const timer = setTimeout(show, longestWaitMs)
  window.once('ready-to-show', show)
  window.once('closed', () => clearTimeout(timer))
  window.webContents.once('did-finish-load', show)
  window.webContents.once('did-fail-load', show)
}
