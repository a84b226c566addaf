import { cleanCode } from '../../shared/text/clean'

/** Crockford's base-32 alphabet: no I, L, O (look like 1, 1, 0) and no U. */
export const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Folds a typed code to one spelling: see {@link cleanCode}, then upper case, O as 0, I and L as 1.
 * Upper-casing touches ASCII letters only, so that no letter of another script becomes one of ours.
 */
export function foldCode(input: string): string {
  return cleanCode(input)
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
}

/** Symbols of an alphabet without bias: bytes past the last whole multiple of its length are dropped. */
export function randomSymbols(alphabet: string, count: number, random: (bytes: number) => Uint8Array): string {
  const limit = 256 - (256 % alphabet.length)
  let symbols = ''
  while (symbols.length < count) {
    for (const byte of random(count)) {
      if (byte < limit && symbols.length < count) symbols += alphabet.charAt(byte % alphabet.length)
    }
  }
  return symbols
}

/** Cuts a code into groups joined by hyphens. */
export function grouped(symbols: string, size: number): string {
  return symbols.match(new RegExp(`.{1,${size}}`, 'g'))?.join('-') ?? ''
}
