import { describe, expect, it } from 'vitest'
import { codeOfStep } from '../../../electron/otp/codes'
import { verifyCode } from '../../../electron/otp/verify'
import type { Algorithm } from '../../../shared/model/totp'
import { timeStepAt } from '../../../shared/time-step'
import { hotp } from './rfc-reference'

const ascii = (text: string) => new Uint8Array(Buffer.from(text, 'ascii'))
const seeds: Record<Algorithm, Uint8Array> = {
  SHA1: ascii('12345678901234567890'),
  SHA256: ascii('12345678901234567890123456789012'),
  SHA512: ascii('1234567890123456789012345678901234567890123456789012345678901234'),
}

// RFC 6238 appendix B: Unix seconds, then the codes for SHA-1, SHA-256 and SHA-512.
const appendixB: [number, string, string, string][] = [
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
]

// RFC 4226 appendix D: the codes of counters 0 to 9.
const appendixD = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')

describe('V1 vectors', () => {
  for (const [seconds, SHA1, SHA256, SHA512] of appendixB) {
    it(`V1 RFC 6238 appendix B at ${seconds} s for SHA-1, SHA-256 and SHA-512`, () => {
      const step = timeStepAt(seconds * 1000)
      for (const [algorithm, code] of Object.entries({ SHA1, SHA256, SHA512 }) as [Algorithm, string][]) {
        const totp = { algorithm, digits: 8 as const, period: 30 as const, secret: seeds[algorithm] }
        expect(codeOfStep(totp.secret, totp, step)).toBe(code)
        expect(verifyCode({ ...totp, lastStep: -1 }, code, seconds * 1000, 0)).toMatchObject({ kind: 'accepted' })
      }
    })
  }

  it('V1 RFC 4226 appendix D for counters 0 to 9', () => {
    const totp = { algorithm: 'SHA1', digits: 6, period: 30 } as const
    expect(appendixD.map((_, counter) => codeOfStep(seeds.SHA1, totp, counter))).toEqual(appendixD)
  })

  it('V1 steps beyond 2^32 are not cut to 32 bits', () => {
    for (const algorithm of ['SHA1', 'SHA256', 'SHA512'] as const) {
      for (const step of [2 ** 32 - 1, 2 ** 32, 2 ** 32 + 7, 2 ** 40 + 3]) {
        const totp = { algorithm, digits: 6, period: 30 } as const
        expect(codeOfStep(seeds[algorithm], totp, step)).toBe(hotp(seeds[algorithm], BigInt(step), algorithm))
      }
      const low = codeOfStep(seeds[algorithm], { algorithm, digits: 8, period: 30 }, 7)
      expect(codeOfStep(seeds[algorithm], { algorithm, digits: 8, period: 30 }, 2 ** 32 + 7)).not.toBe(low)
    }
  })
})
