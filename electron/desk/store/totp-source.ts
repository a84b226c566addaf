import { type Drift, totpParametersSchema } from '../../../shared/model/totp'
import type { CodeSource } from '../../otp/codes'
import type { TotpRow } from './totps'

/** What computes the codes of a stored totp; null when its secret is gone. */
export function codeSourceOf(row: TotpRow): CodeSource | null {
  if (row.secret === null) return null
  const { algorithm, digits, period } = row
  return { ...totpParametersSchema.parse({ algorithm, digits, period }), secret: row.secret }
}

/** What is known of the phone's clock from the codes that were accepted; null before the first. */
export function driftOf(row: Pick<TotpRow, 'drift_min' | 'drift_max' | 'drift_samples'>): Drift | null {
  if (row.drift_min === null || row.drift_max === null || row.drift_samples < 1) return null
  return { minSeconds: row.drift_min, maxSeconds: row.drift_max, samples: row.drift_samples }
}
