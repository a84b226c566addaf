import type { Clock } from './context'

/** Knows how long the operator has done nothing. */
export interface IdleLock {
  /** The operator did something. */
  touch(): void
  /** Whether the operator did nothing for the minutes given; never for 0. */
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
