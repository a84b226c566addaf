import * as crypto from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { codeOfStep, matchingSteps } from '../../../electron/otp/codes'
import { secondsUntilNextCode, verifyCode } from '../../../electron/otp/verify'
import { hotp, totpAt } from './rfc-reference'

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>()
  return { ...real, timingSafeEqual: vi.fn(real.timingSafeEqual), createHmac: vi.fn(real.createHmac) }
})

afterEach(() => vi.clearAllMocks())

const secret = new Uint8Array(Buffer.from('12345678901234567890', 'ascii'))
const totp = { algorithm: 'SHA1', digits: 6, period: 30, secret, lastStep: -1 } as const
const start = 1_700_000_010_000 // first millisecond of a step
const current = start / 30_000

/** A secret whose codes of steps 1 and 2 are the same six digits; found by counting up from zero. */
const twinSecret = new Uint8Array(20)
new DataView(twinSecret.buffer).setUint32(16, 980_008)

/** Every second of a step, and its last millisecond. */
const moments = [...Array.from({ length: 30 }, (_, second) => start + second * 1000), start + 29_999]

describe('the window', () => {
  for (const now of moments) {
    it(`V4 at ${now - start} ms into a step −1, 0 and +1 are accepted, −2 and +2 refused`, () => {
      for (const offset of [-1, 0, 1] as const) {
        const code = hotp(secret, BigInt(current + offset))
        expect(verifyCode(totp, code, now, 1)).toEqual({
          kind: 'accepted',
          offset,
          step: current + offset,
          spentStep: current + offset,
        })
      }
      for (const offset of [-2, 2]) {
        expect(verifyCode(totp, hotp(secret, BigInt(current + offset)), now, 1)).toEqual({ kind: 'wrong_code' })
      }
    })
  }

  it('V4 one millisecond past either end of a step the window has moved', () => {
    const twoBack = hotp(secret, BigInt(current - 2))
    expect(verifyCode(totp, twoBack, start - 1, 1).kind).toBe('accepted')
    expect(verifyCode(totp, twoBack, start, 1).kind).toBe('wrong_code')
    const twoAhead = hotp(secret, BigInt(current + 2))
    expect(verifyCode(totp, twoAhead, start + 29_999, 1).kind).toBe('wrong_code')
    expect(verifyCode(totp, twoAhead, start + 30_000, 1).kind).toBe('accepted')
  })

  it('V4 window 0 accepts the current step alone', () => {
    for (const now of moments) {
      const kinds = [-1, 0, 1].map((offset) => verifyCode(totp, hotp(secret, BigInt(current + offset)), now, 0).kind)
      expect(kinds).toEqual(['wrong_code', 'accepted', 'wrong_code'])
    }
  })

  it('V4 a period of 60 seconds has a window of its own length', () => {
    const slow = { ...totp, period: 60 } as const
    const now = 1_700_000_040_000
    for (const offset of [-2, -1, 0, 1, 2]) {
      const code = totpAt(secret, now + offset * 60_000, { period: 60 })
      expect(verifyCode(slow, code, now, 1).kind).toBe(Math.abs(offset) < 2 ? 'accepted' : 'wrong_code')
    }
  })
})

describe('comparison', () => {
  it.each([-1, 0, 1, 5])('V10 every candidate is computed and compared in constant time (offset %i)', (offset) => {
    const code = hotp(secret, BigInt(current + offset))
    vi.clearAllMocks()
    matchingSteps(totp, code, start, 1)
    expect(crypto.createHmac).toHaveBeenCalledTimes(3)
    expect(crypto.timingSafeEqual).toHaveBeenCalledTimes(3)
  })
})

