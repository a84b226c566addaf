import { DeskError, type ErrorCode } from '../../shared/errors'

/**
 * Every error that the API answers with: its HTTP status and its sentence. Names and statuses are the
 * protocol's, but the last two, which it has no word for (docs/api.md argues each).
 */
export const apiErrors = {
  bad_request: [400, 'The request is not what this endpoint takes.'],
  unauthorized_credentials: [401, 'Unknown project id or wrong secret.'],
  invalid_authorization_header: [401, 'Send HTTP Basic credentials: the project id and the secret.'],
  invalid_project_id_authentication: [401, 'The project id is malformed.'],
  invalid_secret_authentication: [401, 'The secret is malformed.'],
  live_id_used_in_test_environment: [400, 'This is an id of the live environment; this project is a test one.'],
  test_id_used_in_live_environment: [400, 'This is an id of the test environment; this project is a live one.'],
  project_not_found: [404, 'There is no project with this id here.'],
  user_not_found: [404, 'User could not be found.'],
  invalid_user_id: [400, 'user_id must be a user id or an external id.'],
  duplicate_email: [400, 'A user with this email exists already.'],
  duplicate_phone_number: [400, 'A user with this phone number exists already.'],
  duplicate_user_external_id: [400, 'A user with this external_id exists already.'],
  invalid_email: [400, 'The email address is malformed.'],
  invalid_phone_number: [400, 'The phone number must be in E.164 form, such as +10000000000.'],
  invalid_create_user_request: [400, 'Give an email or a phone_number.'],
  metadata_too_large: [400, 'Metadata may take 4 KB at most.'],
  metadata_too_many_keys: [400, 'Metadata may have 20 top-level keys at most.'],
  metadata_invalid_format: [400, 'Metadata must be an object.'],
  update_user_auth_method_not_allowed: [400, 'Emails and phone numbers cannot be changed by an update.'],
  active_totp_exists: [400, 'The user has an active TOTP. Delete it before creating another.'],
  pending_totp_exists: [400, 'The user has a pending TOTP. Authenticate it, delete it, or wait until it expires.'],
  invalid_expiration: [400, 'expiration_minutes must be a whole number from 5 to 1440.'],
  totp_not_found: [404, 'TOTP could not be found.'],
  invalid_totp_id: [400, 'The totp_id is malformed.'],
  totps_not_found_for_user: [404, 'The user has no TOTP for this.'],
  invalid_totp_code: [400, 'The totp_code must be as many digits as the TOTP has: 6, where not set otherwise.'],
  unable_to_authenticate_totp: [401, 'The TOTP code could not be authenticated.'],
  totp_code_already_authenticated: [401, 'This TOTP code was used already. Wait for the next one.'],
  expired_totp: [401, 'The TOTP was not authenticated in time and has expired. Create another.'],
  recovery_code_used_as_totp_code: [400, 'This is a recovery code. Use it with totps.recover.'],
  totp_code_used_as_recovery_code: [400, 'This is a TOTP code. Use it with totps.authenticate.'],
  invalid_recovery_code: [400, 'The recovery_code is malformed.'],
  unable_to_authenticate_recovery_code: [401, 'The recovery code is wrong or was used already.'],
  recovery_codes_not_found: [404, 'There are no recovery codes that can be returned.'],
  invalid_session_duration_minutes: [400, 'session_duration_minutes must be a whole number from 5 to 527040.'],
  session_not_found: [404, 'Session could not be found.'],
  invalid_session_token: [400, 'The session_token is malformed.'],
  invalid_session_id: [400, 'The session_id is malformed.'],
  unable_to_parse_session_jwt: [400, 'The session_jwt is malformed or was not signed here.'],
  user_id_mismatch: [400, 'The session belongs to another user.'],
  too_many_session_arguments: [400, 'Give session_token or session_jwt, not both.'],
  no_session_arguments: [400, 'Give a session_token or a session_jwt.'],
  too_many_session_revoke_arguments: [400, 'Give one of session_id, session_token and session_jwt.'],
  no_session_revoke_arguments: [400, 'Give a session_id, a session_token or a session_jwt.'],
  custom_claims_too_large: [400, 'Custom claims may take 4 KB at most.'],
  user_search_filter_name_not_recognized: [400, 'The query has a filter_name that is not known.'],
  user_search_filter_name_must_be_string: [400, 'Each filter_name must be a string.'],
  user_search_invalid_limit: [400, 'limit must be a whole number from 1 to 1000.'],
  user_search_invalid_cursor: [400, 'The cursor is not one that a search returned.'],
  user_search_invalid_operator: [400, 'operator must be AND or OR.'],
  user_search_invalid_status_filter: [400, 'A status filter must be active or pending.'],
  user_search_expected_array_of_string: [400, 'This filter takes an array of strings.'],
  user_search_expected_bool: [400, 'This filter takes true or false.'],
  user_search_expected_object: [400, 'This filter takes an object.'],
  user_search_expected_string: [400, 'This filter takes a string.'],
  user_search_expected_timestamp: [400, 'This filter takes an RFC 3339 timestamp.'],
  user_search_email_address_fuzzy_too_short: [400, 'email_address_fuzzy needs three characters or more.'],
  user_search_phone_number_fuzzy_too_short: [400, 'phone_number_fuzzy needs three characters or more.'],
  user_search_full_name_fuzzy_too_short: [400, 'full_name_fuzzy needs three characters or more.'],
  too_many_requests: [429, 'Too many requests. Wait, then try again.'],
  user_lock_limit_reached: [429, 'The user is locked after too many failed authentications.'],
  route_not_found: [404, 'There is no such route.'],
  method_not_allowed: [405, 'This route does not take this method.'],
  internal_server_error: [500, 'Something went wrong inside TOTP Desk. Nothing was changed.'],
  clock_blocked: [503, "The desk's clock went back. An admin must confirm it at the desk first."],
  desk_locked: [503, 'The vault was locked. Unlock it at the desk first.'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorType = keyof typeof apiErrors

/** A refusal in the protocol's words. Its message must never quote what the caller sent. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly type: ErrorType
  /** Whole seconds until another try makes sense. */
  readonly retryAfterSeconds: number | undefined

  constructor(type: ErrorType, options: { message?: string; retryAfterSeconds?: number | undefined } = {}) {
    super(options.message ?? apiErrors[type][1])
    this.type = type
    this.retryAfterSeconds = options.retryAfterSeconds
  }

  get status(): (typeof apiErrors)[ErrorType][0] {
    return apiErrors[this.type][0]
  }
}

/** The body of an error. Never with a key `error`: clients would take it for OAuth's. */
export function errorBody(error: ApiError): Record<string, string> {
  return {
    error_type: error.type,
    error_message: error.message,
    error_url: `https://stytch.com/docs/api/errors/${error.status}#${error.type}`,
  }
}

const ofDesk: Partial<Record<ErrorCode, ErrorType>> = {
  email_taken: 'duplicate_email',
  phone_taken: 'duplicate_phone_number',
  external_id_taken: 'duplicate_user_external_id',
  active_totp_exists: 'active_totp_exists',
  session_ended: 'session_not_found',
  clock_blocked: 'clock_blocked',
  vault_locked: 'desk_locked',
  vault_absent: 'desk_locked',
}

/** Any failure in the protocol's words; undefined for an unexpected one. */
export function knownError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error
  if (!(error instanceof DeskError)) return undefined
  const type = ofDesk[error.code]
  if (type) return new ApiError(type)
  if (error.code === 'invalid_input' || error.code === 'user_deactivated') {
    return new ApiError('bad_request', { message: error.message })
  }
  return new ApiError('internal_server_error', { message: error.message })
}
