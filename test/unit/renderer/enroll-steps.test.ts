import { describe, expect, it } from 'vitest'
import { type OnThisScreen, stageOf } from '../../../renderer/features/enroll/steps'
import { nextCodeSeconds } from '../../../renderer/words/next-code'
import type { Totp } from '../../../shared/model/totp'

const begun = Date.UTC(2026, 10, 22, 10, 0, 0)
const uuid = '00000000-0000-4000-8000-000000000000'
const totp: Totp = {
  totpId: `totp-live-${uuid}`,
  status: 'pending',
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  label: null,
  createdAt: begun,
  expiresAt: begun + 3_600_000,
  activatedAt: null,
  verifiedAgainAt: null,
  handedOverAt: null,
  identityCheck: null,
  checkedBy: 'Amina Okafor',
  interactionId: `interaction-live-${uuid}`,
}
const nothing: OnThisScreen = { shownTotpId: null, skippedTotpId: null, finishedTotpId: null }
const stage = (changes: Partial<Totp>, here: Partial<OnThisScreen> = {}, now = begun) =>
  stageOf({ ...totp, ...changes }, { ...nothing, ...here }, now)

describe('an enrollment that is left and opened again', () => {
  it('starts at Identify without an authenticator, or with a revoked one', () => {
    expect(stageOf(null, nothing, begun)).toBe('identify')
    expect(stage({ status: 'revoked' })).toBe('identify')
  })

  it('shows the QR again until it was shown on this page', () => {
    expect(stage({})).toBe('show')
    expect(stage({}, { shownTotpId: totp.totpId })).toBe('verify')
  })

  it('says that it expired at the very millisecond, whatever was read before', () => {
    expect(stage({}, {}, totp.expiresAt - 1)).toBe('show')
    expect(stage({}, {}, totp.expiresAt)).toBe('expired')
  })

  it('goes on after the first code, and after the second', () => {
    const active = { status: 'active', activatedAt: begun } as const
    expect(stage(active)).toBe('again')
    expect(stage(active, { skippedTotpId: totp.totpId })).toBe('handOver')
    expect(stage({ ...active, verifiedAgainAt: begun })).toBe('handOver')
  })

  it('ends where it was finished, and asks before replacing when opened later', () => {
    const finished = { status: 'active', handedOverAt: begun } as const
    expect(stage(finished, { finishedTotpId: totp.totpId })).toBe('done')
    expect(stage(finished)).toBe('identify')
  })
})

describe('the time until the next code', () => {
  const step = begun / 30_000

  it('is the rest of the step for a phone that agrees with the desk', () => {
    expect(nextCodeSeconds({ step, period: 30, drift: null }, begun + 12_000)).toBe(18)
    expect(nextCodeSeconds({ step, period: 30, drift: null }, begun + 31_000)).toBe(0)
  })

  it('waits for a phone that is known to run behind', () => {
    const drift = { minSeconds: 12, maxSeconds: 24, samples: 3 }
    expect(nextCodeSeconds({ step, period: 30, drift }, begun + 30_000)).toBe(18)
  })
})