describe('spent steps', () => {
  it('V6 a step at or below the high-water mark is refused as already used', () => {
    for (const offset of [-1, 0, 1]) {
      const code = hotp(secret, BigInt(current + offset))
      for (const mark of [-1, 0, 1]) {
        const verdict = verifyCode({ ...totp, lastStep: current + mark }, code, start, 1)
        expect(verdict.kind).toBe(offset <= mark ? 'already_used' : 'accepted')
      }
    }
  })

  it('V6 a step used ahead of its time is refused when it comes, and says how long until one is not', () => {
    const ahead = [current, current + 1, current + 4]
    for (let step = current - 1; step <= current + 5; step += 1) {
      const code = hotp(secret, BigInt(step))
      const verdict = verifyCode({ ...totp, lastStep: current - 10, usedAhead: ahead }, code, step * 30_000, 1)
      const used = { kind: 'already_used', usedUntil: step === current + 4 ? step : current + 1 }
      if (ahead.includes(step)) expect(verdict).toEqual(used)
      else expect(verdict).toMatchObject({ kind: 'accepted', step })
    }
    // A mark that ends where such steps begin leads on to their end.
    const marked = { ...totp, lastStep: current - 1, usedAhead: ahead }
    expect(verifyCode(marked, hotp(secret, BigInt(current - 1)), start, 1)).toEqual({
      kind: 'already_used',
      usedUntil: current + 1,
    })
  })

  it('V5 a code that belongs to two steps of the window is accepted once, not twice', () => {
    const twin = { ...totp, secret: twinSecret } as const
    const code = codeOfStep(twinSecret, totp, 1)
    expect(codeOfStep(twinSecret, totp, 2)).toBe(code)
    const now = 45_000
    const first = verifyCode(twin, code, now, 1)
    expect(first).toMatchObject({ kind: 'accepted', offset: 0, step: 1, spentStep: 2 })
    for (const later of [now, now + 30_000, now + 60_000]) {
      expect(verifyCode({ ...twin, lastStep: 2 }, code, later, 1).kind).toBe('already_used')
    }
    // Also when only the first of the two was spent, by an earlier high-water mark.
    expect(verifyCode({ ...twin, lastStep: 1 }, code, now, 1).kind).toBe('already_used')
  })

  it('V23 the wait until the next code follows the step, the drift and the window', () => {
    const at = (seconds: number) => start + seconds * 1000
    const mark = { period: 30, lastStep: current, drift: null }
    expect(secondsUntilNextCode(mark, at(12), 1)).toBe(18)
    expect(secondsUntilNextCode(mark, at(29.001), 1)).toBe(1)
    expect(secondsUntilNextCode(mark, at(30), 1)).toBe(0)
    const behind = { minSeconds: 4, maxSeconds: 9, samples: 3 }
    expect(secondsUntilNextCode({ ...mark, drift: behind }, at(12), 1)).toBe(22)
    const ahead = { minSeconds: -9, maxSeconds: -4, samples: 3 }
    expect(secondsUntilNextCode({ ...mark, drift: ahead }, at(12), 1)).toBe(14)
    expect(secondsUntilNextCode({ ...mark, drift: ahead }, at(12), 0)).toBe(18)
    expect(secondsUntilNextCode({ ...mark, lastStep: current + 1 }, at(12), 1)).toBe(48)
  })
})

describe('against an implementation from the RFC', () => {
  const anyTotp = fc.record({
    secret: fc.uint8Array({ minLength: 16, maxLength: 64 }),
    algorithm: fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const),
    digits: fc.constantFrom(6 as const, 8 as const),
    period: fc.constantFrom(30 as const, 60 as const),
  })

  it('V1 V4 for random secrets, algorithms, times and drifts both agree', () => {
    const cases = fc.record({
      totp: anyTotp,
      now: fc.integer({ min: 0, max: 2 ** 45 }),
      driftMs: fc.integer({ min: -200_000, max: 200_000 }),
      window: fc.constantFrom(0 as const, 1 as const),
    })
    fc.assert(
      fc.property(cases, ({ totp, now, driftMs, window }) => {
        const phone = Math.max(0, now - driftMs)
        const code = totpAt(totp.secret, phone, totp)
        const length = totp.period * 1000
        const expected = Array.from({ length: 2 * window + 1 }, (_, i) => i - window)
          .filter((offset) => now + offset * length >= 0)
          .filter((offset) => totpAt(totp.secret, now + offset * length, totp) === code)
        const verdict = verifyCode({ ...totp, lastStep: -1 }, code, now, window)
        if (expected.length === 0) expect(verdict).toEqual({ kind: 'wrong_code' })
        else expect(verdict.kind === 'accepted' && expected.includes(verdict.offset as never)).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  it('V5 V6 no sequence of submissions accepts a step twice, or a lower one after a higher', () => {
    const submissions = fc.array(
      fc.record({ waitMs: fc.integer({ min: 0, max: 40_000 }), phone: fc.integer({ min: -3, max: 3 }) }),
      { minLength: 1, maxLength: 60 },
    )
    fc.assert(
      fc.property(anyTotp, submissions, fc.constantFrom(0 as const, 1 as const), (totp, attempts, window) => {
        let now = start
        let lastStep = -1
        const accepted: number[] = []
        const digits = new Map<string, number>()
        for (const { waitMs, phone } of attempts) {
          now += waitMs
          const code = totpAt(totp.secret, now + phone * totp.period * 1000, totp)
          const verdict = verifyCode({ ...totp, lastStep }, code, now, window)
          if (verdict.kind !== 'accepted') continue
          accepted.push(verdict.step)
          const before = digits.get(code)
          if (before !== undefined) expect(now - before).toBeGreaterThan(3 * totp.period * 1000)
          digits.set(code, now)
          lastStep = verdict.spentStep
        }
        expect(accepted).toEqual([...new Set(accepted)].toSorted((a, b) => a - b))
      }),
      { numRuns: 300 },
    )
  })
})
