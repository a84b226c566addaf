import type { Totp } from '../../../shared/model/totp'

export const steps = ['identify', 'show', 'verify', 'again', 'handOver'] as const
/** A step of the enrollment, or `expired` and `done`, which stand beside them. */
export type Step = (typeof steps)[number]
export type Stage = Step | 'expired' | 'done'

/** What only this screen knows: the desk's record does not say it. */
export interface OnThisScreen {
  /** Totp whose QR was shown since the page was opened. */
  shownTotpId: string | null
  /** Totp whose second code was skipped. */
  skippedTotpId: string | null
  /** Totp that was finished here. */
  finishedTotpId: string | null
}

/**
 * Where an enrollment stands. Everything that must outlive this page comes from the totp, so leaving
 * and coming back, also on another day, goes on at the right step.
 */
export function stageOf(totp: Totp | null, here: OnThisScreen, nowMs: number): Stage {
  if (totp === null || totp.status === 'revoked') return 'identify'
  if (totp.status === 'expired') return 'expired'
  if (totp.status === 'pending') {
    if (nowMs >= totp.expiresAt) return 'expired'
    return here.shownTotpId === totp.totpId ? 'verify' : 'show'
  }
  if (here.finishedTotpId === totp.totpId) return 'done'
  if (totp.handedOverAt !== null) return 'identify'
  if (totp.verifiedAgainAt === null && here.skippedTotpId !== totp.totpId) return 'again'
  return 'handOver'
}
