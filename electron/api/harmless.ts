import { uuidPattern } from '../../shared/model/common'
import { apiErrors } from './errors'
import { routes } from './routes'

/** Whether a value may be shown under the name of its field. */
export type Rule = (value: string | number | boolean) => boolean

/** Up to so many characters with a letter among them, an id of another system may be shown: no secret of the desk is as short. */
const shortId = /^[A-Za-z0-9._|-]{1,10}$/
const letter = /[A-Za-z]/
const ids = new RegExp(`^[a-z]{2,12}(?:-[a-z]{2,12}){0,4}-(?:live|test)-${uuidPattern}$`)
const emails = /^[^\s@]{1,64}@[^\s@]{1,254}$/
const phones = /^\+[1-9]\d{6,14}$/
const times = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/
const digit = /\d/
/** A longer word without a blank is no part of a name; a secret in letters may be. */
const maxWordLength = 20

const never: Rule = () => false
const flag: Rule = (value) => typeof value === 'boolean'
const text =
  (rule: (value: string) => boolean): Rule =>
  (value) =>
    typeof value === 'string' && rule(value)
const oneOf = (...words: readonly string[]): Rule => text((value) => words.includes(value))
const upTo =
  (most: number): Rule =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most

const id = text((value) => ids.test(value))
const foreignId = text((value) => ids.test(value) || (shortId.test(value) && letter.test(value)))
const email = text((value) => emails.test(value))
const phone = text((value) => phones.test(value))
const time = text((value) => times.test(value))
const nameInWords = text(
  (value) => value.length <= 120 && value.split(' ').every((word) => word.length <= maxWordLength && !digit.test(word)),
)
/** What the desk itself wrote; it never quotes what a caller sent. */
const ours = text(() => true)
const minutes = upTo(1_000_000)

/**
 * Every field that the protocol has, with what may be shown of it; {@link never} for what is secret or may hold
 * anything. A field that is not here is hidden with its name, as nobody knows what it is.
 */
export const requestFields: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    user_id: foreignId,
    external_id: foreignId,
    totp_id: id,
    session_id: id,
    email,
    phone_number: phone,
    name: never,
    first_name: nameInWords,
    middle_name: nameInWords,
    last_name: nameInWords,
    create_user_as_pending: flag,
    expiration_minutes: minutes,
    session_duration_minutes: minutes,
    limit: upTo(1000),
    query: never,
    operator: oneOf('AND', 'OR'),
    operands: never,
    filter_name: text((value) => value.length <= 40 && /^[a-z_]{1,40}$/.test(value)),
    filter_value: (value) => [flag, id, email, phone, time, nameInWords].some((rule) => rule(value)),
    greater_than: time,
    less_than: time,
    roles: never,
    attributes: never,
    ip_address: never,
    user_agent: never,
    trusted_metadata: never,
    untrusted_metadata: never,
    session_custom_claims: never,
    totp_code: never,
    recovery_code: never,
    session_token: never,
    session_jwt: never,
    cursor: never,
  }),
)

export const responseFields: ReadonlyMap<string, Rule> = new Map([
  ...requestFields,
  ...Object.entries({
    status_code: upTo(599),
    request_id: id,
    error_type: oneOf(...Object.keys(apiErrors)),
    error_message: ours,
    error_url: ours,
    project_id: id,
    // The organisation's, where the answer is about the project; a person's has parts.
    name: ours,
    status: oneOf('active', 'pending'),
    user: never,
    results: never,
    results_metadata: never,
    total: upTo(100_000_000),
    next_cursor: never,
    emails: never,
    email_id: id,
    phone_numbers: never,
    phone_id: id,
    totps: never,
    verified: flag,
    webauthn_registrations: never,
    providers: never,
    crypto_wallets: never,
    biometric_registrations: never,
    password: never,
    created_at: time,
    updated_at: time,
    is_locked: flag,
    lock_created_at: time,
    lock_expires_at: time,
    session: never,
    sessions: never,
    authentication_factors: never,
    type: oneOf('totp', 'recovery_codes'),
    delivery_method: oneOf('authenticator_app', 'recovery_code'),
    last_authenticated_at: time,
    authenticator_app_factor: never,
    recovery_code_factor: never,
    totp_recovery_code_id: id,
    started_at: time,
    last_accessed_at: time,
    expires_at: time,
    custom_claims: never,
    secret: never,
    qr_code: never,
    recovery_codes: never,
    keys: never,
    kty: oneOf('RSA'),
    use: oneOf('sig'),
    key_ops: oneOf('verify'),
    alg: oneOf('RS256'),
    kid: id,
    x5c: never,
    x5tS256: never,
    n: never,
    e: never,
  }),
])

/** Fields whose contents are the caller's own: what is inside has names that nobody knows. */
export const opaque: ReadonlySet<string> = new Set([
  'trusted_metadata',
  'untrusted_metadata',
  'session_custom_claims',
  'custom_claims',
])

const words = new Set(routes.flatMap(({ path }) => path.split('/')).filter((part) => !part.startsWith(':')))

/** Whether a part of a path, decoded, may be shown: a word of a route, an id, or a short id of another system. */
export function isHarmlessPart(part: string): boolean {
  return words.has(part) || foreignId(part)
}
