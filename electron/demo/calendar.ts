import { offsetMs } from '../desk/clock/system'
import type { Clock } from '../desk/context'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Moments before the demo's start, in the desk's local time. */
export interface Calendar {
  readonly now: number
  /** That many minutes before now. */
  ago(minutes: number): number
  /** Minutes after midnight of the n-th working day before today; 1: the last one. */
  workday(n: number, minutes: number): number
  /** A part, 0 to 1, of today's time at the desk so far: nine hours at most, two at least. */
  today(part: number): number
}

export function createCalendar(clock: Clock, now: number): Calendar {
  const offset = offsetMs(clock.offsetAt(now))
  const midnight = Math.floor((now + offset) / dayMs) * dayMs - offset
  const opened = Math.min(Math.max(midnight, now - 9 * 60 * minuteMs), now - 2 * 60 * minuteMs)
  const working: number[] = []
  for (let day = midnight - dayMs; working.length < workingDays; day -= dayMs) {
    // Noon, so that a change of summer time does not make it another day.
    const weekday = new Date(day + offset + dayMs / 2).getUTCDay()
    if (weekday !== 0 && weekday !== 6) working.push(day)
  }
  return {
    now,
    ago: (minutes) => now - minutes * minuteMs,
    workday: (n, minutes) => (working[n - 1] ?? midnight) + minutes * minuteMs,
    today: (part) => Math.round(opened + part * (now - 5 * minuteMs - opened)),
  }
}

/** Working days that the demo goes back: three weeks. */
export const workingDays = 15
