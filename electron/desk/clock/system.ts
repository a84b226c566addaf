import type { Clock } from '../context'

/** The machine's own clock. */
export const systemClock: Clock = {
  virtual: false,
  now: () => Date.now(),
  monotonic: () => performance.now(),
  offsetAt: (timeMs) => utcOffsetAt(timeMs),
  timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
}

/** Offset of the machine's local time from UTC at a moment, such as "+01:00" or "-03:30". */
function utcOffsetAt(timeMs: number): string {
  const east = -new Date(timeMs).getTimezoneOffset()
  const minutes = Math.abs(east)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${east < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}

/** Milliseconds east of UTC that an offset such as "+01:00" stands for. */
export function offsetMs(offset: string): number {
  const sign = offset.startsWith('-') ? -1 : 1
  const [hours = '0', minutes = '0'] = offset.slice(1).split(':')
  return sign * (Number(hours) * 60 + Number(minutes)) * 60_000
}
