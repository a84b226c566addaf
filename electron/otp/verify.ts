import { timeStepAt } from '../../shared/time-step'
import { type CodeSource, matchingSteps } from './codes'
import { type Drift, phoneLagNearestZero } from './drift'

/** A totp with its high-water mark: the highest step up to which all are spent. */
export interface VerifiableTotp extends CodeSource {
  lastStep: number
  /** Steps beyond the mark that are spent, because the clock stood ahead when they were used. */
  usedAhead?: readonly number[]
}

export type Verdict =
  | {
      kind: 'accepted'
      /** Matched step minus the current one. */
      offset: -1 | 0 | 1
      step: number
      /** The new high-water mark: at least `step`. */
      spentStep: number
    }
  | {
      kind: 'already_used'
      /** From the code's step on, the last step before one that can be accepted. */
      usedUntil: number
    }
  | { kind: 'wrong_code' }

function isOffset(value: number): value is -1 | 0 | 1 {
  return value === -1 || value === 0 || value === 1
}

/**
 * Judges a well-formed code at `nowMs` (RFC 6238 section 5.2, window 0 or 1 step to either side).
 *
 * Every step at or below the high-water mark is spent, and those used ahead of their time. Should one code belong to two steps of the
 * window, accepting spends both, and one spent step is enough to refuse: otherwise the same digits
 * would be accepted twice while they are still valid, which RFC 6238 forbids.
 */
export function verifyCode(totp: VerifiableTotp, code: string, nowMs: number, window: 0 | 1): Verdict {
  const current = timeStepAt(nowMs, totp.period)
  const matches = matchingSteps(totp, code, nowMs, window)
  if (matches.length === 0) return { kind: 'wrong_code' }
  const { lastStep, usedAhead = [] } = totp
  const isSpent = (step: number) => step <= lastStep || usedAhead.includes(step)
  if (matches.some(isSpent)) {
    let usedUntil = Math.max(lastStep, ...matches.filter(isSpent))
    while (usedAhead.includes(usedUntil + 1)) usedUntil += 1
    return { kind: 'already_used', usedUntil }
  }
  const [nearest] = matches.toSorted((a, b) => Math.abs(a - current) - Math.abs(b - current))
  const offset = (nearest ?? current) - current
  if (!isOffset(offset)) return { kind: 'wrong_code' }
  return { kind: 'accepted', offset, step: current + offset, spentStep: Math.max(...matches) }
}

/**
 * Whole seconds until the phone shows a code that will be accepted after step `lastStep` is spent:
 * until its clock, seen through the drift estimate, reaches the next step and that step is in the window.
 */
export function secondsUntilNextCode(
  totp: { period: number; lastStep: number; drift: Drift | null },
  nowMs: number,
  window: 0 | 1,
): number {
  const next = (totp.lastStep + 1) * totp.period
  const shown = next + phoneLagNearestZero(totp.drift)
  const acceptable = next - window * totp.period
  return Math.max(0, Math.ceil(Math.max(shown, acceptable) - nowMs / 1000))
}
