import { z } from 'zod'
import type { Lock } from '../../../shared/model/lock'
import type { Reader } from '../../vault/types'
import { lockOf, type UserFacts } from './facts'

export const namePartsSchema = z.strictObject({ first: z.string(), middle: z.string(), last: z.string() })
export type NameParts = z.infer<typeof namePartsSchema>
export type Metadata = Record<string, unknown>

/** A person with what the Stytch-compatible API keeps of them beside the desk's own fields. */
export interface UserRecord {
  userId: string
  nameParts: NameParts
  email: string | null
  phone: string | null
  externalId: string | null
  /** `pending` when made as such and not yet verified, and while deactivated. */
  status: 'active' | 'pending'
  /** The live totp; null when there is none or it has run out. */
  totp: { totpId: string; verified: boolean } | null
  lock: Lock | null
  trustedMetadata: Metadata
  untrustedMetadata: Metadata
  createdAt: number
}

interface Columns {
  name_parts: string | null
  trusted_metadata: string | null
  untrusted_metadata: string | null
  as_pending: number
}

const storedPartsSchema = namePartsSchema.extend({ name: z.string() })
const metadataSchema = z.record(z.string(), z.unknown())

/** One person as of `now`; undefined when there is no such person. */
export function userRecord(from: Reader, facts: UserFacts | undefined, now: number): UserRecord | undefined {
  const row =
    facts &&
    from.get<Columns>(
      'select name_parts, trusted_metadata, untrusted_metadata, as_pending from users where user_id = ?',
      [facts.user_id],
    )
  if (!facts || !row) return undefined
  return {
    userId: facts.user_id,
    nameParts: partsOf(facts.name, row.name_parts),
    email: facts.email,
    phone: facts.phone,
    externalId: facts.external_id,
    status: statusOf(facts, row.as_pending === 1),
    totp: liveTotp(facts, now),
    lock: lockOf(facts, now),
    trustedMetadata: metadataOf(row.trusted_metadata),
    untrustedMetadata: metadataOf(row.untrusted_metadata),
    createdAt: facts.created_at,
  }
}

/** Parts as the vault keeps them: with the name that they made, so that a later name outdates them. */
export function storedParts(parts: NameParts, name: string): string {
  return JSON.stringify({ ...parts, name })
}

/** One name of parts; empty when all of them are. */
export function joinedName({ first, middle, last }: NameParts): string {
  return [first, middle, last].filter((part) => part !== '').join(' ')
}

function partsOf(name: string, stored: string | null): NameParts {
  const parts = stored === null ? null : storedPartsSchema.parse(JSON.parse(stored))
  if (parts?.name === name) return { first: parts.first, middle: parts.middle, last: parts.last }
  // A name typed at the screen has no parts: the first word and the rest are the least wrong ones.
  const [first = '', ...rest] = name.split(' ')
  return { first, middle: '', last: rest.join(' ') }
}

function metadataOf(stored: string | null): Metadata {
  return stored === null ? {} : metadataSchema.parse(JSON.parse(stored))
}

/** Programs let the active in: one deactivated at the desk must not look like that to them. */
export function statusOf(facts: UserFacts, asPending: boolean): UserRecord['status'] {
  if (facts.status === 'deactivated') return 'pending'
  return asPending && facts.last_accepted_at === null ? 'pending' : 'active'
}

export function liveTotp(facts: UserFacts, now: number): UserRecord['totp'] {
  if (facts.totp_id === null) return null
  if (facts.totp_status === 'active') return { totpId: facts.totp_id, verified: true }
  const pending = facts.totp_status === 'pending' && (facts.expires_at ?? 0) > now
  return pending ? { totpId: facts.totp_id, verified: false } : null
}
