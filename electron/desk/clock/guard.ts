import type { ClockStatus } from '../../../shared/model/desk'
import type { ClockVerdict } from '../../../shared/model/verification'
import type { Reader, Writer } from '../../vault/types'
import type { Clock } from '../context'
import type { Machine } from '../machine'
import { findMachine, highestSeenByOthers, putMachine } from '../store/machines'

/** What the guard thinks of the wall clock at one moment. */
export interface ClockReading {
  /** Wall clock, Unix milliseconds. */
  now: number
  verdict: ClockVerdict
  /** True while no code, recovery code or pass may be evaluated. Never true on a virtual clock. */
  blocked: boolean
}

/** Something that happened to the clock and is not yet in the audit log. */
export type ClockNews =
  | { kind: 'jumped_back' | 'jumped_forward'; milliseconds: number }
  | { kind: 'zone_changed'; from: string; to: string }

/** Watches the wall clock; made once per open vault, before the context whose `act` calls `noteTime`. */
export interface ClockGuard {
  read(): ClockReading
  status(): ClockStatus
  /** Keeps the highest time seen; called inside every act's transaction with the act's wall time. */
  noteTime(tx: Writer, now: number): void
  /** What is not recorded yet, oldest first. Whoever takes it records it, or puts it back. */
  takeNews(): readonly ClockNews[]
  putBack(news: readonly ClockNews[]): void
  /** Takes `now` for the true time and ends the block. The answer takes that back, should its act fail. */
  accept(now: number): () => void
}

/**
 * Milliseconds by which the wall clock may miss what the monotonic clock (while open) or the highest
 * time seen (on opening) leads to expect: room for a small step of a time service. Far below one time
 * step, and inside it the high-water marks still refuse what is spent.
 */
const toleranceMs = 5000
/** Time services slew by at most 500 ppm (ntpd, adjtime); the monotonic clock need not follow. */
const slew = 500e-6
/** How far clocks of machines that know nothing of each other may differ: as RFC 4120 section 8.2 allows. */
const strangersMayDifferMs = 5 * 60_000
/** How long acts carry the verdict `jumped_forward` after a jump, on the monotonic clock. */
const forwardStandsMs = 10 * 60_000

interface State {
  highest: number
  /** Milliseconds that the clock had gone back when the block began; null when not blocked. */
  backBy: number | null
  zone: string
  /** Where both clocks stood when they last were taken to agree. */
  anchor: { wall: number; monotonic: number }
  forwardSince: number | null
}

/**
 * Guards the clock that codes are checked against (NIST SP 800-63B-4 and RFC 6238 trust it; OWASP ASVS
 * 5.0 6.5.8): the wall clock against the monotonic clock and against the highest time ever seen, which
 * the vault keeps. A backward jump would make spent steps current again, so it blocks until an operator
 * confirms the time. A forward jump, which waking from sleep also looks like, and a change of the time
 * zone are only noted. The demo's virtual clock is moved on purpose and never blocks.
 *
 * A machine is held against what it has seen itself: that another one's clock is wrong says nothing about
 * this one's. Only one that the vault does not know yet is held against the others, and more loosely, so
 * that no clock is let off by looking like a new machine.
 */
export function createClockGuard(vault: Reader, clock: Clock, machine: Machine): ClockGuard {
  const stored = findMachine(vault, machine.computer)
  let state: State = {
    highest: stored?.highestSeen ?? Math.max(0, highestSeenByOthers(vault, machine.machineId) - strangersMayDifferMs),
    backBy: stored?.backBy ?? null,
    zone: stored?.timeZone ?? clock.timeZone(),
    anchor: { wall: clock.now(), monotonic: clock.monotonic() },
    forwardSince: null,
  }
  let unrecorded: ClockNews[] = []

  const look = (): ClockReading => {
    const now = clock.now()
    const seen = compare(state, { now, monotonic: clock.monotonic(), zone: clock.timeZone(), virtual: clock.virtual })
    state = seen.state
    unrecorded.push(...seen.news)
    return { now, verdict: verdictOf(state), blocked: state.backBy !== null && !clock.virtual }
  }

  return {
    read: look,
    status() {
      const { now, verdict, blocked } = look()
      return { now, verdict, blocked, highestSeen: state.highest, timeZone: state.zone, virtual: clock.virtual }
    },
    noteTime(tx, now) {
      const { highest, backBy, zone: timeZone } = state
      putMachine(tx, { ...machine, highestSeen: Math.max(highest, now), backBy, timeZone })
    },
    takeNews() {
      const news = unrecorded
      unrecorded = []
      return news
    },
    putBack(news) {
      unrecorded = [...news, ...unrecorded]
    },
    accept(now) {
      const before = state
      const anchor = { wall: now, monotonic: clock.monotonic() }
      state = { ...state, highest: now, backBy: null, anchor, forwardSince: null }
      return () => {
        state = before
      }
    },
  }
}

function verdictOf(state: State): ClockVerdict {
  if (state.backBy !== null) return 'jumped_back'
  return state.forwardSince === null ? 'steady' : 'jumped_forward'
}

interface Moment {
  now: number
  monotonic: number
  zone: string
  virtual: boolean
}

function compare(state: State, at: Moment): { state: State; news: ClockNews[] } {
  const news: ClockNews[] = []
  const next = { ...state, highest: Math.max(state.highest, at.now) }
  const elapsed = at.monotonic - state.anchor.monotonic
  const expected = state.anchor.wall + elapsed
  const slack = toleranceMs + elapsed * slew
  const agreed = { wall: at.now, monotonic: at.monotonic }

  if (state.forwardSince !== null && at.monotonic - state.forwardSince > forwardStandsMs) next.forwardSince = null
  if (at.virtual && state.backBy !== null && at.now >= state.highest) next.backBy = null

  if (at.now < Math.max(expected - slack, state.highest - toleranceMs)) {
    if (next.backBy === null) {
      next.backBy = Math.round(Math.max(expected, state.highest) - at.now)
      news.push({ kind: 'jumped_back', milliseconds: next.backBy })
    }
    next.anchor = agreed
  } else if (at.now > expected + slack) {
    news.push({ kind: 'jumped_forward', milliseconds: Math.round(at.now - expected) })
    next.forwardSince = at.monotonic
    next.anchor = agreed
  }
  if (at.zone !== state.zone) {
    news.push({ kind: 'zone_changed', from: state.zone, to: at.zone })
    next.zone = at.zone
  }
  return { state: next, news }
}
