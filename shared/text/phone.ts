import {
  type CountryCode,
  isSupportedCountry,
  ParseError,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from 'libphonenumber-js/min'
import { nameOfCharacter } from './characters'
import { cleanPhone } from './clean'

/** A phone number as it is kept (E.164), or why it is none, in words for the operator. */
export type PhoneReading = { number: string } | { problem: string }

const unknownSign = /[^0-9+().\-/ ]/u
const extension = /(?:ext|extn|extension|durchwahl|poste|anexo|x|#|;)[^0-9]{0,4}[0-9]{1,7}$/iu

/**
 * Reads a number as people write it: international, with 00, with the trunk zero in brackets (ITU-T E.123),
 * or national where the desk's country is set.
 *
 * @param country - ISO 3166-1 alpha-2, such as `SE`; empty when none is set
 */
export function readPhone(typed: string, country = ''): PhoneReading {
  const text = cleanPhone(typed).replace(/^tel:/iu, '')
  if (extension.test(text)) return { problem: 'Leave out the extension: codes and calls go to the number itself.' }
  const sign = unknownSign.exec(text)?.[0]
  if (sign) return { problem: `${nameOfCharacter(sign)} cannot stand in a phone number. Delete it.` }
  const international = text.replace(/^\(?00(?=[1-9 ])/u, '+').replace(/^\(\+/u, '+')
  const home = isSupportedCountry(country) ? country : undefined
  if (!international.startsWith('+') && !home) {
    return { problem: 'Begin with + and the country’s code, such as +46701234567.' }
  }
  return parsed(international.replaceAll('/', ' '), home)
}

function parsed(text: string, country: CountryCode | undefined): PhoneReading {
  const options = { extract: false, ...(country && { defaultCountry: country }) }
  try {
    const phone = parsePhoneNumberWithError(text, options)
    const length = validatePhoneNumberLength(phone.number)
    if (length !== undefined || !/^\+[1-9][0-9]{6,14}$/.test(phone.number)) return { problem: problemOf(length ?? '') }
    return { number: phone.number }
  } catch (error) {
    if (error instanceof ParseError) return { problem: problemOf(error.message) }
    throw error
  }
}

function problemOf(reason: string): string {
  if (reason === 'TOO_SHORT') return 'This phone number is too short. Check its digits.'
  if (reason === 'TOO_LONG') return 'This phone number is too long. Check its digits.'
  if (reason === 'INVALID_COUNTRY') return 'No country has the code that this phone number begins with.'
  if (reason === 'INVALID_LENGTH') return 'No phone number of this country has so many digits.'
  return 'Not a phone number. Use the international form, such as +46701234567.'
}
