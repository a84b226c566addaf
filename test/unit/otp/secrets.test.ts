import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { URI } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { otpauthUri } from '../../../electron/otp/otpauth-uri'
import { newSecret, secretToBase32 } from '../../../electron/otp/secrets'

const totp = { algorithm: 'SHA1', digits: 6, period: 30 } as const

describe('secrets', () => {
  it('V2 a secret is 160 bits, all of them from the generator passed in', () => {
    const asked: number[] = []
    const bytes = Uint8Array.from({ length: 20 }, (_, index) => index * 13)
    const secret = newSecret((count) => {
      asked.push(count)
      return bytes
    })
    expect(asked).toEqual([20])
    expect(secret).toEqual(bytes)
  })

  it('V2 it is written as 32 base-32 symbols without padding', () => {
    expect(secretToBase32(new Uint8Array(Buffer.from('12345678901234567890', 'ascii')))).toBe(
      'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    )
    expect(secretToBase32(newSecret(randomBytes))).toMatch(/^[A-Z2-7]{32}$/)
  })
})

describe('the otpauth URI', () => {
  it('names issuer and account in the label, the issuer again, and every parameter', () => {
    const secret = new Uint8Array(Buffer.from('12345678901234567890', 'ascii'))
    expect(otpauthUri({ ...totp, issuer: 'Nordic Desk & Co', account: 'mara+1@example.com', secret })).toBe(
      'otpauth://totp/Nordic%20Desk%20%26%20Co:mara%2B1%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' +
        '&issuer=Nordic%20Desk%20%26%20Co&algorithm=SHA1&digits=6&period=30',
    )
  })

  it('is read back by another library for any name, with what was put in', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((name) => name.trim() === name)
    const issuers = names.filter((name) => !name.includes(':'))
    const secrets = fc.uint8Array({ minLength: 16, maxLength: 64 })
    fc.assert(
      fc.property(issuers, names, secrets, (issuer, account, secret) => {
        const parsed = URI.parse(otpauthUri({ algorithm: 'SHA512', digits: 8, period: 60, issuer, account, secret }))
        expect(parsed).toMatchObject({ issuer, label: account, algorithm: 'SHA512', digits: 8, period: 60 })
        expect(new Uint8Array(parsed.secret.bytes)).toEqual(new Uint8Array(secret))
      }),
    )
  })

  it('survives half of a surrogate pair in a name', () => {
    const uri = otpauthUri({ ...totp, issuer: 'a\ud800b', account: 'x', secret: new Uint8Array(20) })
    expect(uri).toContain('otpauth://totp/a%EF%BF%BDb:x?')
  })
})
