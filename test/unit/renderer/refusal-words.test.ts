import { describe, expect, it } from 'vitest'
import { driftWords } from '../../../renderer/words/drift'
import { type RefusalContext, refusalWords } from '../../../renderer/words/refusals'
import { type Refused, refusalReasonSchema } from '../../../shared/model/verification'

const context: RefusalContext = {
  firstName: 'Oskar',
  digits: 6,
  period: 30,
  window: 1,
  box: 'code',
  secondsSince: 0,
  clock: () => '11:05',
}
const say = (refused: Omit<Refused, 'outcome'>, changes: Partial<RefusalContext> = {}) => {
  const { headline, sentence } = refusalWords({ outcome: 'refused', ...refused }, { ...context, ...changes })
  return `${headline}. ${sentence}`
}

describe('a refusal in words', () => {
  it.each(refusalReasonSchema.options)('has a headline and whole sentences for %s in every box', (reason) => {
    for (const box of ['code', 'recovery', 'pass'] as const) {
      const words = refusalWords({ outcome: 'refused', reason }, { ...context, box })
      expect(words.headline).not.toMatch(/[.!]$/)
      expect(words.sentence).toMatch(/^[A-Z].*\.$/)
      expect(`${words.headline} ${words.sentence}`).not.toMatch(/please|oops|!|undefined|NaN/i)
    }
  })

  it('counts a waiting time down and ends at now', () => {
    expect(say({ reason: 'already_used', retryAfterSeconds: 10 })).toBe('Already used. The next code works in 10 s.')
    expect(say({ reason: 'already_used', retryAfterSeconds: 10 }, { secondsSince: 4 })).toContain('in 6 s')
    expect(say({ reason: 'already_used', retryAfterSeconds: 10 }, { secondsSince: 12 })).toContain('works now')
  })

  it('names the lock, its end and who can clear it', () => {
    expect(say({ reason: 'locked', lock: { until: 1 }, failures: 10 })).toBe(
      'Locked until 11:05. After 10 failures. An admin can unlock Oskar with a reason.',
    )
  })

  it('V12 says of a lock without an end that only an admin lifts it', () => {
    const words = 'Locked after 100 failures. Only an admin can unlock Oskar, with a reason.'
    expect(say({ reason: 'locked', lock: { until: null } })).toBe(words)
    expect(say({ reason: 'wrong_code', lock: { until: null }, failures: 100, failuresLeft: 0 })).toBe(words)
  })

  it('V16 the failure that locks says so at once, in every box, and how it is lifted', () => {
    for (const box of ['code', 'recovery', 'pass'] as const) {
      for (const reason of ['wrong_code', 'malformed', 'already_used'] as const) {
        expect(
          say({ reason, lock: { until: 1 }, failures: 10, failuresLeft: 0, retryAfterSeconds: 3600 }, { box }),
        ).toBe('Locked until 11:05. After 10 failures. An admin can unlock Oskar with a reason.')
      }
    }
  })

  it('says what the diagnosis is: how old, how early, which QR', () => {
    const wrong = (diagnosis: Refused['diagnosis']) => say({ reason: 'wrong_code', diagnosis })
    expect(wrong({ kind: 'clock_off', phoneBehindSeconds: 240 })).toBe(
      'Wrong code. Not a code of the last, this or the next 30 s. This one is about 4 minutes old: set the phone’s clock to automatic.',
    )
    expect(wrong({ kind: 'clock_off', phoneBehindSeconds: -75 })).toContain('about 75 s too early')
    expect(wrong({ kind: 'earlier_qr' })).toContain('earlier QR')
    expect(wrong({ kind: 'other_person' })).toContain('another person')
  })

  it('R11 says of a code in the wrong box that it was not spent', () => {
    expect(say({ reason: 'recovery_code_in_code_box' })).toContain('it was not spent')
    expect(say({ reason: 'pass_in_code_box' })).toContain('it was not spent')
    expect(say({ reason: 'totp_code_in_recovery_box' }, { box: 'recovery' })).toContain('it was not spent')
  })

  it('V12 names the wait that a failure brings, and how near the lock is', () => {
    const failed = { failures: 6, failuresLeft: 4, retryAfterSeconds: 10 }
    const end = 'Next try in 10 s. 4 more failures lock.'
    for (const reason of ['wrong_code', 'malformed'] as const) {
      expect(say({ reason, ...failed })).toContain(end)
      expect(say({ reason, ...failed }, { secondsSince: 10 })).not.toContain('Next try')
    }
    for (const box of ['recovery', 'pass'] as const) {
      expect(say({ reason: 'wrong_code', ...failed }, { box })).toContain(end)
      expect(say({ reason: 'malformed', ...failed }, { box })).toContain(end)
    }
  })

  it('names length and period of codes that are not the usual ones', () => {
    const unusual = { digits: 8, period: 60 }
    expect(say({ reason: 'malformed' }, unusual)).toContain('A code is eight digits here')
    expect(say({ reason: 'wrong_code' }, unusual)).toContain('Not a code of the last, this or the next 60 s.')
    expect(say({ reason: 'wrong_code' }, { ...unusual, window: 0 })).toContain('Not the code of this 60 s.')
  })

  it('names only the current step where the window is 0', () => {
    expect(say({ reason: 'wrong_code' }, { window: 0 })).toContain('Not the code of this 30 s.')
  })
})

describe('the phone’s lag in words', () => {
  it.each([
    [12, 24, 'The phone runs 12 to 24 s behind.'],
    [-24, -12, 'The phone runs 12 to 24 s ahead.'],
    [-16, 14, 'The phone’s clock is right to within 16 s.'],
  ])('says of %i to %i: %s', (minSeconds, maxSeconds, sentence) => {
    expect(driftWords({ minSeconds, maxSeconds, samples: 3 }).lag).toBe(sentence)
  })
})
