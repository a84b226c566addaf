import type { Diagnosis, RefusalReason, Refused } from '../../shared/model/verification'
import { lockRefusal } from './locks'

/** One headline and one sentence that says what to do next. */
export interface RefusalWords {
  headline: string
  sentence: string
}

/** What the words need to know besides the refusal itself. */
export interface RefusalContext {
  /** How the person is called in a sentence, such as "Oskar". */
  firstName: string
  /** Digits of a code of this authenticator. */
  digits: number
  /** Length of a time step in seconds. */
  period: number
  /** Steps accepted either side of the current one: 0 or 1. */
  window: 0 | 1
  /** The box it was typed into. */
  box: 'code' | 'recovery' | 'pass'
  /** Whole seconds passed since the refusal, so that a waiting time counts down. */
  secondsSince: number
  /** Writes a time of day of the desk, such as "11:05". */
  clock: (timeMs: number) => string
}

const whole = (seconds: number) => Math.max(0, Math.ceil(seconds))

/** "40 s" or "4 minutes", the way one says it. */
export function spokenLength(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} minutes`
  return `${Math.round(minutes / 60)} hours`
}

function left(refused: Refused, context: RefusalContext): number {
  return whole((refused.retryAfterSeconds ?? 0) - context.secondsSince)
}

function triesLeft(refused: Refused): string {
  const tries = refused.failuresLeft
  if (tries === undefined || tries === 0 || tries > 5) return ''
  return tries === 1 ? ' One more failure locks.' : ` ${tries} more failures lock.`
}

const stepsInWords = (context: RefusalContext) =>
  context.window === 0
    ? `Not the code of this ${context.period} s.`
    : `Not a code of the last, this or the next ${context.period} s.`

/** What the diagnosis of a wrong code found, as the sentence that follows "Wrong code". */
const diagnoses: Record<Diagnosis['kind'], (diagnosis: Diagnosis, context: RefusalContext) => string> = {
  clock_off: (diagnosis, context) => {
    const behind = diagnosis.kind === 'clock_off' ? diagnosis.phoneBehindSeconds : 0
    const about =
      behind > 0
        ? `This one is about ${spokenLength(behind)} old`
        : `This one comes about ${spokenLength(-behind)} too early`
    return `${stepsInWords(context)} ${about}: set the phone’s clock to automatic.`
  },
  spent: () => 'It was accepted before and is spent. Type the code the app shows now.',
  earlier_qr: () =>
    'It belongs to an earlier QR. Delete that entry in the app, scan the QR shown now and type the new code.',
  other_person: (_, context) =>
    `It belongs to another person’s entry. Open the entry of ${context.firstName} in the app and type that code.`,
  nothing_found: (_, context) =>
    `${stepsInWords(context)} Nothing near it fits either: check that the app shows the entry scanned here.`,
}

/** The wait that a failure brings, and how near the lock is. */
function whatFollows(refused: Refused, context: RefusalContext): string {
  const wait = left(refused, context)
  return (wait > 0 ? ` Next try in ${wait} s.` : '') + triesLeft(refused)
}

const wrongIn: Record<RefusalContext['box'], (refused: Refused, context: RefusalContext) => RefusalWords> = {
  code: (refused, context) => ({
    headline: 'Wrong code',
    sentence:
      (refused.diagnosis
        ? diagnoses[refused.diagnosis.kind](refused.diagnosis, context)
        : `${stepsInWords(context)} Type the code the app shows now.`) + whatFollows(refused, context),
  }),
  recovery: (refused, context) => ({
    headline: 'Not one of the codes',
    sentence: `None of ${context.firstName}’s recovery codes reads like this. Compare it group by group with the sheet.${whatFollows(refused, context)}`,
  }),
  pass: (refused, context) => ({
    headline: 'Wrong pass',
    sentence: `This is not the pass given to ${context.firstName}. Compare it with the slip.${whatFollows(refused, context)}`,
  }),
}

const words: Record<RefusalReason, (refused: Refused, context: RefusalContext) => RefusalWords> = {
  wrong_code: (refused, context) => wrongIn[context.box](refused, context),
  already_used: (refused, context) => {
    if (context.box === 'recovery') {
      return { headline: 'Already used', sentence: 'Each recovery code works once. Take the next one on the sheet.' }
    }
    if (context.box === 'pass') {
      return { headline: 'Already used', sentence: 'A pass works once. Give a new one if it is needed again.' }
    }
    const wait = left(refused, context)
    return {
      headline: 'Already used',
      sentence: wait > 0 ? `The next code works in ${wait} s.` : 'The next code works now.',
    }
  },
  malformed: (refused, context) => ({
    headline: 'Not a code',
    sentence: malformedIn(context) + whatFollows(refused, context),
  }),
  not_enrolled: (_, context) => ({
    headline: 'No authenticator',
    sentence: `${context.firstName} is not enrolled. Enroll ${context.firstName} first.`,
  }),
  expired: (refused, context) => ({
    headline: 'The QR expired',
    sentence: refused.expiredAt
      ? `The QR expired at ${context.clock(refused.expiredAt)}. Show a new one.`
      : 'It was not used in time. Show a new one.',
  }),
  revoked: (_, context) => ({
    headline: 'Authenticator revoked',
    sentence: `Its codes no longer work. Enroll ${context.firstName} again.`,
  }),
  deactivated: (_, context) => ({
    headline: 'Deactivated',
    sentence: `Nothing was checked. Reactivate ${context.firstName} under More first.`,
  }),
  throttled: (refused, context) => {
    const wait = left(refused, context)
    return wait > 0
      ? { headline: `Wait ${wait} s`, sentence: 'Too many failures in a row. This try was not checked.' }
      : { headline: 'Try again', sentence: 'The wait is over. The last try was not checked.' }
  },
  locked: ({ lock, failures = 0 }, { clock, firstName: name }) => lockRefusal(lock, { clock, name, failures }),
  clock_blocked: () => ({
    headline: 'The desk’s clock went back',
    sentence: 'Nothing was checked and nothing was spent. An admin sets the clock right and confirms it.',
  }),
  recovery_code_in_code_box: () => ({
    headline: 'This is a recovery code',
    sentence: 'Use “Redeem a code” for it; it was not spent or counted.',
  }),
  totp_code_in_recovery_box: () => ({
    headline: 'This is a code from the app',
    sentence: 'Use “Verify a code” for it; it was not spent or counted.',
  }),
  pass_in_code_box: () => ({
    headline: 'This is a temporary pass',
    sentence: 'Use “Temporary pass” for it; it was not spent or counted.',
  }),
  no_recovery_codes: (_, context) => ({
    headline: 'No recovery codes',
    sentence: `${context.firstName} has none left. Make a new set, or give a temporary pass.`,
  }),
  no_pass: (_, context) => ({
    headline: 'No pass',
    sentence: `${context.firstName} has no pass that works: it was used, it ended or none was given. Give a new one.`,
  }),
}

function malformedIn({ box, digits }: RefusalContext): string {
  if (box === 'recovery') return 'A recovery code is four groups of four letters and digits. Read it again.'
  if (box === 'pass') return 'Type the pass as it is on the slip.'
  if (digits === 8)
    return 'A code is eight digits here, 0 to 9. An app that shows six does not follow the QR: begin again with six digits.'
  return 'A code is six digits, 0 to 9. For one with letters use “Redeem a code”.'
}

/** The words for a refused code, recovery code or pass, as the operator reads them. */
export function refusalWords(refused: Refused, context: RefusalContext): RefusalWords {
  // The failure that brings a lock has a reason of its own, but what matters now is the lock.
  return words[refused.lock ? 'locked' : refused.reason](refused, context)
}

/** The words for an accepted code. */
export const acceptedWords: RefusalWords = {
  headline: 'Accepted',
  sentence: 'Spent now. The same code is refused from here on.',
}
