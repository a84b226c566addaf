import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashCode, hashMatches } from '../../../electron/otp/code-hash'
import { foldCode, randomSymbols } from '../../../electron/otp/crockford'
import { isPassShape, newPass } from '../../../electron/otp/pass-codes'
import { newRecoveryCodes, recoveryFingerprint, recoveryShape } from '../../../electron/otp/recovery-codes'
import { recoveryLines, recoveryText } from '../../../shared/recovery-format'

const cheap = { N: 2, r: 1, p: 1 }

describe('recovery codes', () => {
  it('R1 a set is ten codes of 16 Crockford symbols, 80 bits each, in four groups', () => {
    const codes = newRecoveryCodes('printed', randomBytes)
    expect(codes).toHaveLength(10)
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
  })

  it('R1 every symbol of the alphabet is as likely as any other', () => {
    for (const alphabet of ['0123456789ABCDEFGHJKMNPQRSTVWXYZ', '0123456789abcdefghjkmnpqrstuvwxyz']) {
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index)
      const whole = 256 - (256 % alphabet.length)
      const counts = new Map<string, number>()
      for (const symbol of randomSymbols(alphabet, 2 * whole, () => everyByte)) {
        counts.set(symbol, (counts.get(symbol) ?? 0) + 1)
      }
      expect([...counts.values()]).toEqual(Array(alphabet.length).fill((2 * whole) / alphabet.length))
    }
  })

  it('the Stytch form is three groups of four of [0-9a-z]', () => {
    for (const code of newRecoveryCodes('stytch', randomBytes)) expect(code).toMatch(/^([0-9a-z]{4}-){2}[0-9a-z]{4}$/)
  })

  it('R8 two codes of a set never collide after folding, even when the generator repeats itself', () => {
    let calls = 0
    const repeating = (count: number) => {
      calls += 1
      return new Uint8Array(count).fill(Math.floor(calls / 5) * 7)
    }
    for (const form of ['printed', 'stytch'] as const) {
      const codes = newRecoveryCodes(form, repeating)
      expect(new Set(codes.map(foldCode)).size).toBe(10)
    }
  })

  it('R8 case, spaces, hyphens of any kind and look-alikes do not matter', () => {
    const variants = [
      '10KV-8F3K-9Q2M-7ZTR',
      '10kv8f3k9q2m7ztr',
      ' IOKV 8f3k 9Q2M 7ztr ',
      'lokv–8F3K—9Q2M‑7ZTR',
      'iOkV\u00a08F3K\u00a09Q2M\u00a07ZTR',
    ]
    for (const variant of variants) {
      expect(foldCode(variant)).toBe('10KV8F3K9Q2M7ZTR')
      expect(recoveryShape(variant)).toBe('printed')
    }
  })

  it('R8 letters of other scripts are not taken for ours', () => {
    expect(recoveryShape('10KV-8F3K-9Q2M-7ZTЯ')).toBeNull()
    expect(recoveryShape('10KV-8F3K-9Q2M-7Zſſ')).toBeNull() // long s upper-cases to S
    expect(recoveryShape('IVKV-8F3K-9Q2M-7ZTⅠ')).toBeNull()
  })

  it('R8 any way of writing a code is the same code, and no other code of the set is', () => {
    const decorate = (code: string, picks: number[]) =>
      [...code]
        .map((symbol, index) => {
          const pick = (picks[index % picks.length] ?? 0) % 4
          const lookAlike = symbol === '0' ? 'oO' : symbol === '1' ? 'iIlL' : symbol
          if (pick === 0) return symbol.toLowerCase()
          if (pick === 1) return ` ${symbol}`
          if (pick === 2) return lookAlike.charAt(index % lookAlike.length)
          return `${symbol}-`
        })
        .join('')
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
        fc.constantFrom('printed', 'stytch'),
        (picks, form) => {
          const codes = newRecoveryCodes(form as 'printed' | 'stytch', randomBytes)
          const hashes = codes.map((code) => hashCode(code, cheap, randomBytes))
          const typed = decorate(codes[3] ?? '', picks)
          expect(hashes.map((hash) => hashMatches(typed, hash))).toEqual(codes.map((_, index) => index === 3))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('R2 each code is kept under scrypt with a salt of 128 bits of its own and its parameters', () => {
    const code = '10KV-8F3K-9Q2M-7ZTR'
    const one = hashCode(code, { N: 1024, r: 8, p: 1 }, randomBytes)
    const two = hashCode(code, { N: 1024, r: 8, p: 1 }, randomBytes)
    const [scheme, N, r, p, salt = ''] = one.split('$')
    expect([scheme, N, r, p]).toEqual(['scrypt', '1024', '8', '1'])
    expect(Buffer.from(salt, 'base64url')).toHaveLength(16)
    expect(two).not.toBe(one)
    expect(one).not.toContain('8F3K')
    expect(hashMatches(code, one) && hashMatches(code, two)).toBe(true)
    expect(hashMatches('10KV-8F3K-9Q2M-7ZTS', one)).toBe(false)
  })

  it('R2 a hash that is not one of ours is an error, not a wrong code', () => {
    expect(() => hashMatches('10KV-8F3K-9Q2M-7ZTR', 'plain')).toThrow('Not a code hash')
  })

  it('the fingerprint comes from the set’s id and is short', () => {
    expect(recoveryFingerprint('recovery-set-live-1')).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}$/)
    expect(recoveryFingerprint('recovery-set-live-1')).toBe(recoveryFingerprint('recovery-set-live-1'))
    expect(recoveryFingerprint('recovery-set-live-1')).not.toBe(recoveryFingerprint('recovery-set-live-2'))
  })

  it('one renderer numbers and groups for screen, print and copy', () => {
    const codes = Array.from({ length: 10 }, (_, index) => `CODE-${index}`)
    expect(recoveryLines(codes)[3]).toEqual({ position: 4, number: ' 4', code: 'CODE-3' })
    expect(recoveryText(codes).split('\n')).toEqual(recoveryLines(codes).map((line) => `${line.number}  ${line.code}`))
    expect(recoveryText(codes).split('\n')[9]).toBe('10  CODE-9')
  })
})

describe('temporary passes', () => {
  it('R11 the shapes of code, recovery code and pass exclude one another', () => {
    const pass = newPass(randomBytes)
    expect(pass).toMatch(/^([0-9A-Z]{5}-){2}[0-9A-Z]{5}$/)
    expect(isPassShape(pass.toLowerCase().replaceAll('-', ' '))).toBe(true)
    expect(recoveryShape(pass)).toBeNull()
    for (const form of ['printed', 'stytch'] as const) {
      for (const code of newRecoveryCodes(form, randomBytes)) expect(isPassShape(code)).toBe(false)
    }
    expect(isPassShape('123456')).toBe(false)
  })
})
