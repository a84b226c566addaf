import { fold } from '../../../shared/fold'
import type { AuditEvent } from '../../../shared/model/audit'
import type { Reader } from '../../vault/types'
import { allEvents, linesAfter } from '../store/audit-events'

/** The folded texts of the audit events, by sequence number, for filters with words. */
export interface AuditText {
  /** Says of a sequence number whether its event holds all these folded words. */
  matcher(words: readonly string[]): (seq: number) => boolean
}

const pageSize = 5000

/**
 * Kept in memory because SQL cannot search folded text. Built when first asked for, then grown by
 * the rows that came since: events never change.
 */
export function createAuditText(vault: Reader): AuditText {
  const bySeq: string[] = []
  function catchUp(): void {
    for (;;) {
      const rows = linesAfter(vault, allEvents, Math.max(bySeq.length - 1, 0), pageSize)
      for (const { seq, line } of rows) bySeq[seq] = searchedText(JSON.parse(line) as AuditEvent)
      if (rows.length < pageSize) return
    }
  }
  return {
    matcher(words) {
      catchUp()
      return (seq) => {
        const text = bySeq[seq] ?? ''
        return words.every((word) => text.includes(word))
      }
    },
  }
}

/** Names, reason, object, action and details: what a person remembers of an event. */
function searchedText({ subject, operator, action, object, reason, details }: AuditEvent): string {
  const parts = [subject?.name, operator?.name, action, object, reason, ...Object.values(details)]
  return fold(parts.filter((part) => typeof part === 'string').join('\n'))
}
