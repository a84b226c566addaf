import { crockford, foldCode, grouped, randomSymbols } from './crockford'

/**
 * A temporary pass: 15 Crockford symbols in three groups of five (75 bits). Its length is neither that
 * of a code nor of either form of recovery code, so that the boxes can tell them apart by shape.
 */
export function newPass(random: (bytes: number) => Uint8Array): string {
  return grouped(randomSymbols(crockford, 15, random), 5)
}

/** True when the input has the shape of a pass after folding. */
export function isPassShape(input: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{15}$/.test(foldCode(input))
}
