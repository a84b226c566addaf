import { z } from 'zod'
import type { Reader, Writer } from '../../vault/types'
import { defineTable, type NewRowOf, type RowOf } from './table'

const sets = defineTable('recovery_sets', ['setId'], {
  setId: z.string(),
  userId: z.string(),
  fingerprint: z.string(),
  createdAt: z.int(),
  lastUsedAt: z.int().nullable(),
})
export type RecoverySetRow = RowOf<typeof sets.columns.shape>

const codes = defineTable('recovery_codes', ['codeId'], {
  codeId: z.string(),
  setId: z.string(),
  /** Place on the sheet, from 1. */
  position: z.int(),
  hash: z.string(),
  /** The code itself, only under the setting that the Stytch call needs. */
  readable: z.string().nullable(),
  spentAt: z.int().nullable(),
})
export type RecoveryCodeRow = RowOf<typeof codes.columns.shape>

/** The person's set; there is at most one. */
export function recoverySetOf(from: Reader, userId: string): RecoverySetRow | undefined {
  return sets.get(from, 'where user_id = ?', [userId])
}

/** The codes of a set in the order printed. */
export function recoveryCodesOf(from: Reader, setId: string): RecoveryCodeRow[] {
  return codes.all(from, 'where set_id = ? order by position', [setId])
}

/** Unspent codes that are kept readable, in the order printed. */
export function readableCodes(from: Reader, userId: string): string[] {
  const set = recoverySetOf(from, userId)
  const rows = set ? recoveryCodesOf(from, set.setId) : []
  return rows.flatMap(({ readable, spentAt }) => (readable !== null && spentAt === null ? [readable] : []))
}

export function insertRecoverySet(
  tx: Writer,
  set: NewRowOf<typeof sets.columns.shape>,
  rows: readonly NewRowOf<typeof codes.columns.shape>[],
): void {
  sets.insert(tx, set)
  for (const row of rows) codes.insert(tx, row)
}

/** Spends a code; false when it was spent already. The row count decides, not what was read before. */
export function spendRecoveryCode(tx: Writer, { codeId, setId }: RecoveryCodeRow, now: number): boolean {
  const spend = 'update recovery_codes set spent_at = ? where code_id = ? and spent_at is null'
  if (tx.run(spend, [now, codeId]) !== 1) return false
  sets.update(tx, { setId }, { lastUsedAt: now })
  return true
}

/** Deletes the person's set; returns how many unspent codes went. */
export function deleteRecoverySetOf(tx: Writer, userId: string): number {
  const set = recoverySetOf(tx, userId)
  if (!set) return 0
  const left = recoveryCodesOf(tx, set.setId).filter((code) => code.spentAt === null).length
  tx.run('delete from recovery_codes where set_id = ?', [set.setId])
  tx.run('delete from recovery_sets where set_id = ?', [set.setId])
  return left
}

/** Forgets the text of all codes that are kept readable; their hashes stay. Returns how many there were. */
export function hideRecoveryCodes(tx: Writer): number {
  return tx.run('update recovery_codes set readable = null where readable is not null')
}
