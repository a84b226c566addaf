import type { UserSummary } from '../../../shared/model/user'
import type { Reader } from '../../vault/types'
import type { UserFacts } from '../store/user-facts'
import { requireUser, type UserRow } from '../store/users'
import { summaryAt } from './summary'

export interface NameParts {
  first: string
  middle: string
  last: string
}
export type Metadata = Record<string, unknown>

/** A person in a list, with what only the Stytch-compatible API keeps of them. */
export interface UserRecord extends UserSummary {
  nameParts: NameParts
  apiStatus: ApiStatus
  /** The live totp; null when there is none or it has run out. */
  totp: { totpId: string; verified: boolean } | null
  trustedMetadata: Metadata
  untrustedMetadata: Metadata
}

/** `pending` when made as such and not yet verified, and while deactivated. */
export type ApiStatus = 'active' | 'pending'

/** One person as of `now`. @throws DeskError `not_found` */
export function userRecord(from: Reader, facts: UserFacts, now: number): UserRecord {
  const user = requireUser(from, facts.userId)
  return {
    ...summaryAt(facts, now),
    nameParts: namePartsOf(user),
    apiStatus: apiStatusOf(facts),
    totp: liveTotpAt(facts, now),
    trustedMetadata: user.trustedMetadata ?? {},
    untrustedMetadata: user.untrustedMetadata ?? {},
  }
}

/** One name of parts; empty when all of them are. */
export function joinedName({ first, middle, last }: NameParts): string {
  return [first, middle, last].filter((part) => part !== '').join(' ')
}

function namePartsOf({ name, nameParts: parts }: UserRow): NameParts {
  if (parts?.name === name) return { first: parts.first, middle: parts.middle, last: parts.last }
  // A name typed at the screen has no parts: the first word and the rest are the least wrong ones.
  const [first = '', ...rest] = name.split(' ')
  return { first, middle: '', last: rest.join(' ') }
}

/** Programs let the active in: one deactivated at the desk must not look like that to them. */
export function apiStatusOf({ status, asPending, lastAcceptedAt }: UserFacts): ApiStatus {
  if (status === 'deactivated') return 'pending'
  return asPending && lastAcceptedAt === null ? 'pending' : 'active'
}

export function liveTotpAt({ totpId, totpStatus, expiresAt }: UserFacts, now: number): UserRecord['totp'] {
  if (totpId === null) return null
  if (totpStatus === 'active') return { totpId, verified: true }
  return totpStatus === 'pending' && (expiresAt ?? 0) > now ? { totpId, verified: false } : null
}
