import { timeStepAt } from '../../shared/time-step'
import { type CodeSource, matchingSteps } from './codes'

/** Steps that a diagnosis looks at, to either side of the current one. */
export const diagnosisReach = 20

/**
 * The step near the window that the code belongs to, and how far a phone that shows it now is behind
 * (negative: ahead), in seconds; null when it belongs to none. Whole periods: the moment within the step
 * is not known.
 */
export function stepNearby(
  source: CodeSource,
  code: string,
  nowMs: number,
): { step: number; behindSeconds: number } | null {
  const current = timeStepAt(nowMs, source.period)
  const [nearest] = matchingSteps(source, code, nowMs, diagnosisReach).toSorted(
    (a, b) => Math.abs(current - a) - Math.abs(current - b),
  )
  return nearest === undefined ? null : { step: nearest, behindSeconds: (current - nearest) * source.period }
}
