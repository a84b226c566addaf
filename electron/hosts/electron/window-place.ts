import type { BrowserWindow, Rectangle } from 'electron'
import type { Place } from '../preferences'

/** How long a window must stand still before its place is kept, in milliseconds. */
const settleMs = 500
/** Least part of a window that must be on a display to take hold of it, in display points. */
const grip = { width: 120, height: 40 }

/** The displays as a window may use them, without task bars and docks. */
export interface Displays {
  getAllDisplays(): { workArea: Rectangle }[]
}

/**
 * Where a window goes that was somewhere at the last start: there, if a display that is here still shows its upper
 * edge, and no larger than that display. Null where it goes anywhere else.
 */
export function placeOn(displays: Displays, kept: Place | undefined): Rectangle | null {
  if (!kept) return null
  for (const { workArea } of displays.getAllDisplays()) {
    const width = Math.min(kept.width, workArea.width)
    const height = Math.min(kept.height, workArea.height)
    const seen = {
      width: Math.min(kept.x + width, workArea.x + workArea.width) - Math.max(kept.x, workArea.x),
      height: Math.min(kept.y + height, workArea.y + workArea.height) - Math.max(kept.y, workArea.y),
    }
    if (kept.y < workArea.y || seen.width < grip.width || seen.height < grip.height) continue
    return { x: kept.x, y: kept.y, width, height }
  }
  return null
}

/** Keeps where a window is whenever it has been moved or sized, and when it closes. */
export function keepPlace(window: BrowserWindow, keep: (place: Place) => void): void {
  let timer: NodeJS.Timeout | null = null
  const now = () => {
    if (timer) clearTimeout(timer)
    timer = null
    // A window on its whole display, or put away, is nowhere that it should come back to.
    if (window.isDestroyed() || window.isFullScreen() || window.isMinimized()) return
    keep({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  }
  const soon = () => {
    if (timer) clearTimeout(timer)
    timer = setTimeout(now, settleMs)
    timer.unref()
  }
  window.on('move', soon)
  window.on('resize', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  window.on('close', now)
}
