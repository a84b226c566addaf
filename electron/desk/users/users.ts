import { DeskError } from '../../../shared/errors'
import { keysOf } from '../../../shared/keys-of'
import type { UserChanges, UserDetail } from '../../../shared/model/user'
import type { Reader, Writer } from '../../vault/types'
import type { Call, DeskContext } from '../context'
import type { Recovery } from '../recovery/recovery'
import type { Sessions } from '../sessions/sessions'
import { type DetailParts, notHere, type UserRow, userDetail, userRow } from './detail'
import type { PeopleIndex, PeoplePage, PeopleSearch } from './search-index'
import { type Metadata, type NameParts, storedParts, type UserRecord, userRecord } from './stytch-record'

/** What the Stytch-compatible API keeps of a person beside the desk's own fields; absent: unchanged. */
export interface ApiFields {
  /** The parts that `name` was made of. */
  nameParts?: NameParts | undefined
  trustedMetadata?: Metadata | undefined
  untrustedMetadata?: Metadata | undefined
}

/** A new person, as parsed by `newUserSchema`. */
export interface NewUser extends ApiFields {
  name: string
  email?: string | undefined
  phone?: string | undefined
  externalId?: string | undefined
  notes?: string | undefined
  /** The API shows them as `pending` until their first good code. */
  asPending?: boolean | undefined
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
  create(call: Call, input: NewUser): Promise<UserDetail>
  /** @throws DeskError `not_found` */
  get(userId: string): UserDetail
  /** The person as the API shows them. @throws DeskError `not_found` */
  record(userId: string): UserRecord
  /** Ids of the people made as `pending` over the API. */
  madeAsPending(): Set<string>
  /** The person who has this external id; undefined when nobody has. */
  byExternalId(externalId: string): string | undefined
  search(search: PeopleSearch): PeoplePage
  /** @throws DeskError `not_found`, `invalid_input`, `email_taken`, `phone_taken`, `external_id_taken` */
  update(call: Call, input: { userId: string; changes: UserChanges & ApiFields }): Promise<UserDetail>
  /** Deletes the person and all that is theirs; the audit log keeps their id and name. @throws DeskError `not_found` */
  remove(call: Call, input: { userId: string }): Promise<Removal>
}

export function createUsers(ctx: DeskContext, people: PeopleIndex, parts: Omit<DetailParts, 'vault'>): Users {
  const detailParts = { ...parts, vault: ctx.vault }
  const detail = (userId: string) => userDetail(detailParts, userId, ctx.clock.now())
  return {
    create: async (call, input) => detail(await createUser(ctx, call, input)),
    get: detail,
    record(userId) {
      const record = userRecord(ctx.vault, people.get(userId), ctx.clock.now())
      if (!record) throw notHere()
      return record
    },
    madeAsPending() {
      const rows = ctx.vault.all<{ user_id: string }>('select user_id from users where as_pending = 1')
      return new Set(rows.map((row) => row.user_id))
    },
    byExternalId: (externalId) =>
      ctx.vault.get<{ user_id: string }>('select user_id from users where external_id = ?', [externalId])?.user_id,
    search: (search) => people.search(search, ctx.clock.now()),
    update: async (call, { userId, changes }) => {
      await updateUser(ctx, parts.sessions, call, userId, changes)
      return detail(userId)
    },
    remove: (call, { userId }) => removeUser(ctx, parts, call, userId),
  }
}

type Fields = Pick<
  UserRow,
  | 'name'
  | 'email'
  | 'phone'
  | 'external_id'
  | 'notes'
  | 'status'
  | 'name_parts'
  | 'trusted_metadata'
  | 'untrusted_metadata'
>

async function createUser(ctx: DeskContext, call: Call, input: NewUser): Promise<string> {
  const userId = ctx.newId('user')
  const now = ctx.clock.now()
  const fields: Fields = {
    name: input.name,
    email: input.email ?? null,
    phone: input.phone ?? null,
    external_id: input.externalId ?? null,
    notes: input.notes ?? '',
    status: 'active',
    ...storedApiFields(input, input.name),
  }
  return ctx.act(call, (tx, record) => {
    refuseTaken(tx, userId, fields)
    tx.run(
      `insert into users (user_id, created_at, updated_at, as_pending, ${columns.join(', ')})
       values (?, ?, ?, ?, ${columns.map(() => '?').join(', ')})`,
      [userId, now, now, input.asPending ? 1 : 0, ...columns.map((column) => fields[column])],
    )
    record({ action: 'user.created', subject: { id: userId, name: fields.name } })
    return userId
  })
}

