import { DeskError } from '../../../shared/errors'
import type { Reader } from '../../vault/types'

/** As much of a user as an act on their authenticator needs. */
export interface Person {
  name: string
  deactivated: boolean
  /** As an audit event names them. */
  subject: { id: string; name: string }
}

/** @throws DeskError `not_found` */
export function requirePerson(from: Reader, userId: string): Person {
  const row = from.get<{ name: string; status: string }>('select name, status from users where user_id = ?', [userId])
  if (!row) throw new DeskError('not_found', 'This person is not in the vault any more. Search for them again.')
  return { name: row.name, deactivated: row.status === 'deactivated', subject: { id: userId, name: row.name } }
}

/** @throws DeskError `not_found`, `user_deactivated` */
export function requireActivePerson(from: Reader, userId: string): Person {
  const person = requirePerson(from, userId)
  if (person.deactivated) {
    throw new DeskError('user_deactivated', `${person.name} is deactivated. Reactivate them first.`)
  }
  return person
}
