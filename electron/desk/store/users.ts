import { z } from 'zod'
import { DeskError } from '../../../shared/errors'
import type { Reader, Writer } from '../../vault/types'
import { defineTable, flagColumn, jsonColumn, type NewRowOf, type RowOf } from './table'

/** What lists and the search need of a person too; it is kept in memory for everybody. */
export const listedUserColumns = {
  userId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  externalId: z.string().nullable(),
  status: z.enum(['active', 'deactivated']),
  /** Made over the API as `pending` until their first good code. */
  asPending: flagColumn,
  createdAt: z.int(),
  lastAcceptedAt: z.int().nullable(),
}

/** What only the API keeps: parts of a name, with the name that they made, so that a later name outdates them. */
const namePartsSchema = z.strictObject({ first: z.string(), middle: z.string(), last: z.string(), name: z.string() })
const metadataSchema = z.record(z.string(), z.unknown())

const users = defineTable('users', ['userId'], {
  ...listedUserColumns,
  notes: z.string(),
  updatedAt: z.int(),
  nameParts: jsonColumn(namePartsSchema).nullable(),
  trustedMetadata: jsonColumn(metadataSchema).nullable(),
  untrustedMetadata: jsonColumn(metadataSchema).nullable(),
})
export type UserRow = RowOf<typeof users.columns.shape>

/** The refusal for a person who is not in the vault. */
export function userNotFound(): DeskError {
  return new DeskError('not_found', 'This person is not here any more. Search again.')
}

/** @throws DeskError `not_found` */
export function requireUser(from: Reader, userId: string): UserRow {
  const user = users.get(from, 'where user_id = ?', [userId])
  if (!user) throw userNotFound()
  return user
}

/** @throws DeskError `not_found`, `user_deactivated` */
export function requireActiveUser(from: Reader, userId: string): UserRow {
  const user = requireUser(from, userId)
  if (user.status === 'active') return user
  throw new DeskError('user_deactivated', `${user.name} is deactivated. Reactivate them first.`)
}

/** A person as an audit event names them. */
export function subjectOf({ userId, name }: Pick<UserRow, 'userId' | 'name'>): { id: string; name: string } {
  return { id: userId, name }
}

/** Id of the person who has this external id; undefined when there is none. */
export function userIdByExternalId(from: Reader, externalId: string): string | undefined {
  return users.get(from, 'where external_id = ?', [externalId])?.userId
}

/** The other person who has what no two people may share. */
export function otherUserWith(
  from: Reader,
  field: 'email' | 'phone' | 'externalId',
  value: string,
  userId: string,
): UserRow | undefined {
  const column = { email: 'email', phone: 'phone', externalId: 'external_id' }[field]
  return users.get(from, `where ${column} = ? and user_id <> ?`, [value, userId])
}

export function insertUser(tx: Writer, user: NewRowOf<typeof users.columns.shape>): void {
  users.insert(tx, user)
}

export function updateUser(tx: Writer, userId: string, changes: Partial<UserRow>): void {
  users.update(tx, { userId }, changes)
}

export function deleteUser(tx: Writer, userId: string): void {
  tx.run('delete from users where user_id = ?', [userId])
}
