import type { VerificationOutcome } from '../../shared/model/verification'
import { codeShown, type Phone, wrongCode } from './phones'

/** One try of an attack, before it is made. */
export interface Try {
  /** What is done, in words. */
  what: string
  code: string
  /** The person's own try, the one that may be accepted. */
  honest?: boolean
  /** Milliseconds of the demo's time that pass before it. */
  afterMs?: number
}

/** Tries one after the other; each learns what became of the one before. */
export interface Script {
  /** How many tries are expected. */
  of: number
  tries: Generator<Try, void, VerificationOutcome>
}

/** The person types what their phone shows; the attacker, who looked on, types it again and then the code before. */
export function replayScript(phone: Phone, now: number): Script {
  const { afterMs, code, previous } = freshCode(phone, now)
  const tries = [
    { what: `${phone.name} types the code on the phone: ${code}.`, code, honest: true, afterMs },
    { what: `The attacker looked on and types the same code: ${code}.`, code },
    { what: `The attacker tries the code before it: ${previous}.`, code: previous },
  ]
  return { of: tries.length, tries: inTurn(tries) }
}

function* inTurn(tries: readonly Try[]): Script['tries'] {
  for (const one of tries) yield one
}

/** What a verifier that is being guessed at needs to say for the number of tries to be known. */
export interface Guarded {
  failures: number
  waiting: boolean
  delayAfter: number
  lockAfter: number
}

/**
 * Guesses until the lock. Hours of guessing pass in a minute: where a refusal says
 * how long to wait, the demo's time is moved on by that. The guesses are never right, so that what a
 * room is shown does not hang on a chance of three in a million.
 */
export function bruteForceScript(phone: Phone, guarded: Guarded, now: () => number, guess: () => number): Script {
  return { of: triesUntilLock(guarded), tries: guesses(phone, now, guess) }
}

function* guesses(phone: Phone, now: () => number, guess: () => number): Script['tries'] {
  let waitSeconds = 0
  for (let n = 0; n < maxGuesses; n += 1) {
    const code = wrongCode(phone, now(), endless(guess))
    const what = waitSeconds > 0 ? `Waits ${waitSeconds} s, then guesses ${code}.` : `Guesses ${code}.`
    const outcome = yield { what, code, afterMs: waitSeconds * 1000 }
    if (outcome.outcome === 'accepted' || !goesOn.has(outcome.reason)) return
    waitSeconds = outcome.reason === 'throttled' ? (outcome.retryAfterSeconds ?? 0) : 0
  }
}

const goesOn = new Set(['wrong_code', 'throttled', 'already_used'])
/** The longest that the settings allow: 100 failures, each but the first few followed by a wait. */
const maxGuesses = 250

function* endless(guess: () => number): Generator<number> {
  for (;;) yield guess()
}

/** Each counted failure from the first wait on is followed by a try that is held back; the last try meets the lock. */
function triesUntilLock({ failures, waiting, delayAfter, lockAfter }: Guarded): number {
  let tries = waiting ? 1 : 0
  for (let count = failures + 1; count <= lockAfter; count += 1) {
    tries += count >= delayAfter && count < lockAfter ? 2 : 1
  }
  return tries + 1
}

/** Time left in a step below which an attack waits for the next one, so that its tries fall into one step. */
const minLeftMs = 3000

/** The code to begin with, and how long until the phone shows it: one that is not spent yet. */
export function freshCode(phone: Phone, now: number): { afterMs: number; code: string; previous: string } {
  const periodMs = phone.source.period * 1000
  const unspentAt = (phone.lastStep + 1) * periodMs - phone.driftSeconds * 1000
  // Further off than that only after the clock was moved back: then the code is tried, and refused.
  let at = unspentAt > now && unspentAt - now <= 2 * periodMs ? unspentAt : now
  const left = periodMs - (at % periodMs)
  if (left < minLeftMs) at += left
  return { afterMs: at - now, code: codeShown(phone, at), previous: codeShown(phone, at, -1) }
}
