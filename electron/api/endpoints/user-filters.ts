import { z } from 'zod'
import { fold } from '../../../shared/fold'
import type { UserFacts } from '../../desk/store/user-facts'
import { apiStatusOf, liveTotpAt } from '../../desk/users/record'
import { isObject } from '../body'
import { ApiError, type ErrorType } from '../errors'
import { emailIdOf, phoneIdOf } from '../ids'

/** A user as filters see them. */
export interface Candidate {
  facts: UserFacts
  now: number
}

export type Filter = (candidate: Candidate) => boolean

/** Makes the filter of one operand of a query. @throws ApiError of the `user_search_…` family */
export function filterOf(operand: unknown): Filter {
  if (!isObject(operand)) throw new ApiError('user_search_expected_object')
  const { filter_name: name, filter_value: value } = operand
  if (typeof name !== 'string') throw new ApiError('user_search_filter_name_must_be_string')
  const make = Object.hasOwn(filters, name) ? filters[name] : undefined
  if (!make) throw new ApiError('user_search_filter_name_not_recognized')
  return make(value)
}

const filters: Record<string, (value: unknown) => Filter> = {
  user_id: among(({ facts }) => [facts.userId, facts.externalId]),
  email_address: among(
    ({ facts }) => [facts.email],
    (email) => email.trim().toLowerCase(),
  ),
  email_id: among(({ facts }) => [facts.email === null ? null : emailIdOf(facts.userId)]),
  phone_number: among(({ facts }) => [facts.phone]),
  phone_id: among(({ facts }) => [facts.phone === null ? null : phoneIdOf(facts.userId)]),
  totp_id: among(({ facts, now }) => [liveTotpAt(facts, now)?.totpId ?? null]),
  email_verified: having(({ facts }) => (facts.email === null ? [] : [false])),
  phone_verified: having(({ facts }) => (facts.phone === null ? [] : [false])),
  totp_verified: having(({ facts, now }) => {
    const totp = liveTotpAt(facts, now)
    return totp === null ? [] : [totp.verified]
  }),
  password_exists: having(() => [false]),
  email_address_fuzzy: fuzzy(({ facts }) => facts.email, 'user_search_email_address_fuzzy_too_short'),
  phone_number_fuzzy: fuzzy(({ facts }) => facts.phone, 'user_search_phone_number_fuzzy_too_short'),
  full_name_fuzzy: fuzzy(({ facts }) => facts.name, 'user_search_full_name_fuzzy_too_short'),
  status(value) {
    if (value !== 'active' && value !== 'pending') throw new ApiError('user_search_invalid_status_filter')
    return ({ facts }) => apiStatusOf(facts) === value
  },
  created_at_greater_than: (value) => created(timeOf(value), null),
  created_at_less_than: (value) => created(null, timeOf(value)),
  created_at_between(value) {
    if (!isObject(value)) throw new ApiError('user_search_expected_object')
    return created(timeOf(value.greater_than), timeOf(value.less_than))
  },
  // Known to the protocol; the desk has none of these, so no user has one.
  oauth_provider: among(() => []),
  webauthn_registration_id: among(() => []),
  webauthn_registration_verified: having(() => []),
  biometric_registration_id: among(() => []),
  biometric_registration_verified: having(() => []),
  crypto_wallet_id: among(() => []),
  crypto_wallet_address: among(() => []),
  crypto_wallet_verified: having(() => []),
  role: among(() => []),
}

function among(values: (candidate: Candidate) => (string | null)[], spelling = (text: string) => text) {
  return (value: unknown): Filter => {
    const parsed = z.array(z.string()).safeParse(value)
    if (!parsed.success) throw new ApiError('user_search_expected_array_of_string')
    const wanted = new Set(parsed.data.map(spelling))
    return (candidate) => values(candidate).some((text) => text !== null && wanted.has(text))
  }
}

function having(values: (candidate: Candidate) => boolean[]) {
  return (value: unknown): Filter => {
    if (typeof value !== 'boolean') throw new ApiError('user_search_expected_bool')
    return (candidate) => values(candidate).includes(value)
  }
}

/** Fewer characters would match nearly every user. */
const fuzzyCharacters = 3

function fuzzy(text: (candidate: Candidate) => string | null, tooShort: ErrorType) {
  return (value: unknown): Filter => {
    if (typeof value !== 'string') throw new ApiError('user_search_expected_string')
    const wanted = fold(value.trim())
    if (wanted.length < fuzzyCharacters) throw new ApiError(tooShort)
    return (candidate) => fold(text(candidate) ?? '').includes(wanted)
  }
}

const timestampSchema = z.iso.datetime({ offset: true })

function timeOf(value: unknown): number {
  const parsed = timestampSchema.safeParse(value)
  if (!parsed.success) throw new ApiError('user_search_expected_timestamp')
  return Date.parse(parsed.data)
}

function created(after: number | null, before: number | null): Filter {
  return ({ facts: { createdAt } }) => (after === null || createdAt > after) && (before === null || createdAt < before)
}
