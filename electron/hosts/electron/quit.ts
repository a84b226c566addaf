import type { App } from 'electron'

/**
 * Holds the first request to quit until the desk is closed (keys wiped, lock file released), then
 * quits. A failure to close is reported and does not keep the program open: every reply was already
 * durable before it was given.
 */
export function closeBeforeQuit(app: App, close: () => Promise<void>, failed: (cause: unknown) => void): void {
  let closed = false
  let closing = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    if (closing) return
    closing = true
    close()
      .catch(failed)
      .finally(() => {
        closed = true
        app.quit()
      })
  })
  // On macOS too: an open vault without a window is unattended.
  app.on('window-all-closed', () => app.quit())
}
