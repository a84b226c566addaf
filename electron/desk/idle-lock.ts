import type { Clock } from './context'

/** Knows how long nobody has been at work. */
export interface IdleLock {
  /** Somebody did something. */
  touch(): void
  /** Whether nobody did anything for the minutes given; never for 0. */
  isIdle(minutes: number): boolean
}

/**
 * Counts from now. The longer of the two clocks' spans counts, because the monotonic one stands
 * still while a machine sleeps; the demo's movable clock is not asked.
 */
export function createIdleLock(clock: Clock): IdleLock {
  let monotonic = clock.monotonic()
  let wall = clock.now()
  return {
    touch() {
      monotonic = clock.monotonic()
      wall = clock.now()
    },
    isIdle(minutes) {
      const slept = clock.virtual ? 0 : clock.now() - wall
      return minutes > 0 && Math.max(clock.monotonic() - monotonic, slept) >= minutes * 60_000
    },
  }
}
