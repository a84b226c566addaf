import { uuidPattern } from '../../shared/model/common'
import type { OpenDesk } from '../desk/open-desk'
import type { Credentials } from '../desk/sessions/api-credentials'
import { ApiError } from './errors'

const projectShape = new RegExp(`^project-(live|test)-${uuidPattern}$`)
const secretShape = /^secret-(live|test)-[A-Za-z0-9_-]{36}$/

/**
 * Checks HTTP Basic credentials (RFC 7617): user name the project id, password the secret.
 * @throws ApiError `invalid_authorization_header`, `invalid_project_id_authentication`,
 *   `invalid_secret_authentication`, `unauthorized_credentials`
 */
export function authenticate(desk: OpenDesk, header: string | undefined): void {
  const given = credentialsOf(header)
  if (!projectShape.test(given.projectId)) throw new ApiError('invalid_project_id_authentication')
  if (!secretShape.test(given.secret)) throw new ApiError('invalid_secret_authentication')
  if (!desk.apiCredentials.check(given)) throw new ApiError('unauthorized_credentials')
}

function credentialsOf(header: string | undefined): Credentials {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=_-]{1,1000})$/i.exec(header ?? '') ?? []
  if (encoded === undefined) throw new ApiError('invalid_authorization_header')
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) throw new ApiError('invalid_authorization_header')
  return { projectId: text.slice(0, colon), secret: text.slice(colon + 1) }
}
