import { type DownloadItem, dialog, type Session } from 'electron'
import type { Side } from '../../../shared/sides'
import { downloadId } from './address'
import type { Windows } from './windows'

/**
 * Lets the operator's window save a download ticket, under Electron's own save dialog, and says so
 * when the file did not become whole: an export that ends early must never pass for an export.
 */
export function watchDownloads(session: Session, windows: Windows): void {
  session.on('will-download', (event, item, contents) => {
    if (!mayDownload(item.getURL(), windows.sideOf(contents.id))) {
      event.preventDefault()
      return
    }
    reportInterruption(item, () => tellNotSaved(item, windows, contents.id))
  })
}

/** Only a ticket of the desk, and only into the operator's hands. */
export function mayDownload(url: string, side: Side | undefined): boolean {
  return side === 'operator' && downloadId(url) !== null
}

function reportInterruption(item: DownloadItem, report: () => void): void {
  let interrupted = false
  item.on('updated', (_event, state) => {
    if (state !== 'interrupted') return
    interrupted = true
    // A ticket is taken once, so there is nothing to resume from; this also removes the torn file.
    item.cancel()
  })
  item.once('done', (_event, state) => {
    if (interrupted || state === 'interrupted') report()
  })
}

function tellNotSaved(item: DownloadItem, windows: Windows, webContentsId: number): void {
  const window = windows.windowOf(webContentsId)
  const options = {
    type: 'error' as const,
    message: 'The file was not saved.',
    detail: `Writing ${item.getFilename()} was interrupted, and no complete file is there. Check the disk and export it again.`,
  }
  void (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
}
