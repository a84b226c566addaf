import type { VerificationOutcome } from '../../shared/model/verification'
import { stepStartMs } from '../../shared/time-step'

type Accepted = Extract<VerificationOutcome, { outcome: 'accepted' }>

/**
 * Seconds until the app shows a code after the accepted one, by the phone's own clock: the start of
 * the next step, moved by the middle of the estimated lag. 0 when it should be there.
 */
export function nextCodeSeconds(accepted: Pick<Accepted, 'step' | 'period' | 'drift'>, nowMs: number): number {
  const lag = accepted.drift ? (accepted.drift.minSeconds + accepted.drift.maxSeconds) / 2 : 0
  // One code alone leaves a lag anywhere within a step: nearer to none is the better guess then.
  const lagSeconds = (accepted.drift?.samples ?? 0) > 1 ? lag : 0
  const at = stepStartMs(accepted.step + 1, accepted.period) + lagSeconds * 1000
  return Math.max(0, Math.ceil((at - nowMs) / 1000))
}
