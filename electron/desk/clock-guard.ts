import type { ClockStatus } from '../../shared/model/desk'
import type { ClockVerdict } from '../../shared/model/verification'
import type { Reader, Writer } from '../vault/types'
import type { Clock } from './context'

/** What the guard thinks of the wall clock at one moment. */
export interface ClockReading {
  /** Wall clock, Unix milliseconds. */
  now: number
  verdict: ClockVerdict
  /** True while no code, recovery code or pass may be evaluated. Never true on a virtual clock. */
  blocked: boolean
}

/** Watches the wall clock; made once per open vault, before the context whose `act` calls `noteTime`. */
export interface ClockGuard {
  read(): ClockReading
  status(): ClockStatus
  /** Keeps the highest time seen; called inside every act's transaction with the act's wall time. */
  noteTime(tx: Writer, now: number): void
}

export function createClockGuard(vault: Reader, clock: Clock): ClockGuard {
  throw new Error(`not built yet ${typeof vault} ${typeof clock}`)
}
