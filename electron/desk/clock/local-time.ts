import type { Clock } from '../context'
import { offsetMs } from './system'

/** Hours and minutes of the desk's local time, such as "10:40", for a sentence to the operator. */
export function localTime(clock: Clock, timeMs: number): string {
  return new Date(timeMs + offsetMs(clock.offsetAt(timeMs))).toISOString().slice(11, 16)
}

/** The desk's local date at a moment, such as "2026-11-22". */
export function localDate(clock: Clock, timeMs: number): string {
  return new Date(timeMs + offsetMs(clock.offsetAt(timeMs))).toISOString().slice(0, 10)
}

/** The desk's local hour at a moment, 0 to 23. */
export function localHour(clock: Clock, timeMs: number): number {
  return new Date(timeMs + offsetMs(clock.offsetAt(timeMs))).getUTCHours()
}
