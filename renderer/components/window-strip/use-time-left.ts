import { msLeftInStep } from '../../../shared/time-step'
import { useDeskNow } from '../../data/clock'

/** Whole seconds until the current time step ends, at least 1; renders once a second. */
export function useSecondsLeft(period: number): number {
  return Math.ceil(msLeftInStep(useDeskNow(1000), period) / 1000)
}

/** Seconds before the end of a step from which the needle and the words turn to caution. */
export const cautionSeconds = 5
