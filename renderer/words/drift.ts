import type { Drift } from '../../shared/model/totp'
import { counted } from './times'

/** The phone's clock against the desk's, as one sentence and what it rests on. */
export function driftWords(drift: Drift): { lag: string; basis: string } {
  return {
    lag: lagWords(Math.round(drift.minSeconds), Math.round(drift.maxSeconds)),
    basis: `Estimated from ${counted(drift.samples, 'code')}; the window stays as it is.`,
  }
}

function lagWords(min: number, max: number): string {
  if (min >= 0 && max > 0)
    return min === max ? `The phone runs ${max} s behind.` : `The phone runs ${min} to ${max} s behind.`
  if (max <= 0 && min < 0)
    return min === max ? `The phone runs ${-min} s ahead.` : `The phone runs ${-max} to ${-min} s ahead.`
  if (min === 0 && max === 0) return 'The phone’s clock agrees with the desk’s.'
  return `The phone’s clock is right to within ${Math.max(-min, max)} s.`
}
