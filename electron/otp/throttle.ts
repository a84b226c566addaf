import { type Lock, maxConsecutiveFailures } from '../../shared/model/lock'

/** One counter of consecutive failures. Times are Unix milliseconds. */
export interface ThrottleCounter {
  /** Since the last good try or the end of the last lock. */
  failures: number
  /** Since the last good try or an operator's unlock; locks that end leave it as it is. */
  streak: number
  waitUntil: number | null
  /** When the lock ends; null when there is none, or none that ends ({@link lockAt}). */
  lockedUntil: number | null
}

/** The settings that rule it. */
export interface ThrottleRules {
  /** Failure from which each further try must wait. */
  delayAfter: number
  /** Failure at which the lock begins; at most 100 (NIST SP 800-63B-4 section 3.2.2). */
  lockAfter: number
  lockMinutes: number
}

export const freshCounter: ThrottleCounter = { failures: 0, streak: 0, waitUntil: null, lockedUntil: null }

/** The first wait, doubled by each further failure, in seconds. */
const firstWaitSeconds = 5
/** No single wait is longer, in seconds. */
export const maxWaitSeconds = 60

/** The lock that a counter stands for at `now`; null without one. The hundredth failure in a row brings one without an end. */
export function lockAt(
  { streak, lockedUntil }: Pick<ThrottleCounter, 'streak' | 'lockedUntil'>,
  now: number,
): Lock | null {
  if (streak >= maxConsecutiveFailures) return { until: null }
  return lockedUntil !== null && lockedUntil > now ? { until: lockedUntil } : null
}

/** What holds an attempt back before anything of it is looked at: a lock, or a wait after the last failure. */
export type Hold = { lock: Lock } | { waitUntil: number }

/** The hold on the next attempt at `now`; null when it may be evaluated. */
export function holdAt(counter: ThrottleCounter, now: number): Hold | null {
  const lock = lockAt(counter, now)
  if (lock) return { lock }
  const { waitUntil } = counterAt(counter, now)
  return waitUntil === null ? null : { waitUntil }
}

/**
 * The counter as it stands now: a lock whose time is over lets the count towards the next one begin
 * at zero (as with Stytch's user locks) but keeps the streak, and a wait that is over leaves the count.
 */
export function counterAt(counter: ThrottleCounter, now: number): ThrottleCounter {
  if (counter.lockedUntil !== null && counter.lockedUntil <= now) return { ...freshCounter, streak: counter.streak }
  if (counter.waitUntil !== null && counter.waitUntil <= now) return { ...counter, waitUntil: null }
  return counter
}

/** True when a lock has run out and that is not recorded yet. */
export function lockLapsed(counter: ThrottleCounter, now: number): boolean {
  return counter.lockedUntil !== null && counter.lockedUntil <= now
}

/**
 * The counter after an evaluated attempt failed at `now` (RFC 4226 section 7.3): from the
 * `delayAfter`-th consecutive failure a wait of 5, 10, 20, 40, at most 60 seconds; at the
 * `lockAfter`-th a lock, and at the hundredth without a good try between a lock without an end, which
 * names all of them as its failures.
 */
export function afterFailure(counter: ThrottleCounter, rules: ThrottleRules, now: number): ThrottleCounter {
  const streak = counter.streak + 1
  if (streak >= maxConsecutiveFailures) return { failures: streak, streak, waitUntil: null, lockedUntil: null }
  const failures = counterAt(counter, now).failures + 1
  if (failures >= rules.lockAfter) {
    return { failures, streak, waitUntil: null, lockedUntil: now + rules.lockMinutes * 60_000 }
  }
  if (failures < rules.delayAfter) return { failures, streak, waitUntil: null, lockedUntil: null }
  const seconds = Math.min(firstWaitSeconds * 2 ** Math.min(failures - rules.delayAfter, 10), maxWaitSeconds)
  return { failures, streak, waitUntil: now + seconds * 1000, lockedUntil: null }
}

/** Failures that are left before the next lock, timed or not. */
export function failuresBeforeLock(counter: ThrottleCounter, rules: Pick<ThrottleRules, 'lockAfter'>): number {
  return Math.max(0, Math.min(rules.lockAfter - counter.failures, maxConsecutiveFailures - counter.streak))
}

/** Of several counters over one attempt, the strictest decides. */
export function strictest(counters: readonly ThrottleCounter[], now: number): ThrottleCounter {
  return counters
    .map((counter) => counterAt(counter, now))
    .reduce(
      (a, b) => ({
        failures: Math.max(a.failures, b.failures),
        streak: Math.max(a.streak, b.streak),
        waitUntil: later(a.waitUntil, b.waitUntil),
        lockedUntil: later(a.lockedUntil, b.lockedUntil),
      }),
      freshCounter,
    )
}

function later(a: number | null, b: number | null): number | null {
  if (a === null) return b
  return b === null ? a : Math.max(a, b)
}
