/**
 * Time-step arithmetic of RFC 6238, shared by the verifier and the window strip so that the
 * screen can never disagree with the desk about which step is which. Times are Unix milliseconds.
 */

/** Seconds in one time step unless a totp says otherwise (RFC 6238 section 5.2). */
export const defaultPeriod = 30

/** The time step that contains `timeMs`: floor(unix seconds / period), T0 = 0 (RFC 6238 section 4.2). */
export function timeStepAt(timeMs: number, periodSeconds: number = defaultPeriod): number {
  return Math.floor(timeMs / (periodSeconds * 1000))
}

/** First millisecond of a time step. */
export function stepStartMs(step: number, periodSeconds: number = defaultPeriod): number {
  return step * periodSeconds * 1000
}

/** Milliseconds from `timeMs` until its time step ends; between 1 and the period. */
export function msLeftInStep(timeMs: number, periodSeconds: number = defaultPeriod): number {
  const length = periodSeconds * 1000
  return length - (((timeMs % length) + length) % length)
}
