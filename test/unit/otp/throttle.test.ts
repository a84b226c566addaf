import { describe, expect, it } from 'vitest'
import {
  afterFailure,
  counterAt,
  failuresBeforeLock,
  freshCounter,
  holdAt,
  lockAt,
  lockLapsed,
  strictest,
  type ThrottleCounter,
} from '../../../electron/otp/throttle'

const rules = { delayAfter: 5, lockAfter: 10, lockMinutes: 60 }

/** The counter after `count` failures, each as soon as it may be tried. */
function failTimes(count: number, from: ThrottleCounter = freshCounter) {
  let now = 1_000_000
  let counter = from
  const waits: number[] = []
  for (let i = 0; i < count; i += 1) {
    now = counter.waitUntil ?? now
    counter = afterFailure(counter, rules, now)
    waits.push(counter.waitUntil === null ? 0 : (counter.waitUntil - now) / 1000)
  }
  return { counter, now, waits }
}

describe('the throttle', () => {
  it('V12 waits from the fifth failure, growing and capped, and locks at the tenth', () => {
    const { counter, now, waits } = failTimes(10)
    expect(waits).toEqual([0, 0, 0, 0, 5, 10, 20, 40, 60, 0])
    expect(counter).toEqual({ failures: 10, streak: 10, waitUntil: null, lockedUntil: now + 3_600_000 })
  })

  it('V12 a lock set at or before the first delay falls without one', () => {
    const strict = { delayAfter: 5, lockAfter: 3, lockMinutes: 5 }
    let counter = freshCounter
    for (let i = 0; i < 3; i += 1) counter = afterFailure(counter, strict, 0)
    expect(counter.lockedUntil).toBe(300_000)
  })

  it('V12 the wait stays bounded to the hundredth failure', () => {
    let counter: ThrottleCounter = { failures: 98, streak: 98, waitUntil: null, lockedUntil: null }
    counter = afterFailure(counter, { delayAfter: 3, lockAfter: 100, lockMinutes: 5 }, 0)
    expect(counter).toEqual({ failures: 99, streak: 99, waitUntil: 60_000, lockedUntil: null })
  })

  it.each([3, 7, 10, 33, 99, 100])(
    'V12 with a lock at every %ith failure the hundredth in a row locks without an end',
    (lockAfter) => {
      let counter = freshCounter
      let now = 0
      for (let failure = 1; failure <= 99; failure += 1) {
        counter = afterFailure(counter, { ...rules, lockAfter }, now)
        expect(failuresBeforeLock(counter, { lockAfter })).toBeLessThanOrEqual(100 - failure)
        now = counter.lockedUntil ?? counter.waitUntil ?? now
        expect(holdAt(counter, now)).toBeNull()
      }
      expect(failuresBeforeLock(counterAt(counter, now), { lockAfter })).toBe(1)
      counter = afterFailure(counter, { ...rules, lockAfter }, now)
      expect(counter).toEqual({ failures: 100, streak: 100, waitUntil: null, lockedUntil: null })
      expect(lockAt(counter, now)).toEqual({ until: null })
      expect(holdAt(counter, Number.MAX_SAFE_INTEGER)).toEqual({ lock: { until: null } })
      expect(lockLapsed(counter, Number.MAX_SAFE_INTEGER)).toBe(false)
    },
  )

  it('V15 while waiting or locked nothing may be evaluated, to the millisecond', () => {
    const waiting = failTimes(5).counter
    const until = waiting.waitUntil ?? 0
    expect(holdAt(waiting, until - 1)).toEqual({ waitUntil: until })
    expect(holdAt(waiting, until)).toBeNull()
    const locked = failTimes(10).counter
    const end = locked.lockedUntil ?? 0
    expect(holdAt(locked, end - 1)).toEqual({ lock: { until: end } })
    expect(holdAt(locked, end)).toBeNull()
  })

  it('V16 a lock ends by time and counting starts afresh; a wait that ends keeps the count', () => {
    const locked = failTimes(10).counter
    const end = locked.lockedUntil ?? 0
    expect(lockLapsed(locked, end - 1)).toBe(false)
    expect(lockLapsed(locked, end)).toBe(true)
    expect(counterAt(locked, end)).toEqual({ ...freshCounter, streak: 10 })
    expect(afterFailure(locked, rules, end).failures).toBe(1)
    const waiting = failTimes(5).counter
    expect(counterAt(waiting, waiting.waitUntil ?? 0)).toEqual({
      failures: 5,
      streak: 5,
      waitUntil: null,
      lockedUntil: null,
    })
  })

  it('V12 of two counters the stricter decides', () => {
    const a = { failures: 2, streak: 2, waitUntil: 500, lockedUntil: null }
    const b = { failures: 7, streak: 27, waitUntil: 300, lockedUntil: 900 }
    expect(strictest([a, b], 100)).toEqual({ failures: 7, streak: 27, waitUntil: 500, lockedUntil: 900 })
    expect(strictest([a, b], 600)).toEqual({ failures: 7, streak: 27, waitUntil: null, lockedUntil: 900 })
    expect(strictest([a, b], 900)).toEqual({ failures: 2, streak: 27, waitUntil: null, lockedUntil: null })
  })
})
