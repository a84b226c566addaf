import * as crypto from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { looksLikeTotpCode, parseTypedCode } from '../../../electron/otp/typed-code'

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>()
  return { ...real, createHmac: vi.fn(real.createHmac) }
})

describe('input of the code box', () => {
  it.each([
    '123456',
    ' 123456\n',
    '123 456',
    '1 2 3 4 5 6',
    '123\u00a0456',
    '123\u202f456',
    '\t123456',
    '１２３４５６',
    '١٢٣٤٥٦',
    '𝟏𝟐𝟑𝟒𝟓𝟔',
    '123\u200b456',
    '123\u2011456',
    '\u200e123456\u202c',
  ])('V11 %j is a code', (input) => expect(parseTypedCode(input, 6)).toEqual({ kind: 'code', code: '123456' }))

  it.each([
    ['empty', ''],
    ['spaces only', '   '],
    ['five digits', '12345'],
    ['seven digits', '1234567'],
    ['eight digits for a totp of six', '12345678'],
    ['letters', '12a456'],
    ['numerals that are no digits', '①②③④⑤⑥'],
    ['superscripts', '¹²³⁴⁵⁶'],
    ['Roman numerals', 'ⅠⅡⅢⅣⅤⅥ'],
    ['a sign', '+12345'],
    ['a decimal point', '1234.6'],
    ['an exponent', '1e5000'],
    ['a NUL', '123456\0'],
    ['two codes', '123456123457'.slice(0, 11)],
  ])('V11 %s is malformed and no HMAC is computed', (_what, input) => {
    expect(parseTypedCode(input, 6)).toEqual({ kind: 'malformed' })
    expect(crypto.createHmac).not.toHaveBeenCalled()
  })

  it('V11 a totp of eight digits takes eight and refuses six', () => {
    expect(parseTypedCode('1234 5678', 8)).toEqual({ kind: 'code', code: '12345678' })
    expect(parseTypedCode('123456', 8)).toEqual({ kind: 'malformed' })
  })

  it.each(['8F3K-9Q2M-7ZTR-4WCD', '8f3k9q2m7ztr4wcd', 'ckss-2skx-ebow'])(
    'R11 %j is taken for a recovery code by its shape',
    (input) => expect(parseTypedCode(input, 6)).toEqual({ kind: 'recovery_code' }),
  )

  it('R11 six or eight digits in another box are taken for an authenticator’s code', () => {
    expect(['123456', '123 456', '1234 5678'].every(looksLikeTotpCode)).toBe(true)
    expect(['12345', '1234567', '8F3K-9Q2M-7ZTR-4WCD'].some(looksLikeTotpCode)).toBe(false)
  })
})
