import type { Output } from '../../shared/contract/contract'
import type { UserDetail } from '../../shared/model/user'
import { counted } from './times'

function listed(parts: string[]): string {
  if (parts.length <= 1) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** What a removal takes along, before it is done. */
export function whatGoesInWords(user: Pick<UserDetail, 'name' | 'totp' | 'recovery' | 'pass'>): string {
  const parts = [
    user.totp ? 'authenticator' : null,
    user.recovery && user.recovery.left > 0 ? counted(user.recovery.left, 'recovery code') : null,
    user.pass ? 'temporary pass' : null,
  ].filter((part) => part !== null)
  const goes = parts.length > 0 ? ` and their ${listed(parts)} go` : ' goes'
  return `${user.name}${goes} for good. What happened stays in the audit log.`
}

/** What a removal took along, after it is done. */
export function removedInWords(removal: Omit<Output<'users.remove'>, 'userId'>): string {
  const parts = [
    removal.totps > 0 ? counted(removal.totps, 'authenticator') : null,
    removal.recoveryCodes > 0 ? counted(removal.recoveryCodes, 'recovery code') : null,
    removal.sessions > 0 ? counted(removal.sessions, 'session') : null,
  ].filter((part) => part !== null)
  return `${removal.name} is removed. ${parts.length > 0 ? `${capital(listed(parts))} went too.` : 'Nothing else was there.'}`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
