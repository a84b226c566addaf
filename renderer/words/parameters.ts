import type { TotpParameters } from '../../shared/model/totp'

/** "SHA-1" for SHA1. */
export function algorithmLabel(algorithm: TotpParameters['algorithm']): string {
  return algorithm.replace('SHA', 'SHA-')
}
