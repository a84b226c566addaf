import type { AuditEvent } from '../../../shared/model/audit'

/** Audit events as rows: time, what happened, in what words, who did it. */
export function AuditRows(_props: { events: readonly AuditEvent[]; onOpen?: (event: AuditEvent) => void }) {
  return null
}
