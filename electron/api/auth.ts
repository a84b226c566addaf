import { auth } from 'hono/utils/basic-auth'
import { uuidPattern } from '../../shared/model/common'
import type { OpenDesk } from '../desk/open-desk'
import { ApiError } from './errors'

const projectShape = new RegExp(`^project-(live|test)-${uuidPattern}$`)
const secretShape = /^secret-(live|test)-[A-Za-z0-9_-]{36}$/

/**
 * Checks HTTP Basic credentials (RFC 7617): user name the project id, password the secret.
 * @throws ApiError `invalid_authorization_header`, `invalid_project_id_authentication`,
 *   `invalid_secret_authentication`, `unauthorized_credentials`
 */
export function authenticate(desk: OpenDesk, request: Request): void {
  const basic = auth(request)
  if (!basic) throw new ApiError('invalid_authorization_header')
  const given = { projectId: basic.username, secret: basic.password }
  if (!projectShape.test(given.projectId)) throw new ApiError('invalid_project_id_authentication')
  if (!secretShape.test(given.secret)) throw new ApiError('invalid_secret_authentication')
  if (!desk.apiCredentials.check(given)) throw new ApiError('unauthorized_credentials')
}
