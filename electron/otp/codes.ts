import { createHmac, timingSafeEqual } from 'node:crypto'
import { type CryptoPlugin, generateSync } from 'otplib'
import type { TotpParameters } from '../../shared/model/totp'
import { timeStepAt } from '../../shared/time-step'

/** otplib's HMAC through OpenSSL; randomness never comes from here. */
const nodeCrypto: CryptoPlugin = {
  name: 'node',
  hmac: (algorithm, key, data) => createHmac(algorithm, key).update(data).digest(),
  randomBytes() {
    throw new Error('Secrets come from the desk’s generator.')
  },
  constantTimeEqual: (a, b) => timingSafeEqual(Buffer.from(a), Buffer.from(b)),
}

const otplibAlgorithm = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const

/** The code of one time step (RFC 6238 section 4.2: HOTP of the step), padded with zeros. */
export function codeOfStep(secret: Uint8Array, parameters: TotpParameters, step: number): string {
  return generateSync({
    strategy: 'hotp',
    secret,
    counter: step,
    algorithm: otplibAlgorithm[parameters.algorithm],
    digits: parameters.digits,
    crypto: nodeCrypto,
  })
}

/** A totp as the matcher needs it. */
export interface CodeSource extends TotpParameters {
  secret: Uint8Array
}

/**
 * The steps around the one of `nowMs` whose code is `code`, lowest first, `reach` steps to either side.
 * Every candidate is computed and compared in constant time whether or not another matched before, so
 * that the time taken says nothing (OWASP ASVS 5.0 11.2.4). `code` must already have the right length
 * (see `judgeCode`). Usually one step or none; two steps share a code about once in a million.
 */
export function matchingSteps(source: CodeSource, code: string, nowMs: number, reach: number): number[] {
  const typed = Buffer.from(code, 'ascii')
  const current = timeStepAt(nowMs, source.period)
  const first = Math.max(0, current - reach)
  const equal: boolean[] = []
  for (let step = first; step <= current + reach; step += 1) {
    equal.push(timingSafeEqual(typed, Buffer.from(codeOfStep(source.secret, source, step), 'ascii')))
  }
  return equal.flatMap((isEqual, index) => (isEqual ? [first + index] : []))
}
