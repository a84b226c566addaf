import type { AuditAction } from '../../../shared/audit-actions'
import type { Settings } from '../../../shared/model/desk'
import type { Lock } from '../../../shared/model/lock'
import type { RefusalReason, Refused } from '../../../shared/model/verification'
import {
  afterFailure,
  counterAt,
  failuresBeforeLock,
  freshCounter,
  type Hold,
  holdAt,
  lockAt,
  lockLapsed,
  strictest,
} from '../../otp/throttle'
import type { Writer } from '../../vault/types'
import type { ClockReading } from '../clock/guard'
import type { AuditEntry, Recorder } from '../context'
import { type Factor, readCounter, writeCounter } from '../store/throttles'
import { subjectOf, type UserRow } from '../store/users'

/** The running act that an attempt is part of. */
export interface AttemptAct {
  tx: Writer
  record: Recorder
  clock: ClockReading
  settings: Settings
}

/** What is tried, and by whom. */
export interface AttemptTarget {
  user: UserRow
  factor: Factor
  /** The totp that is tried, when there is one: its counter counts beside the person's. */
  totpId?: string | null
  /** Binds the rows of one enrollment; absent: the call's own. */
  interaction?: string | undefined
}

export type RefusalExtra = Omit<Refused, 'outcome' | 'reason'>

/** One try of a code, a recovery code or a pass, inside its act's transaction. */
export interface Attempt extends AttemptAct {
  readonly user: UserRow
  /**
   * What holds the attempt back before anything of it is looked at: the clock, a deactivated person, a
   * lock, a wait; null when it may be evaluated. Such a refusal changes no counter and says nothing
   * about the code (NIST SP 800-63B-4 section 3.2.2).
   */
  checkThrottle(): Refused | null
  /** A refusal without evaluation: recorded as denied, counted nowhere. */
  refuse(reason: RefusalReason, extra?: RefusalExtra): Refused
  /**
   * A refusal after evaluation: counted for the person and the totp, recorded with the count, and at the
   * limit followed by the lock. Malformed input counts too (OWASP ASVS 5.0 16.3.3).
   */
  fail(reason: RefusalReason, extra?: RefusalExtra): Refused
  /** Resets the factor's counters after a good try; returns the failures there were. */
  succeed(): number
  /** Whether one more failure brings the lock: after that nothing is said about the code any more. */
  nextFailureLocks(): boolean
  /** Records an event about the person, the totp and, inside an enrollment, under its interaction. */
  recordAbout(entry: AuditEntry): void
}

const refusedAction: Record<Factor, AuditAction> = {
  code: 'verification.refused',
  recovery: 'recovery.refused',
  pass: 'pass.refused',
}

/** Begins an attempt. Its counters are read once, here, and written as they change. */
export function beginAttempt(act: AttemptAct, target: AttemptTarget): Attempt {
  const { tx, record, settings, clock } = act
  const { user, factor, totpId = null, interaction } = target
  const { now } = clock
  const counters = [user.userId, ...(totpId === null ? [] : [totpId])].map((scope) => ({
    scope,
    counter: readCounter(tx, scope, factor),
  }))
  const current = () =>
    strictest(
      counters.map(({ counter }) => counter),
      now,
    )

  function write(entry: (typeof counters)[number], counter: typeof entry.counter): void {
    entry.counter = counter
    writeCounter(tx, entry.scope, factor, counter)
  }

  function recordAbout(entry: AuditEntry): void {
    record({ subject: subjectOf(user), object: totpId, ...(interaction ? { interaction } : {}), ...entry })
  }

  function recordRefusal(reason: RefusalReason, outcome: 'fail' | 'denied', extra: RefusalExtra = {}): void {
    const { diagnosis } = extra
    recordAbout({
      action: refusedAction[factor],
      outcome,
      reason,
      details: {
        failures: current().failures,
        clock: clock.verdict,
        ...(diagnosis ? { diagnosis: diagnosis.kind } : {}),
        ...(diagnosis?.kind === 'clock_off' ? { phoneBehindSeconds: diagnosis.phoneBehindSeconds } : {}),
      },
    })
  }

  function noticeEndedLocks(): void {
    if (lockAt(current(), now)?.until === null) return
    const ended = counters.filter(({ counter }) => lockLapsed(counter, now))
    for (const entry of ended) write(entry, counterAt(entry.counter, now))
    if (ended.length > 0) recordAbout({ action: 'user.lock_expired', details: { factor } })
  }

  function refuse(reason: RefusalReason, extra: RefusalExtra = {}): Refused {
    recordRefusal(reason, 'denied')
    return { outcome: 'refused', reason, ...extra }
  }

  return {
    ...act,
    user,
    refuse,
    recordAbout,
    checkThrottle() {
      if (clock.blocked) return refuse('clock_blocked')
      if (user.status === 'deactivated') return refuse('deactivated')
      noticeEndedLocks()
      const counter = current()
      const hold = holdAt(counter, now)
      if (hold === null) return null
      const wait = retryAfter(hold, undefined, now)
      if ('lock' in hold) return refuse('locked', { ...hold, ...wait })
      const failuresLeft = failuresBeforeLock(counter, settings)
      return refuse('throttled', { ...wait, failures: counter.failures, failuresLeft })
    },
    fail(reason, extra = {}) {
      for (const entry of counters) write(entry, afterFailure(entry.counter, settings, now))
      const counter = current()
      const { failures } = counter
      recordRefusal(reason, 'fail', extra)
      const hold = holdAt(counter, now)
      const lock = hold !== null && 'lock' in hold ? hold.lock : undefined
      if (lock) recordAbout({ action: 'user.locked', details: { factor, failures, ...lockDetails(lock) } })
      const { retryAfterSeconds: nextCode, ...seen } = extra
      return {
        outcome: 'refused',
        reason,
        ...seen,
        ...retryAfter(hold, nextCode, now),
        ...(lock ? { lock } : {}),
        failures,
        failuresLeft: failuresBeforeLock(counter, settings),
      }
    },
    succeed() {
      const { failures } = current()
      for (const entry of counters) write(entry, freshCounter)
      return failures
    },
    nextFailureLocks: () => failuresBeforeLock(current(), settings) <= 1,
  }
}

/** A lock as its audit event says it. */
function lockDetails({ until }: Lock): NonNullable<AuditEntry['details']> {
  return until === null ? { untilUnlocked: true } : { lockedUntil: until }
}

/** Seconds until the hold is over and the next code is there; nothing when waiting does not help. */
function retryAfter(hold: Hold | null, nextCode: number | undefined, now: number): Pick<Refused, 'retryAfterSeconds'> {
  const until = hold === null ? now : 'lock' in hold ? hold.lock.until : hold.waitUntil
  if (until === null) return {}
  const retry = Math.max(secondsUntil(until, now), nextCode ?? 0)
  return retry > 0 || nextCode !== undefined ? { retryAfterSeconds: retry } : {}
}

function secondsUntil(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000))
}
