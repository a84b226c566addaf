import type { AuditAction } from '../../../shared/audit-actions'
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
  type ThrottleCounter,
} from '../../otp/throttle'
import type { Writer } from '../../vault/types'
import type { ClockReading } from '../clock/guard'
import type { AuditEntry, DeskContext, Recorder } from '../context'
import type { Person } from '../users/person'
import { type Factor, readCounter, writeCounter } from './throttles'

/** One try of a code, a recovery code or a pass, inside its act's transaction. */
export interface Attempt {
  tx: Writer
  record: Recorder
  clock: ClockReading
  settings: ReturnType<DeskContext['settings']>
  person: Person
  factor: Factor
  /** The totp that is tried, when there is one: its counter counts beside the person's. */
  totpId: string | null
  /** Binds the rows of one enrollment; undefined for the call's own. */
  interaction: string | undefined
}

type Extra = Omit<Refused, 'outcome' | 'reason'>

const refusedAction: Record<Factor, AuditAction> = {
  code: 'verification.refused',
  recovery: 'recovery.refused',
  pass: 'pass.refused',
}

/**
 * What holds an attempt back before anything of it is looked at: the clock, a deactivated person, a
 * lock, a wait; null when it may be evaluated. Such a refusal changes no counter and says nothing
 * about the code (NIST SP 800-63B-4 section 3.2.2).
 */
export function heldBack(attempt: Attempt): Refused | null {
  const { now, blocked } = attempt.clock
  if (blocked) return refuse(attempt, 'clock_blocked')
  if (attempt.person.deactivated) return refuse(attempt, 'deactivated')
  noticeLapsedLocks(attempt)
  const counter = countersOf(attempt)
  const hold = holdAt(counter, now)
  if (hold === null) return null
  const wait = retryAfter(hold, undefined, now)
  if ('lock' in hold) return refuse(attempt, 'locked', { ...hold, ...wait })
  const { failures } = counter
  const failuresLeft = failuresBeforeLock(counter, attempt.settings)
  return refuse(attempt, 'throttled', { ...wait, failures, failuresLeft })
}

/** A refusal without evaluation: written down as denied, counted nowhere. */
export function refuse(attempt: Attempt, reason: RefusalReason, extra: Extra = {}): Refused {
  recordRefusal(attempt, reason, 'denied', countersOf(attempt).failures)
  return { outcome: 'refused', reason, ...extra }
}

/**
 * A refusal after evaluation: counted for the person and the totp, written down with the count, and
 * at the limit followed by the lock. Malformed input counts too (OWASP ASVS 5.0 16.3.3).
 */
export function refuseAndCount(attempt: Attempt, reason: RefusalReason, extra: Extra = {}): Refused {
  const { now } = attempt.clock
  for (const scope of scopesOf(attempt)) {
    const counter = readCounter(attempt.tx, scope, attempt.factor)
    writeCounter(attempt.tx, scope, attempt.factor, afterFailure(counter, attempt.settings, now))
  }
  const counter = countersOf(attempt)
  const { failures } = counter
  recordRefusal(attempt, reason, 'fail', failures, extra)
  const hold = holdAt(counter, now)
  const lock = hold !== null && 'lock' in hold ? hold.lock : null
  if (lock !== null) {
    recordAbout(attempt, { action: 'user.locked', details: { factor: attempt.factor, failures, ...lockDetails(lock) } })
  }
  const { retryAfterSeconds: nextCode, ...seen } = extra
  return {
    outcome: 'refused',
    reason,
    ...seen,
    ...retryAfter(hold, nextCode, now),
    ...(lock === null ? {} : { lock }),
    failures,
    failuresLeft: failuresBeforeLock(counter, attempt.settings),
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

/** Resets the factor's counters after a good try; returns the failures there were. */
export function succeed(attempt: Attempt): number {
  const { failures } = countersOf(attempt)
  for (const scope of scopesOf(attempt)) writeCounter(attempt.tx, scope, attempt.factor, freshCounter)
  return failures
}

/** Records an event about the person, the totp and, inside an enrollment, under its interaction. */
export function recordAbout(attempt: Attempt, entry: AuditEntry): void {
  const { person, totpId, interaction } = attempt
  attempt.record({ subject: person.subject, object: totpId, ...(interaction ? { interaction } : {}), ...entry })
}

/** Whether one more failure brings the lock: after that nothing is said about the code any more. */
export function nextFailureLocks(attempt: Attempt): boolean {
  return failuresBeforeLock(countersOf(attempt), attempt.settings) <= 1
}

function scopesOf(attempt: Attempt): string[] {
  const user = attempt.person.subject.id
  return attempt.totpId === null ? [user] : [user, attempt.totpId]
}

function countersOf(attempt: Attempt): ThrottleCounter {
  const counters = scopesOf(attempt).map((scope) => readCounter(attempt.tx, scope, attempt.factor))
  return strictest(counters, attempt.clock.now)
}

function noticeLapsedLocks(attempt: Attempt): void {
  const { now } = attempt.clock
  if (lockAt(countersOf(attempt), now)?.until === null) return
  const lapsed = scopesOf(attempt).filter((scope) => lockLapsed(readCounter(attempt.tx, scope, attempt.factor), now))
  for (const scope of lapsed) {
    writeCounter(attempt.tx, scope, attempt.factor, counterAt(readCounter(attempt.tx, scope, attempt.factor), now))
  }
  if (lapsed.length > 0) recordAbout(attempt, { action: 'user.lock_expired', details: { factor: attempt.factor } })
}

function recordRefusal(
  attempt: Attempt,
  reason: RefusalReason,
  outcome: 'fail' | 'denied',
  failures: number,
  extra: Extra = {},
): void {
  const { diagnosis } = extra
  recordAbout(attempt, {
    action: refusedAction[attempt.factor],
    outcome,
    reason,
    details: {
      failures,
      clock: attempt.clock.verdict,
      ...(diagnosis ? { diagnosis: diagnosis.kind } : {}),
      ...(diagnosis?.kind === 'clock_off' ? { phoneBehindSeconds: diagnosis.phoneBehindSeconds } : {}),
    },
  })
}

function secondsUntil(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000))
}
