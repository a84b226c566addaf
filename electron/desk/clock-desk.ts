import type { ClockStatus } from '../../shared/model/desk'
import type { ClockGuard, ClockReading } from './clock-guard'
import type { Call, DeskContext } from './context'

/** The clock as the desk uses it: alarms recorded, block lifted by an operator. */
export interface ClockDesk {
  status(): ClockStatus
  /**
   * Reads the clock and, when something new happened to it (jump, zone change), records that in an act
   * of its own and emits `clock.alarm` or `clock.changed`. Call it after opening and every few seconds.
   */
  watch(): ClockReading
  /** @throws DeskError `clock_not_blocked` */
  confirm(call: Call, input: { reason: string }): ClockStatus & { repaired: number }
}

export function createClockDesk(ctx: DeskContext, guard: ClockGuard): ClockDesk {
  throw new Error(`not built yet ${typeof ctx} ${typeof guard}`)
}
