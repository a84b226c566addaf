import type { IdentityCheck } from '../../shared/model/common'
import type { AuditEntry, Call } from './context'

/** How the operator made sure who the person is, in the details of an audit event. */
export function identityDetails(check: IdentityCheck | undefined): NonNullable<AuditEntry['details']> {
  return { identityCheck: check?.kind ?? null, identityReference: check?.reference ?? null }
}

/** Name of the operator who made sure; the channel when a program called. */
export function checkedBy({ operator, channel }: Call): string {
  return operator?.name ?? channel
}
