import { isDeepStrictEqual } from 'node:util'
import type { Output, ParsedInput } from '../../../shared/contract/contract'
import { DeskError } from '../../../shared/errors'
import { keysOf } from '../../../shared/keys-of'
import type { UserChanges, UserDetail } from '../../../shared/model/user'
import { withoutAbsent } from '../../../shared/without-absent'
import type { Reader } from '../../vault/types'
import type { Call, DeskContext } from '../context'
import type { Sessions } from '../sessions/sessions'
import { deletePassesOf } from '../store/passes'
import { deleteRecoverySetOf } from '../store/recovery'
import { deleteCountersOf } from '../store/throttles'
import { deleteTotpsOf } from '../store/totps'
import {
  deleteUser,
  insertUser,
  otherUserWith,
  requireUser,
  subjectOf,
  type UserRow,
  updateUser,
  userIdByExternalId,
  userNotFound,
} from '../store/users'
import { type DetailParts, userDetail } from './detail'
import { type Metadata, type NameParts, type UserRecord, userRecord } from './record'
import type { PeopleIndex } from './search-index'

/** What the Stytch-compatible API keeps of a person beside the desk's own fields; absent: unchanged. */
export interface ApiFields {
  /** The parts that `name` was made of. */
  nameParts?: NameParts | undefined
  trustedMetadata?: Metadata | undefined
  untrustedMetadata?: Metadata | undefined
}

/** A new person, with what only the API says of them. */
export type NewUser = ParsedInput<'users.create'> &
  ApiFields & {
    /** The API shows them as `pending` until their first good code. */
    asPending?: boolean | undefined
  }

type Changes = UserChanges & ApiFields

export interface Users {
  /** @throws DeskError `email_taken`, `phone_taken`, `external_id_taken`, with `userId` in its details */
  create(call: Call, input: NewUser): Promise<UserDetail>
  /** @throws DeskError `not_found` */
  get(userId: string): UserDetail
  /** The person as the API shows them. @throws DeskError `not_found` */
  record(userId: string): UserRecord
  /** The person who has this external id; undefined when there is none. */
  byExternalId(externalId: string): string | undefined
  search(search: ParsedInput<'users.search'>): Output<'users.search'>
  /** @throws DeskError `not_found`, `invalid_input`, `email_taken`, `phone_taken`, `external_id_taken` */
  update(call: Call, input: { userId: string; changes: Changes }): Promise<UserDetail>
  /** Deletes the person and all that is theirs; the audit log keeps their id and name. @throws DeskError `not_found` */
  remove(call: Call, input: { userId: string }): Promise<Output<'users.remove'>>
  /** Clears every wait and lock before its time. @throws DeskError `not_found`, `nothing_to_unlock` */
  unlock(call: Call, input: { userId: string; reason: string }): Promise<UserDetail>
}

export function createUsers(ctx: DeskContext, people: PeopleIndex, parts: Omit<DetailParts, 'vault'>): Users {
  const { sessions, throttles } = parts
  const detail = (userId: string) => userDetail({ ...parts, vault: ctx.vault }, userId, ctx.clock.now())
  return {
    create: async (call, input) => detail(await createUser(ctx, call, input)),
    get: detail,
    record(userId) {
      const facts = people.get(userId)
      if (!facts) throw userNotFound()
      return userRecord(ctx.vault, facts, ctx.clock.now())
    },
    byExternalId: (externalId) => userIdByExternalId(ctx.vault, externalId),
    search: (search) => people.search(search, ctx.clock.now()),
    async update(call, { userId, changes }) {
      await changeUser(ctx, sessions, call, userId, changes)
      return detail(userId)
    },
    remove: (call, { userId }) => removeUser(ctx, sessions, call, userId),
    async unlock(call, input) {
      await throttles.unlockUser(call, input)
      return detail(input.userId)
    },
  }
}

function createUser(ctx: DeskContext, call: Call, input: NewUser): Promise<string> {
  const { asPending = false, nameParts, trustedMetadata, untrustedMetadata, notes = '', ...fields } = input
  return ctx.act(call, (tx, record) => {
    const userId = ctx.newId('user')
    const now = ctx.clock.now()
    refuseTaken(tx, userId, fields)
    insertUser(tx, {
      ...fields,
      ...apiColumns({ nameParts, trustedMetadata, untrustedMetadata }, fields.name),
      userId,
      notes,
      status: 'active',
      asPending,
      createdAt: now,
      updatedAt: now,
    })
    record({ action: 'user.created', subject: subjectOf({ userId, name: fields.name }) })
    return userId
  })
}

