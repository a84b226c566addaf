import type { Clock } from '../desk/context'

/** The demo's clock: the machine's, moved. */
export interface VirtualClock extends Clock {
  /** How far it stands from the machine's clock, in milliseconds; positive: ahead. */
  offsetMs(): number
  /** Moves the wall clock alone, as a person at the machine would. */
  setOffset(offsetMs: number): void
  /** Lets time pass at once: both clocks go on, so that nothing looks like a jump. */
  pass(milliseconds: number): void
  /** Stands still at a moment. Between two moments, forward only, both clocks went on alike. */
  stopAt(timeMs: number): void
  /** Goes on from the machine's present time, as if both clocks had run until then. */
  run(): void
}

/** @param base the clock that is moved, usually the machine's own */
export function createVirtualClock(base: Clock): VirtualClock {
  let offset = 0
  let gained = 0
  let stopped: { wall: number; monotonic: number } | null = null

  const monotonic = () => stopped?.monotonic ?? base.monotonic() + gained

  return {
    virtual: true,
    now: () => stopped?.wall ?? base.now() + offset,
    monotonic,
    offsetAt: (timeMs) => base.offsetAt(timeMs),
    timeZone: () => base.timeZone(),
    offsetMs: () => offset,
    setOffset(offsetMs) {
      offset = offsetMs
    },
    pass(milliseconds) {
      offset += milliseconds
      gained += milliseconds
    },
    stopAt(timeMs) {
      const went = stopped === null ? 0 : timeMs - stopped.wall
      if (went < 0) throw new RangeError('The demo plays forward.')
      stopped = { wall: timeMs, monotonic: monotonic() + went }
    },
    run() {
      if (stopped === null) return
      const { wall, monotonic: at } = stopped
      offset = 0
      gained = at + (base.now() - wall) - base.monotonic()
      stopped = null
    },
  }
}
