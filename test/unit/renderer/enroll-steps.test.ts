import { describe, expect, it } from 'vitest'
import {
  type EnrollmentEvent,
  type EnrollmentState,
  enrollmentReducer,
  initialState,
  type Stage,
  stageOf,
} from '../../../renderer/features/enroll/steps'
import { nextCodeSeconds } from '../../../renderer/words/next-code'
import type { RevealedTotp, Totp } from '../../../shared/model/totp'
import type { VerificationOutcome } from '../../../shared/model/verification'

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
const stage = (changes: Partial<Totp>, here: Partial<EnrollmentState> = {}, now = begun) =>
  stageOf({ ...totp, ...changes }, { ...initialState, ...here }, now)

describe('an enrollment that is left and opened again', () => {
  it('starts at Identify without an authenticator, or with a revoked one', () => {
    expect(stageOf(null, initialState, begun)).toBe('identify')
    expect(stage({ status: 'revoked' })).toBe('identify')
  })

  it('shows the QR again until it was shown on this page', () => {
    expect(stage({})).toBe('show')
    expect(stage({}, { shown: true })).toBe('verify')
  })

  it('says that it expired at the very millisecond, whatever was read before', () => {
    expect(stage({}, {}, totp.expiresAt - 1)).toBe('show')
    expect(stage({}, {}, totp.expiresAt)).toBe('expired')
  })

  it('goes on after the first code, and after the second', () => {
    const active = { status: 'active', activatedAt: begun } as const
    expect(stage(active)).toBe('again')
    expect(stage(active, { skipped: true })).toBe('handOver')
    expect(stage({ ...active, verifiedAgainAt: begun })).toBe('handOver')
  })

  it('ends where it was finished, and asks before replacing when opened later', () => {
    const finished = { status: 'active', handedOverAt: begun } as const
    expect(stage(finished, { finished: true })).toBe('done')
    expect(stage(finished)).toBe('identify')
  })
})

describe('what an enrollment knows of itself on this page', () => {
  const { totpId } = totp
  const revealed: RevealedTotp = { totpId, secret: 'JBSWY3DPEHPK3PXP', uri: '', qrSvg: '', expiresAt: begun }
  const accepted: VerificationOutcome = {
    outcome: 'accepted',
    totpId,
    offset: 0,
    step: 1,
    period: 30,
    at: begun,
    activated: true,
    verifiedAgain: false,
    drift: null,
    clock: 'steady',
  }
  const stateAfter = (...events: EnrollmentEvent[]) => events.reduce(enrollmentReducer, initialState)
  const here = (showing: 'qr' | 'nothing', problem: string | null = null) =>
    ({ kind: 'here', totpId, showing, problem }) as const

  it('drops the secret with the first good code, and not with a refused one', () => {
    const refused: VerificationOutcome = { outcome: 'refused', reason: 'wrong_code' }
    expect(stateAfter({ kind: 'revealed', revealed }, { kind: 'answered', outcome: refused }).revealed).toBe(revealed)
    expect(stateAfter({ kind: 'revealed', revealed }, { kind: 'answered', outcome: accepted })).toMatchObject({
      revealed: null,
      lastAccepted: accepted,
    })
  })

  it.each<[Stage, boolean]>([
    ['show', true],
    ['verify', true],
    ['identify', false],
    ['again', false],
    ['handOver', false],
    ['expired', false],
    ['done', false],
  ])('at %s the secret is kept: %s', (stage, kept) => {
    const state = stateAfter({ kind: 'revealed', revealed }, { kind: 'stage', stage })
    expect(state.revealed !== null).toBe(kept)
  })

  it('knows that the QR was shown on either screen, also after the person’s screen is gone', () => {
    expect(stateAfter({ kind: 'scanned' }).shown).toBe(true)
    expect(stateAfter(here('nothing')).shown).toBe(false)
    expect(stateAfter(here('qr'), here('nothing'), { kind: 'gone', totpId }).shown).toBe(true)
    expect(stateAfter({ kind: 'scanned' }, { kind: 'backToQr' }).shown).toBe(false)
  })

  it('follows the person’s screen: what is on it, how many digits, why it is closed, that it is gone', () => {
    const typing = { kind: 'typing', totpId, count: 4 } as const
    expect(stateAfter(here('qr'), typing).personScreen).toEqual({ open: true, showing: 'qr', problem: null, typed: 4 })
    expect(stateAfter(here('qr'), typing, { kind: 'answered', outcome: accepted }).personScreen.typed).toBe(0)
    expect(stateAfter(here('nothing', 'The disk is full.')).personScreen.problem).toBe('The disk is full.')
    expect(stateAfter(here('qr'), typing, { kind: 'gone', totpId }).personScreen.open).toBe(false)
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
