import type { Database } from './database'

/**
 * The vault's own row inside the database. `seq` is written by every transaction, so that an image
 * and a journal that do not belong together are noticed; `epoch` is that of the keys file; `schema`
 * the version that migrations have reached.
 */
export interface VaultMeta {
  seq: number
  epoch: number
  schema: number
}

export const createVaultMeta =
  'create table _seq (id integer primary key check (id = 1), seq integer not null, epoch integer not null, schema integer not null)'
export const insertVaultMeta = 'insert into _seq (id, seq, epoch, schema) values (1, 0, ?, 0)'
export const setSchema = 'update _seq set schema = ?'

/** Writes the number of the transaction that is about to be committed. */
export function setSeq(database: Database, seq: number): void {
  database.run('update _seq set seq = ?', [seq])
}

/** Throws when the table is not there: the image is then not a vault's. */
export function readVaultMeta(database: Database): VaultMeta {
  const row = database.get<VaultMeta>('select seq, epoch, schema from _seq where id = 1')
  if (row === undefined) throw new Error('The vault has no row of its own.')
  return row
}