async function updateUser(
  ctx: DeskContext,
  sessions: Sessions,
  call: Call,
  userId: string,
  changes: UserChanges & ApiFields,
): Promise<void> {
  const before = userRow(ctx.vault, userId)
  const after = changedFields(before, changes)
  const changed = keysOf(after).filter((name) => after[name] !== before[name])
  if (changed.length === 0) return
  if (after.email === null && after.phone === null) {
    const message = `Leave ${before.name} an email address or a phone number: one of them is needed.`
    throw new DeskError('invalid_input', message, { email: 'Give an email address or a phone number.' })
  }
  await ctx.act(call, (tx, record) => {
    refuseTaken(tx, userId, after)
    tx.run(
      `update users set updated_at = ?, ${columns.map((column) => `${column} = ?`).join(', ')} where user_id = ?`,
      [ctx.clock.now(), ...columns.map((column) => after[column]), userId],
    )
    const subject = { id: userId, name: after.name }
    const edited = [...new Set(changed.filter((name) => name !== 'status').map((name) => fieldNames[name]))]
    // The names alone: an audit log outlives the person, so it must not gather what was in the fields.
    if (edited.length > 0) record({ action: 'user.updated', subject, details: { changed: edited.join(', ') } })
    if (after.status !== before.status) {
      if (after.status === 'active') return record({ action: 'user.reactivated', subject })
      record({ action: 'user.deactivated', subject, details: { sessions: sessions.endInside(tx, userId) } })
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
  // To whoever reads the log the parts of a name are the name.
  name_parts: 'name',
  trusted_metadata: 'trustedMetadata',
  untrusted_metadata: 'untrustedMetadata',
}
const columns = keysOf(fieldNames)

/** The API's fields as their columns; the desk's own name is what the parts are compared with later. */
function storedApiFields(
  { nameParts, trustedMetadata, untrustedMetadata }: ApiFields,
  name: string,
  before?: UserRow,
): Pick<Fields, 'name_parts' | 'trusted_metadata' | 'untrusted_metadata'> {
  const json = (value: Metadata | undefined) => value && JSON.stringify(value)
  return {
    name_parts: nameParts ? storedParts(nameParts, name) : (before?.name_parts ?? null),
    trusted_metadata: json(trustedMetadata) ?? before?.trusted_metadata ?? null,
    untrusted_metadata: json(untrustedMetadata) ?? before?.untrusted_metadata ?? null,
  }
}

function changedFields(before: UserRow, changes: UserChanges & ApiFields): Fields {
  const kept = <T>(change: T | undefined, value: T): T => (change === undefined ? value : change)
  const name = kept(changes.name, before.name)
  return {
    name,
    email: kept(changes.email, before.email),
    phone: kept(changes.phone, before.phone),
    external_id: kept(changes.externalId, before.external_id),
    notes: kept(changes.notes, before.notes),
    status: kept(changes.status, before.status),
    ...storedApiFields(changes, name, before),
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

async function removeUser(
  ctx: DeskContext,
  { recovery, sessions }: { recovery: Recovery; sessions: Sessions },
  call: Call,
  userId: string,
): Promise<Removal> {
  const { name } = userRow(ctx.vault, userId)
  return ctx.act(call, (tx, record) => {
    const recoveryCodes = recovery.dropInside(tx, userId)
    const totps = deleteTotpsAndCounters(tx, userId)
    const passes = tx.run('delete from passes where user_id = ?', [userId])
    const open = sessions.dropInside(tx, userId)
    tx.run('delete from users where user_id = ?', [userId])
    record({
      action: 'user.removed',
      subject: { id: userId, name },
      details: { totps, recoveryCodes, passes, sessions: open },
    })
    return { userId, name, totps, recoveryCodes, sessions: open }
  })
}

/** Returns how many totps there were. */
function deleteTotpsAndCounters(tx: Writer, userId: string): number {
  const counters = 'delete from throttles where scope = ? or scope in (select totp_id from totps where user_id = ?)'
  tx.run(counters, [userId, userId])
  return tx.run('delete from totps where user_id = ?', [userId])
}
