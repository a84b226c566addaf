import type { AttackAttempt, AttackKind, DemoPhone } from '../../shared/model/demo'
import { reasonInWords } from './event-words'

/** `40 s`, `2 min`, `1 min 40 s`, `1 h 5 min` */
function span(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const
  return parts
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ')
}

/** A virtual phone's clock against the desk's: what is set, not what is estimated. */
export function phoneClockInWords(driftSeconds: number): string {
  if (driftSeconds === 0) return 'Phone keeps time'
  return `Phone runs ${span(Math.abs(driftSeconds))} ${driftSeconds < 0 ? 'behind' : 'ahead'}`
}

/** The desk's clock against the machine's. */
export function offsetInWords(offsetMs: number): string {
  const seconds = Math.round(offsetMs / 1000)
  if (seconds === 0) return 'The computer’s own time'
  return `${span(Math.abs(seconds))} ${seconds < 0 ? 'before' : 'after'} the computer’s time`
}

export const phoneStatusWords: Record<DemoPhone['status'], string> = {
  active: 'Works',
  pending: 'Scanned, waiting for its first code',
  expired: 'Its QR expired; the app does not know that',
  revoked: 'Revoked',
}

export const attackWords: Record<AttackKind, { label: string; about: string; shows: string }> = {
  replay: {
    label: 'Replay',
    about: 'Someone looks on while the code is typed, and types it again.',
    shows: 'A code works once. It is spent with every one before it, so looking on gives nothing.',
  },
  race: {
    label: 'Race',
    about: 'Ten calls at once with the same good code.',
    shows: 'One is accepted, nine come too late: judging and spending are one step that cannot be split.',
  },
  brute_force: {
    label: 'Brute force',
    about: 'Guesses until something happens. Waits are skipped by moving time on.',
    shows:
      'Each wait is longer than the last, and then the person is locked: a handful of guesses against a million codes.',
  },
}

const reasons: Record<string, string> = {
  already_used: 'Already used: each code works once',
  wrong_code: 'Not a code of the last, this or the next step',
  throttled: 'Too soon: it was not looked at',
  locked: 'Locked: nothing is looked at any more',
  clock_blocked: 'The desk’s clock is in doubt',
}

/** Why a try failed or was let through, in words. */
export function attemptInWords(attempt: Pick<AttackAttempt, 'reason' | 'expected' | 'kind'>): string {
  if (attempt.reason !== null) return reasons[attempt.reason] ?? reasonInWords(attempt.reason) ?? 'Refused'
  if (!attempt.expected) return 'It should not have been accepted'
  return attempt.kind === 'race' ? 'The one that came first' : 'The person’s own'
}
