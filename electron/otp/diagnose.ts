import { timeStepAt } from '../../shared/time-step'
import { type CodeSource, matchingSteps } from './codes'

/** Steps that the wrong-code doctor looks at, to either side of the current one. */
export const diagnosisReach = 20

/**
 * How far the phone's clock seems to be behind (negative: ahead), in seconds, when the code belongs to a
 * step near the window; null when it belongs to none. Whole periods: the moment within the step is not known.
 */
export function phoneBehindSeconds(source: CodeSource, code: string, nowMs: number): number | null {
  const current = timeStepAt(nowMs, source.period)
  const [nearest] = matchingSteps(source, code, nowMs, diagnosisReach)
    .map((step) => current - step)
    .toSorted((a, b) => Math.abs(a) - Math.abs(b))
  return nearest === undefined ? null : nearest * source.period
}
