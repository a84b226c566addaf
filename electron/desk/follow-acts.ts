import type { AuditEvent } from '../../shared/model/audit'
import type { Vault } from '../vault/types'
import { eventOfLine } from './audit/query'
import { allEvents, linesAfter } from './store/audit-events'
import { readTree } from './store/audit-tree'

/**
 * Calls `follow` with the events of each act once it is applied, whoever made it: they are read from the
 * vault, not handed over. What follows in memory follows at once; what leaves the program waits for
 * `durable`, which rejects when nobody knows whether the act is kept.
 */
export function followActs(
  vault: Vault,
  follow: (events: readonly AuditEvent[], durable: Promise<void>) => void,
): void {
  let seen = readTree(vault).size
  vault.onApplied((durable) => {
    const { size } = readTree(vault)
    if (size === seen) return
    const events = linesAfter(vault, allEvents, seen, size - seen).map(({ line }) => eventOfLine(line))
    seen = size
    follow(events, durable)
  })
}
