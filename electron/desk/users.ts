import { DeskError } from '../../shared/errors'
import type { UserChanges, UserDetail } from '../../shared/model/user'
import type { Reader, Writer } from '../vault/types'
import type { Call, DeskContext } from './context'
import type { Recovery } from './recovery'
import { type DetailParts, type UserRow, userDetail, userRow } from './user-detail'
import type { PeopleIndex, PeoplePage, PeopleSearch } from './user-search'

/** A new person, as parsed by `newUserSchema`. */
export interface NewUser {
  name: string
  email?: string | undefined
  phone?: string | undefined
  externalId?: string | undefined
  notes?: string | undefined
}

/** What went with a person who was removed. */
export interface Removal {
  userId: string
  name: string
  totps: number
  recoveryCodes: number
  sessions: number
}

export interface Users {
  /** @throws DeskError `email_taken`, `phone_taken`, `external_id_taken`, with `userId` in its details */
  create(call: Call, input: NewUser): UserDetail
  /** @throws DeskError `not_found` */
  get(userId: string): UserDetail
  search(search: PeopleSearch): PeoplePage
  /** @throws DeskError `not_found`, `invalid_input`, `email_taken`, `phone_taken`, `external_id_taken` */
  update(call: Call, input: { userId: string; changes: UserChanges }): UserDetail
  /** Deletes the person and all that is theirs; the audit log keeps their id and name. @throws DeskError `not_found` */
  remove(call: Call, input: { userId: string }): Removal
}

export function createUsers(ctx: DeskContext, people: PeopleIndex, parts: Omit<DetailParts, 'vault'>): Users {
  const detailParts = { ...parts, vault: ctx.vault }
  const detail = (userId: string) => userDetail(detailParts, userId, ctx.clock.now())
  return {
    create: (call, input) => detail(createUser(ctx, call, input)),
    get: detail,
    search: (search) => people.search(search, ctx.clock.now()),
    update: (call, { userId, changes }) => {
      updateUser(ctx, call, userId, changes)
      return detail(userId)
    },
    remove: (call, { userId }) => removeUser(ctx, parts.recovery, call, userId),
  }
}

type Fields = Pick<UserRow, 'name' | 'email' | 'phone' | 'external_id' | 'notes' | 'status'>

function createUser(ctx: DeskContext, call: Call, input: NewUser): string {
  const userId = ctx.newId('user')
  const now = ctx.clock.now()
  const fields: Fields = {
    name: input.name,
    email: input.email ?? null,
    phone: input.phone ?? null,
    external_id: input.externalId ?? null,
    notes: input.notes ?? '',
    status: 'active',
  }
  return ctx.act(call, (tx, record) => {
    refuseTaken(tx, userId, fields)
    tx.run(
      `insert into users (user_id, name, email, phone, external_id, notes, status, created_at, updated_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [userId, fields.name, fields.email, fields.phone, fields.external_id, fields.notes, fields.status, now, now],
    )
    record({ action: 'user.created', subject: { id: userId, name: fields.name } })
    return userId
  })
}

function updateUser(ctx: DeskContext, call: Call, userId: string, changes: UserChanges): void {
  const before = userRow(ctx.vault, userId)
  const after = changedFields(before, changes)
  const changed = (Object.keys(after) as (keyof Fields)[]).filter((name) => after[name] !== before[name])
  if (changed.length === 0) return
  if (after.email === null && after.phone === null) {
    const message = `Leave ${before.name} an email address or a phone number: one of them is needed.`
    throw new DeskError('invalid_input', message, { email: 'Give an email address or a phone number.' })
  }
  ctx.act(call, (tx, record) => {
    refuseTaken(tx, userId, after)
    tx.run(
      `update users set name = ?, email = ?, phone = ?, external_id = ?, notes = ?, status = ?, updated_at = ?
       where user_id = ?`,
      [after.name, after.email, after.phone, after.external_id, after.notes, after.status, ctx.clock.now(), userId],
    )
    const subject = { id: userId, name: after.name }
    const edited = changed.filter((name) => name !== 'status').map((name) => fieldNames[name])
    // The names alone: an audit log outlives the person, so it must not gather what was in the fields.
    if (edited.length > 0) record({ action: 'user.updated', subject, details: { changed: edited.join(', ') } })
    if (after.status !== before.status) {
      record({ action: after.status === 'deactivated' ? 'user.deactivated' : 'user.reactivated', subject })
    }
  })
}

const fieldNames: Record<keyof Fields, string> = {
  name: 'name',
  email: 'email',
  phone: 'phone',
  external_id: 'externalId',
  notes: 'notes',
  status: 'status',
}

function changedFields(before: UserRow, changes: UserChanges): Fields {
  const kept = <T>(change: T | undefined, value: T): T => (change === undefined ? value : change)
  return {
    name: kept(changes.name, before.name),
    email: kept(changes.email, before.email),
    phone: kept(changes.phone, before.phone),
    external_id: kept(changes.externalId, before.external_id),
    notes: kept(changes.notes, before.notes),
    status: kept(changes.status, before.status),
  }
}

const uniqueFields = [
  { column: 'email', code: 'email_taken', what: 'email' },
  { column: 'phone', code: 'phone_taken', what: 'phone number' },
  { column: 'external_id', code: 'external_id_taken', what: 'external id' },
] as const

/** Says whose it is, so that the operator can open them instead of making a second one. */
function refuseTaken(from: Reader, userId: string, fields: Fields): void {
  for (const { column, code, what } of uniqueFields) {
    const value = fields[column]
    if (value === null) continue
    const owner = from.get<{ user_id: string; name: string }>(
      `select user_id, name from users where ${column} = ? and user_id <> ?`,
      [value, userId],
    )
    if (!owner) continue
    throw new DeskError(code, `This ${what} is already ${possessive(owner.name)}. Open them instead.`, {
      userId: owner.user_id,
      name: owner.name,
    })
  }
}

/** "Tomas Lind's". */
export function possessive(name: string): string {
  return `${name}'s`
}

function removeUser(ctx: DeskContext, recovery: Recovery, call: Call, userId: string): Removal {
  const { name } = userRow(ctx.vault, userId)
  return ctx.act(call, (tx, record) => {
    const recoveryCodes = recovery.dropInside(tx, userId)
    const totps = deleteTotpsAndCounters(tx, userId)
    const passes = tx.run('delete from passes where user_id = ?', [userId])
    tx.run('delete from users where user_id = ?', [userId])
    record({ action: 'user.removed', subject: { id: userId, name }, details: { totps, recoveryCodes, passes } })
    return { userId, name, totps, recoveryCodes, sessions: 0 }
  })
}

/** Returns how many totps there were. */
function deleteTotpsAndCounters(tx: Writer, userId: string): number {
  const counters = 'delete from throttles where scope = ? or scope in (select totp_id from totps where user_id = ?)'
  tx.run(counters, [userId, userId])
  return tx.run('delete from totps where user_id = ?', [userId])
}
