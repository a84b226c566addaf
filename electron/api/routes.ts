import { authenticateSession, jwks, listSessions, revokeSession, whoami } from './endpoints/sessions'
import { authenticateTotp, createTotp, listRecoveryCodes, recoverTotp } from './endpoints/totps'
import { searchUsers } from './endpoints/user-search'
import { createUser, deleteExternalId, deleteTotp, deleteUser, getUser, updateUser } from './endpoints/users'
import type { Endpoint } from './request'

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  endpoint: Endpoint
  /** Answers without credentials. */
  open?: true
}

/** Every route of the API; more exact paths before those that would take them for an id. */
export const routes: readonly Route[] = [
  { method: 'POST', path: '/v1/users', endpoint: createUser },
  { method: 'POST', path: '/v1/users/search', endpoint: searchUsers },
  { method: 'DELETE', path: '/v1/users/totps/:totp_id', endpoint: deleteTotp },
  { method: 'DELETE', path: '/v1/users/:user_id/external_id', endpoint: deleteExternalId },
  { method: 'GET', path: '/v1/users/:user_id', endpoint: getUser },
  { method: 'PUT', path: '/v1/users/:user_id', endpoint: updateUser },
  { method: 'DELETE', path: '/v1/users/:user_id', endpoint: deleteUser },
  { method: 'POST', path: '/v1/totps', endpoint: createTotp },
  { method: 'POST', path: '/v1/totps/authenticate', endpoint: authenticateTotp },
  { method: 'POST', path: '/v1/totps/recovery_codes', endpoint: listRecoveryCodes },
  { method: 'POST', path: '/v1/totps/recover', endpoint: recoverTotp },
  { method: 'GET', path: '/v1/sessions', endpoint: listSessions },
  { method: 'POST', path: '/v1/sessions/authenticate', endpoint: authenticateSession },
  { method: 'POST', path: '/v1/sessions/revoke', endpoint: revokeSession },
  { method: 'GET', path: '/v1/sessions/jwks/:project_id', endpoint: jwks, open: true },
  { method: 'GET', path: '/v1/debug/whoami', endpoint: whoami },
]
