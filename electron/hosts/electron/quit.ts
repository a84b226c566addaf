import type { App } from 'electron'

/**
 * Holds the first request to quit until the desk is closed (keys wiped, lock file released), then
 * quits. What fails in closing is told and does not keep the program open: every reply was already
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
  // On macOS too: a vault that lies open behind no window is one that nobody attends.
  app.on('window-all-closed', () => app.quit())
}