function changeUser(ctx: DeskContext, sessions: Sessions, call: Call, userId: string, changes: Changes): Promise<void> {
  return ctx.act(call, (tx, record) => {
    const before = requireUser(tx, userId)
    const changed = changedColumns(before, changes)
    const names = keysOf(changed)
    if (names.length === 0) return
    const after = { ...before, ...changed }
    if (after.email === null && after.phone === null) {
      const message = `Leave ${before.name} an email address or a phone number: one of them is needed.`
      throw new DeskError('invalid_input', message, { email: 'Give an email address or a phone number.' })
    }
    refuseTaken(tx, userId, changed)
    updateUser(tx, userId, { ...changed, updatedAt: ctx.clock.now() })
    const subject = subjectOf(after)
    // To whoever reads the log the parts of a name are the name.
    const edited = new Set(names.map((name) => (name === 'nameParts' ? 'name' : name)))
    edited.delete('status')
    // The names alone: an audit log outlives the person, so it must not collect what was in the fields.
    if (edited.size > 0) record({ action: 'user.updated', subject, details: { changed: [...edited].join(', ') } })
    if (changed.status === 'active') record({ action: 'user.reactivated', subject })
    if (changed.status === 'deactivated') {
      record({ action: 'user.deactivated', subject, details: { sessions: sessions.endAll(tx, userId) } })
    }
  })
}

/** The columns that the changes give another value. */
function changedColumns(before: UserRow, changes: Changes): Partial<UserRow> {
  const { nameParts, trustedMetadata, untrustedMetadata, ...fields } = changes
  const name = fields.name ?? before.name
  const wanted: Partial<UserRow> = {
    ...withoutAbsent(fields),
    ...apiColumns({ nameParts, trustedMetadata, untrustedMetadata }, name),
  }
  const different = Object.entries(wanted).filter(
    ([column, value]) => !isDeepStrictEqual(value, before[column as keyof UserRow]),
  )
  return Object.fromEntries(different)
}

/** The API's fields as columns; the parts of a name go with the name that they made. */
function apiColumns({ nameParts, ...metadata }: ApiFields, name: string): Partial<UserRow> {
  return { ...withoutAbsent(metadata), ...(nameParts && { nameParts: { ...nameParts, name } }) }
}

const uniqueFields = [
  { field: 'email', code: 'email_taken', what: 'email' },
  { field: 'phone', code: 'phone_taken', what: 'phone number' },
  { field: 'externalId', code: 'external_id_taken', what: 'external id' },
] as const

/** Names the person who has it, so that the operator can open them instead of making a second one. */
function refuseTaken(
  from: Reader,
  userId: string,
  fields: { [F in (typeof uniqueFields)[number]['field']]?: string | null | undefined },
): void {
  for (const { field, code, what } of uniqueFields) {
    const value = fields[field] ?? null
    const owner = value === null ? undefined : otherUserWith(from, field, value, userId)
    if (!owner) continue
    const { name } = owner
    const message = `This ${what} is already ${name}'s. Open them instead.`
    throw new DeskError(code, message, { userId: owner.userId, name })
  }
}

function removeUser(ctx: DeskContext, sessions: Sessions, call: Call, userId: string): Promise<Output<'users.remove'>> {
  return ctx.act(call, (tx, record) => {
    const user = requireUser(tx, userId)
    const recoveryCodes = deleteRecoverySetOf(tx, userId)
    deleteCountersOf(tx, userId)
    const totps = deleteTotpsOf(tx, userId)
    const passes = deletePassesOf(tx, userId)
    const open = sessions.deleteAll(tx, userId)
    deleteUser(tx, userId)
    const details = { totps, recoveryCodes, passes, sessions: open }
    record({ action: 'user.removed', subject: subjectOf(user), details })
    return { userId, name: user.name, totps, recoveryCodes, sessions: open }
  })
}
