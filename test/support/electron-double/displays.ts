import { EventEmitter } from 'node:events'
import type { Display, Rectangle } from 'electron'
import { control, setting } from './control'

const usual: Partial<Display>[] = [{}]

function whole(given: Partial<Display>, index: number): Display {
  const bounds = given.bounds ?? { x: 0, y: 0, width: 1920, height: 1080 }
  const { x, y, width, height } = bounds
  return {
    id: index + 1,
    bounds,
    // A task bar, as on most desks.
    workArea: { x, y, width, height: height - 40 },
    workAreaSize: { width, height: height - 40 },
    size: { width, height },
    scaleFactor: 1,
    ...given,
  } as Display
}

let displays = (setting.displays ?? usual).map(whole)

const overlap = (a: Rectangle, b: Rectangle): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y))

/** The display that holds most of it; the first when none does. */
export function displayOf(bounds: Rectangle): Display {
  const [first, ...others] = displays
  if (!first) throw new Error('The machine has no display.')
  return others.reduce(
    (best, next) => (overlap(bounds, next.bounds) > overlap(bounds, best.bounds) ? next : best),
    first,
  )
}

export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => [...displays],
  getPrimaryDisplay: () => displayOf({ x: 0, y: 0, width: 1, height: 1 }),
  getDisplayMatching: displayOf,
  getDisplayNearestPoint: ({ x, y }: { x: number; y: number }) => displayOf({ x, y, width: 1, height: 1 }),
})

control.setDisplays = (given) => {
  const before = displays
  displays = given.map(whole)
  for (const display of before) {
    if (!displays.some(({ id }) => id === display.id)) screen.emit('display-removed', {}, display)
  }
  for (const display of displays) {
    const was = before.find(({ id }) => id === display.id)
    if (!was) screen.emit('display-added', {}, display)
    else if (JSON.stringify(was) !== JSON.stringify(display))
      screen.emit('display-metrics-changed', {}, display, ['bounds'])
  }
}
