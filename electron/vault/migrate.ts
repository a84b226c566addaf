import { newer } from './refusals'
import type { Migration, Vault } from './types'
import { setSchema } from './vault-meta'

/** The schema version this program knows. */
export const knownSchema = (migrations: readonly Migration[]): number => migrations.at(-1)?.version ?? 0

/**
 * Refuses a vault whose schema is newer than the program's, before anything is written.
 * @throws DeskError vault_newer
 */
export function refuseNewerSchema(found: number, migrations: readonly Migration[]): void {
  const known = knownSchema(migrations)
  if (found > known) throw newer('schema', found, known)
}

/** Takes the schema up to date, each step in a journaled transaction of its own. */
export async function migrate(vault: Vault, from: number, migrations: readonly Migration[]): Promise<void> {
  for (const { version, statements } of migrations) {
    if (version <= from) continue
    await vault.transact((tx) => {
      for (const sql of statements) tx.run(sql)
      tx.run(setSchema, [version])
    })
  }
}
