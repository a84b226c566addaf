/** Times in words. All take Unix milliseconds and speak in the machine's own time zone. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const two = (value: number) => String(value).padStart(2, '0')
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `10:41:48` */
export function timeOfDay(timeMs: number): string {
  const date = new Date(timeMs)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** `3 Nov 2026` */
export function dateInWords(timeMs: number): string {
  const date = new Date(timeMs)
  return `${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}`
}

/** `3 Nov 2026, 15:20` */
export function dateAndTime(timeMs: number): string {
  const date = new Date(timeMs)
  return `${dateInWords(timeMs)}, ${two(date.getHours())}:${two(date.getMinutes())}`
}

function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate()
}

/** `11:05` today, otherwise `14 Nov 11:05`, with the year when it is another one. */
export function clockTime(timeMs: number, nowMs: number): string {
  const date = new Date(timeMs)
  const now = new Date(nowMs)
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`
  if (sameDay(date, now)) return time
  const year = date.getFullYear() === now.getFullYear() ? '' : ` ${date.getFullYear()}`
  return `${date.getDate()} ${months[date.getMonth()]}${year} ${time}`
}

/** As {@link clockTime}, with seconds for today: `10:41:48`, `14 Nov 09:12`. */
export function eventTime(timeMs: number, nowMs: number): string {
  return sameDay(new Date(timeMs), new Date(nowMs)) ? timeOfDay(timeMs) : clockTime(timeMs, nowMs)
}

/** Time that remains: `45 s`, `22 min`, `3 h 20 min`, `2 days`. Rounds up: never says 0 too early. */
export function timeLeft(ms: number): string {
  if (ms <= minute) return `${Math.max(0, Math.ceil(ms / 1000))} s`
  const minutes = Math.ceil(ms / minute)
  if (minutes < 60) return `${minutes} min`
  if (ms >= 2 * day) return `${Math.floor(ms / day)} days`
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return rest === 0 || hours >= 10 ? `${hours} h` : `${hours} h ${rest} min`
}

/**
 * As {@link timeLeft}, until a moment. The screens' clock shows whole seconds, a moment has parts of one: the
 * rest is counted in whole seconds too, or five minutes would begin as "6 min".
 */
export function timeUntil(timeMs: number, nowMs: number): string {
  return timeLeft(wholeSecondsUntil(timeMs, nowMs) * 1000)
}

/** As {@link timeUntil}, as said to a person: `58 minutes`, `45 seconds`, `23 hours`. The two agree at every moment. */
export function timeUntilSpoken(timeMs: number, nowMs: number): string {
  const seconds = wholeSecondsUntil(timeMs, nowMs)
  if (seconds < 120) return counted(seconds, 'second')
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours`
}

/** Whole seconds until a moment, never below 0. */
export function wholeSecondsUntil(timeMs: number, nowMs: number): number {
  return Math.max(0, Math.floor((timeMs - nowMs) / 1000))
}

/** Time gone by, short: `just now`, `3 min`, `2 h`, `6 days`. */
export function timeAgo(ms: number): string {
  if (ms < minute) return 'just now'
  if (ms < hour) return `${Math.floor(ms / minute)} min`
  if (ms < day) return `${Math.floor(ms / hour)} h`
  const days = Math.floor(ms / day)
  return days === 1 ? '1 day' : `${days} days`
}

/** `1,204` */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** `1 code`, `7 codes` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}
