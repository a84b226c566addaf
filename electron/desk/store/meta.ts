import type { z } from 'zod'
import { DeskError } from '../../../shared/errors'
import type { Reader, Writer } from '../../vault/types'

/**
 * One JSON value of the vault's `meta` table, parsed by its schema; undefined when it was never
 * written. A value that does not fit is `vault_damaged`: it was written by this program.
 */
export function readMeta<T>(from: Reader, key: string, schema: z.ZodType<T>): T | undefined {
  const row = from.get<{ value: string }>('select value from meta where key = ?', [key])
  if (!row) return undefined
  const parsed = schema.safeParse(parseJson(row.value))
  if (parsed.success) return parsed.data
  throw new DeskError('vault_damaged', `The vault's entry "${key}" cannot be read. Restore a backup.`)
}

/** Writes one JSON value of the `meta` table. */
export function writeMeta(tx: Writer, key: string, value: unknown): void {
  tx.run('insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
    key,
    JSON.stringify(value),
  ])
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
