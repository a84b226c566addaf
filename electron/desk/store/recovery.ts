import type { Reader, Writer } from '../../vault/types'

export interface RecoverySetRow {
  set_id: string
  fingerprint: string
  created_at: number
  last_used_at: number | null
}

export interface RecoveryCodeRow {
  code_id: string
  position: number
  hash: string
  spent_at: number | null
}

/** The person's set; there is at most one. */
export function recoverySetOf(from: Reader, userId: string): RecoverySetRow | undefined {
  return from.get<RecoverySetRow>(
    'select set_id, fingerprint, created_at, last_used_at from recovery_sets where user_id = ?',
    [userId],
  )
}

/** The codes of a set in the order printed. */
export function recoveryCodesOf(from: Reader, setId: string): RecoveryCodeRow[] {
  return from.all<RecoveryCodeRow>(
    'select code_id, position, hash, spent_at from recovery_codes where set_id = ? order by position',
    [setId],
  )
}

/** Unspent codes that are kept readable, in the order printed. */
export function readableCodes(from: Reader, userId: string): string[] {
  return from
    .all<{ readable: string }>(
      `select readable from recovery_codes join recovery_sets using (set_id)
       where user_id = ? and spent_at is null and readable is not null order by position`,
      [userId],
    )
    .map((row) => row.readable)
}

/** Kills the person's set; returns how many unspent codes went. */
export function dropSet(tx: Writer, userId: string): number {
  const set = recoverySetOf(tx, userId)
  if (!set) return 0
  const left = recoveryCodesOf(tx, set.set_id).filter((code) => code.spent_at === null).length
  tx.run('delete from recovery_codes where set_id = ?', [set.set_id])
  tx.run('delete from recovery_sets where set_id = ?', [set.set_id])
  return left
}

/** Forgets the text of all codes that are kept readable; their hashes stay. Returns how many there were. */
export function hideCodes(tx: Writer): number {
  return tx.run('update recovery_codes set readable = null where readable is not null')
}
