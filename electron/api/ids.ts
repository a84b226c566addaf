import { uuidPattern } from '../../shared/model/common'
import type { OpenDesk } from '../desk/open-desk'
import { ApiError, type ErrorType } from './errors'

const externalId = /^[A-Za-z0-9._|-]{1,128}$/

const malformed = {
  user: 'invalid_user_id',
  totp: 'invalid_totp_id',
  session: 'invalid_session_id',
} as const satisfies Record<string, ErrorType>

/** Whether a text has the form of an id of that kind. @throws ApiError for an id of the other environment */
function isId(desk: OpenDesk, kind: keyof typeof malformed, text: string): boolean {
  const [, environment] = new RegExp(`^${kind}-(live|test)-${uuidPattern}$`).exec(text) ?? []
  if (environment === undefined) return false
  if (environment === desk.context.environment) return true
  throw new ApiError(environment === 'live' ? 'live_id_used_in_test_environment' : 'test_id_used_in_live_environment')
}

/** An id of the right form and environment. @throws ApiError otherwise */
export function requireId(desk: OpenDesk, kind: keyof typeof malformed, text: string): string {
  if (isId(desk, kind, text)) return text
  throw new ApiError(malformed[kind])
}

/** Id of the user that a user id or an external id names. @throws ApiError `invalid_user_id`, `user_not_found` */
export function resolveUser(desk: OpenDesk, text: string): string {
  if (isId(desk, 'user', text)) {
    if (desk.people.get(text)) return text
    throw new ApiError('user_not_found')
  }
  if (!externalId.test(text)) throw new ApiError('invalid_user_id')
  const userId = desk.users.byExternalId(text)
  if (userId === undefined) throw new ApiError('user_not_found')
  return userId
}

/** Email and phone have no identity of their own at the desk, so their ids are made of the user's. */
export function emailIdOf(userId: string): string {
  return userId.replace(/^user-/, 'email-')
}

export function phoneIdOf(userId: string): string {
  return userId.replace(/^user-/, 'phone-number-')
}
