import { migrations } from '../../../../electron/desk/store/schema'
import { insertTotp } from '../../../../electron/desk/store/totps'
import { insertUser } from '../../../../electron/desk/store/users'
import { Database } from '../../../../electron/vault/database'
import type { Writer } from '../../../../electron/vault/types'

export const now = Date.UTC(2026, 10, 22, 10, 0, 0)
export const minute = 60_000

/** The desk's tables, empty, in an engine of their own. */
export async function emptyTables(): Promise<Database> {
  const database = await Database.empty()
  for (const { statements } of migrations) for (const sql of statements) database.run(sql)
  return database
}

export function addUser(tx: Writer, userId: string, changes: Partial<Parameters<typeof insertUser>[1]> = {}): void {
  insertUser(tx, {
    userId,
    name: userId,
    notes: '',
    status: 'active',
    asPending: false,
    createdAt: now,
    updatedAt: now,
    ...changes,
  })
}

export function addTotp(
  tx: Writer,
  totpId: string,
  userId: string,
  changes: Partial<Parameters<typeof insertTotp>[1]> = {},
): void {
  insertTotp(tx, {
    totpId,
    userId,
    status: 'pending',
    secret: new Uint8Array([1, 2, 3]),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    createdAt: now,
    expiresAt: now + 60 * minute,
    checkedBy: 'Ada',
    interaction: `interaction of ${totpId}`,
    lastStep: -1,
    driftSamples: 0,
    ...changes,
  })
}
