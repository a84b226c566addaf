import type { Drift } from '../../shared/model/totp'

export type { Drift }

/**
 * Narrows what is known of a phone's clock by one accepted code.
 *
 * At `acceptedAtMs` the phone's clock stood in step s, that is in [s·P, (s+1)·P), so the lag
 * (desk minus phone, positive: the phone runs behind) lies in (t-(s+1)·P, t-s·P]. That interval is
 * intersected with what was known; where they do not meet, the phone's clock was changed and the
 * estimate starts afresh. The time a person needs to type shows up as lag. The estimate is for people
 * to read: it never moves or widens the window.
 */
export function narrowDrift(
  known: Drift | null,
  accepted: { step: number; period: number; acceptedAtMs: number },
): Drift {
  const toSeconds = (ms: number) => ms / 1000
  const maxSeconds = toSeconds(accepted.acceptedAtMs - accepted.step * accepted.period * 1000)
  const minSeconds = toSeconds(accepted.acceptedAtMs - (accepted.step + 1) * accepted.period * 1000)
  if (known === null || known.minSeconds >= maxSeconds || known.maxSeconds <= minSeconds) {
    return { minSeconds, maxSeconds, samples: 1 }
  }
  return {
    minSeconds: Math.max(known.minSeconds, minSeconds),
    maxSeconds: Math.min(known.maxSeconds, maxSeconds),
    samples: known.samples + 1,
  }
}

/** The lag within the estimate that is nearest to none, in seconds; 0 when nothing is known. */
export function phoneLagNearestZero(drift: Drift | null): number {
  if (drift === null) return 0
  return Math.min(Math.max(0, drift.minSeconds), drift.maxSeconds)
}
