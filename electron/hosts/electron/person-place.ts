import type { BrowserWindow, Display, Rectangle, Screen } from 'electron'
import type { Place } from '../preferences'
import { placeOn } from './window-place'

/** Where the window turned to the person goes. */
export interface PersonPlace extends Rectangle {
  fullscreen: boolean
}

interface Size {
  width: number
  height: number
}

/** Size of the person's window where it shares a display with the operator's. */
const sharedSize: Size = { width: 1100, height: 760 }

/** No larger than the display lets a window be: desks often have 1366×768. */
export function fitted(size: Size, { workArea }: Pick<Display, 'workArea'>): Size {
  return { width: Math.min(size.width, workArea.width), height: Math.min(size.height, workArea.height) }
}

/**
 * The whole of a display on which the operator's window is not, if there is one: it stands turned to the person.
 * Otherwise the lower right corner of the operator's, where it hides as little as it can.
 *
 * @param operators - the display that the operator's window is on
 */
export function placeForPerson(displays: readonly Display[], operators: Display): PersonPlace {
  const other = displays.find(({ id }) => id !== operators.id)
  if (other) return { ...other.workArea, fullscreen: true }
  const { x, y, width, height } = operators.workArea
  const size = fitted(sharedSize, operators)
  return { x: x + width - size.width, y: y + height - size.height, ...size, fullscreen: false }
}

/**
 * Where it goes now.
 * @param kept - where it was put by hand; counts where it has no display of its own
 */
export function personPlace(screen: Screen, operator: BrowserWindow | undefined, kept: Place | undefined): PersonPlace {
  const operators = operator ? screen.getDisplayMatching(operator.getBounds()) : screen.getPrimaryDisplay()
  const place = placeForPerson(screen.getAllDisplays(), operators)
  const own = place.fullscreen ? null : placeOn(screen, kept)
  return own ? { ...own, fullscreen: false } : place
}

/** Moves the person's window when a display comes or goes, for as long as it is open. */
export function followDisplays(screen: Screen, window: BrowserWindow, place: () => PersonPlace): void {
  let last = JSON.stringify(place())
  const move = () => {
    const { fullscreen, ...bounds } = place()
    if (window.isDestroyed() || JSON.stringify({ ...bounds, fullscreen }) === last) return
    last = JSON.stringify({ ...bounds, fullscreen })
    const settle = () => {
      window.setBounds(bounds)
      window.setFullScreen(fullscreen)
    }
    if (!window.isFullScreen()) return settle()
    // A window that fills a display is not moved until it has let go of it.
    window.once('leave-full-screen', settle)
    window.setFullScreen(false)
  }
  screen.on('display-added', move)
  screen.on('display-removed', move)
  window.once('closed', () => {
    screen.removeListener('display-added', move)
    screen.removeListener('display-removed', move)
  })
}
