import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stepNearby } from '../../../electron/otp/diagnose'
import { type Drift, narrowDrift } from '../../../electron/otp/drift'
import { hotp } from './rfc-reference'

const period = 30
const start = 1_700_000_010_000
const step = start / 30_000

describe('drift', () => {
  it('one code says the lag to within a period', () => {
    expect(narrowDrift(null, { step, period, acceptedAtMs: start + 4000 })).toEqual({
      minSeconds: -26,
      maxSeconds: 4,
      samples: 1,
    })
    expect(narrowDrift(null, { step: step - 1, period, acceptedAtMs: start + 4000 })).toEqual({
      minSeconds: 4,
      maxSeconds: 34,
      samples: 1,
    })
  })

  it('further codes narrow it', () => {
    const first = narrowDrift(null, { step: step - 1, period, acceptedAtMs: start + 4000 })
    const second = narrowDrift(first, { step, period, acceptedAtMs: start + 12_500 })
    expect(second).toEqual({ minSeconds: 4, maxSeconds: 12.5, samples: 2 })
  })

  it('where they contradict each other the phone’s clock was changed, and it starts afresh', () => {
    const known: Drift = { minSeconds: 20, maxSeconds: 25, samples: 9 }
    const fresh = narrowDrift(known, { step, period, acceptedAtMs: start + 4000 })
    expect(fresh).toEqual({ minSeconds: -26, maxSeconds: 4, samples: 1 })
  })

  it('the true lag of an unchanged phone always lies in the estimate, which never grows', () => {
    const lags = fc.integer({ min: -29_999, max: 29_999 })
    const waits = fc.array(fc.integer({ min: 30_000, max: 500_000 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(lags, waits, (lagMs, waitsMs) => {
        let now = start
        let drift: Drift | null = null
        for (const wait of waitsMs) {
          now += wait
          const width: number = drift === null ? period : drift.maxSeconds - drift.minSeconds
          drift = narrowDrift(drift, { step: Math.floor((now - lagMs) / 30_000), period, acceptedAtMs: now })
          expect(drift.minSeconds).toBeLessThan(lagMs / 1000)
          expect(drift.maxSeconds).toBeGreaterThanOrEqual(lagMs / 1000)
          expect(drift.maxSeconds - drift.minSeconds).toBeLessThanOrEqual(width + 1e-9)
        }
        expect(drift?.samples).toBe(waitsMs.length)
      }),
    )
  })
})

describe('the phone’s clock in a diagnosis', () => {
  const secret = new Uint8Array(Buffer.from('12345678901234567890', 'ascii'))
  const source = { algorithm: 'SHA1', digits: 6, period: 30, secret } as const

  it('names the lag of a code up to 20 steps away, with its direction, and nothing beyond', () => {
    expect(stepNearby(source, hotp(secret, BigInt(step - 8)), start)).toEqual({ step: step - 8, behindSeconds: 240 })
    expect(stepNearby(source, hotp(secret, BigInt(step + 3)), start)).toEqual({ step: step + 3, behindSeconds: -90 })
    expect(stepNearby(source, hotp(secret, BigInt(step - 20)), start)).toEqual({ step: step - 20, behindSeconds: 600 })
    expect(stepNearby(source, hotp(secret, BigInt(step - 21)), start)).toBeNull()
    expect(stepNearby(source, hotp(secret, BigInt(step + 21)), start)).toBeNull()
  })
})
