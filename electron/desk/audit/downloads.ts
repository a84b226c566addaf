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

/** The desk's own side of {@link Downloads}. */
export interface DownloadShelf extends Downloads {
  put(downloadId: string, download: Download): void
  drop(downloadId: string): void
}

/** Long enough to answer a save dialog, short enough that no forgotten ticket lies about. */
const lifetimeMs = 10 * 60_000

/** Downloads by ticket; `monotonic` gives milliseconds that never step back. */
export function createDownloads(monotonic: () => number): DownloadShelf {
  const waiting = new Map<string, { download: Download; until: number }>()
  function dropExpired(): void {
    for (const [id, { until }] of waiting) if (until <= monotonic()) waiting.delete(id)
  }
  return {
    put(downloadId, download) {
      dropExpired()
      waiting.set(downloadId, { download, until: monotonic() + lifetimeMs })
    },
    take(downloadId) {
      dropExpired()
      const found = waiting.get(downloadId)
      waiting.delete(downloadId)
      return found?.download ?? null
    },
    drop: (downloadId) => void waiting.delete(downloadId),
  }
}
