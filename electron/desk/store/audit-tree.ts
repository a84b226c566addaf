import { DeskError } from '../../../shared/errors'
import { type AuditTree, emptyTree } from '../../merkle/tree'
import type { Reader, Writer } from '../../vault/types'

/** The audit tree as it stands in the vault; empty before the first event. */
export function readTree(from: Reader): AuditTree {
  const row = from.get<{ size: number; frontier: string }>('select size, frontier from audit_tree where id = 1')
  if (!row) return emptyTree
  const hashes: unknown = JSON.parse(row.frontier)
  if (!Array.isArray(hashes) || !hashes.every((hash) => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash))) {
    throw new DeskError('vault_damaged', 'The frontier of the audit tree cannot be read. Restore a backup.')
  }
  return { size: row.size, frontier: hashes.map((hash) => Buffer.from(hash, 'hex')) }
}

/** Puts the audit tree into its one row. */
export function writeTree(tx: Writer, tree: AuditTree): void {
  const frontier = JSON.stringify(tree.frontier.map((hash) => hash.toString('hex')))
  tx.run(
    `insert into audit_tree (id, size, frontier) values (1, ?, ?)
     on conflict (id) do update set size = excluded.size, frontier = excluded.frontier`,
    [tree.size, frontier],
  )
}
