/** A file that is made while it is fetched. */
export interface Download {
  fileName: string
  mediaType: string
  rows: number
  chunks: AsyncIterable<string>
}

/** Files ready to be fetched, each once. */
export interface Downloads {
  /** The download of a ticket, which is used up by it; null when it is unknown, fetched, expired or cancelled. */
  take(downloadId: string): Download | null
}

/** The same with what the desk itself does to them. */
export interface PendingDownloads extends Downloads {
  add(downloadId: string, download: Download): void
  remove(downloadId: string): void
}

/** Long enough to answer a save dialog, short enough that a forgotten ticket does not stay. */
const lifetimeMs = 10 * 60_000

/** Downloads by ticket; `monotonic` gives milliseconds that never step back. */
export function createDownloads(monotonic: () => number): PendingDownloads {
  const pending = new Map<string, { download: Download; until: number }>()
  function removeExpired(): void {
    for (const [id, { until }] of pending) if (until <= monotonic()) pending.delete(id)
  }
  return {
    add(downloadId, download) {
      removeExpired()
      pending.set(downloadId, { download, until: monotonic() + lifetimeMs })
    },
    take(downloadId) {
      removeExpired()
      const entry = pending.get(downloadId)
      pending.delete(downloadId)
      return entry?.download ?? null
    },
    remove: (downloadId) => void pending.delete(downloadId),
  }
}
