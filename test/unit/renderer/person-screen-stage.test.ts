import { describe, expect, it } from 'vitest'
import {
  type Facts,
  initialState,
  isExpired,
  type PersonScreenEvent,
  personScreenReducer,
  reportOf,
  stageOf,
} from '../../../renderer/features/person-screen/stage'
import { DeskError } from '../../../shared/errors'
import type { RevealedTotp } from '../../../shared/model/totp'

const uuid = '00000000-0000-4000-8000-000000000000'
const now = Date.UTC(2026, 10, 22, 10, 0, 0)
const facts: Facts = {
  userId: `user-live-${uuid}`,
  name: 'Mara Lindqvist',
  issuer: 'Northwind IT',
  status: 'pending',
  digits: 6,
  period: 30,
  expiresAt: now + 60_000,
  verifiedAgain: false,
  handedOver: false,
  window: 1,
}
const active: Facts = { ...facts, status: 'active' }
const revealed: RevealedTotp = {
  totpId: `totp-live-${uuid}`,
  secret: 'JBSWY3DPEHPK3PXP',
  uri: '',
  qrSvg: '',
  expiresAt: now,
}
const codes = ['AAAA-BBBB-CCCC-DDDD']

const stateAfter = (...events: PersonScreenEvent[]) => events.reduce(personScreenReducer, initialState)
const stage = (state = initialState, known: Facts | null = facts, expired = false) =>
  stageOf(state, known, expired).kind

describe('the person’s screen', () => {
  it('waits until the desk has answered and the QR is there', () => {
    expect(stage(initialState, null)).toBe('waiting')
    expect(stage()).toBe('waiting')
    expect(stage(stateAfter({ kind: 'revealed', revealed }))).toBe('qr')
  })

  it('goes on with the enrollment: next code, both codes, recovery codes, thanks', () => {
    expect(stage(initialState, active)).toBe('next')
    expect(stage(initialState, { ...active, verifiedAgain: true })).toBe('verified')
    expect(stage(stateAfter({ kind: 'codes', codes }), { ...active, verifiedAgain: true })).toBe('codes')
    expect(stage(stateAfter({ kind: 'codes', codes }, { kind: 'hide' }), active)).toBe('next')
    expect(stage(initialState, { ...active, handedOver: true })).toBe('thanks')
  })

  it('expires at the very millisecond, whatever was read before', () => {
    expect(isExpired(facts, facts.expiresAt - 1)).toBe(false)
    expect(isExpired(facts, facts.expiresAt)).toBe(true)
    expect(isExpired(active, facts.expiresAt)).toBe(false)
    expect(stage(stateAfter({ kind: 'revealed', revealed }), facts, true)).toBe('expired')
  })

  it.each(['next', 'expired', 'closed', 'verified', 'codes', 'thanks'] as const)(
    'holds no secret once it shows %s',
    (kind) => {
      expect(stateAfter({ kind: 'revealed', revealed }, { kind: 'stage', stage: kind }).revealed).toBeNull()
    },
  )

  it('keeps the secret while it waits for the facts that let it be shown', () => {
    expect(stateAfter({ kind: 'revealed', revealed }, { kind: 'stage', stage: 'waiting' }).revealed).toBe(revealed)
  })

  it('holds nothing after a lock or a refusal, and opens again without what it held', () => {
    const open = [
      { kind: 'revealed', revealed },
      { kind: 'codes', codes },
    ] as const
    const refused = { kind: 'refused', error: new DeskError('disk_full', 'The disk is full.') } as const
    for (const end of [{ kind: 'locked' } as const, refused]) {
      const closed = stateAfter(...open, end)
      expect(closed).toMatchObject({ revealed: null, codes: null })
      expect(stage(closed)).toBe('closed')
      expect(stage(personScreenReducer(closed, { kind: 'opened' }))).toBe('waiting')
    }
  })

  it('shows the recovery codes no longer once they are handed over', () => {
    expect(stateAfter({ kind: 'codes', codes }, { kind: 'stage', stage: 'thanks' }).codes).toBeNull()
  })

  it('tells the operator what is on it and why it is closed, and nothing of the secret', () => {
    const state = stateAfter({ kind: 'revealed', revealed })
    expect(reportOf(state, stageOf(state, facts, false))).toEqual({ showing: 'qr', problem: null })
    const refused = stateAfter({ kind: 'refused', error: new DeskError('disk_full', 'The disk is full.') })
    expect(reportOf(refused, stageOf(refused, facts, false))).toEqual({
      showing: 'nothing',
      problem: 'The disk is full.',
    })
    const locked = stateAfter({ kind: 'locked' })
    expect(reportOf(locked, stageOf(locked, facts, false)).problem).toBeNull()
  })
})
