import { z } from 'zod'
import { DeskError } from '../../../shared/errors'
import type { Reader, SqlValue, Writer } from '../../vault/types'

/** True and false, kept as 1 and 0. */
export const flagColumn = z.codec(z.int(), z.boolean(), {
  decode: (stored) => stored === 1,
  encode: (value) => (value ? 1 : 0),
})

/** A value kept as JSON. */
export function jsonColumn<S extends z.ZodType>(schema: S) {
  return z.codec(z.string(), schema, {
    decode: (stored) => JSON.parse(stored) as z.input<S>,
    encode: (value) => JSON.stringify(value),
  })
}

/** Bytes as they are. */
export const bytesColumn = z.custom<Uint8Array>((stored) => stored instanceof Uint8Array)

/** Columns by the names that the program calls them, each with what reads it and writes it back. */
type Shape = Record<string, z.ZodType>
export type RowOf<S extends Shape> = { [Name in keyof S]: z.output<S[Name]> }
type NullableNames<S extends Shape> = { [N in keyof S]: null extends z.output<S[N]> ? N : never }[keyof S]
/** A row to be written; what is not given is null. */
export type NewRowOf<S extends Shape> = Omit<RowOf<S>, NullableNames<S>> & {
  [N in NullableNames<S>]?: z.output<S[N]> | undefined
}

/** The columns of a query: what to select, and what becomes of a row. */
export interface Columns<S extends Shape> {
  readonly shape: S
  /** For a `select`, each column named as in `shape`. @param alias of their table in the query */
  list(alias?: string): string
  all(from: Reader, sql: string, parameters?: readonly SqlValue[]): RowOf<S>[]
  /** The first row; undefined when there is none. */
  get(from: Reader, sql: string, parameters?: readonly SqlValue[]): RowOf<S> | undefined
}

export function defineColumns<S extends Shape>(shape: S): Columns<S> {
  const schema = z.strictObject(shape)
  const parse = (row: unknown): RowOf<S> => {
    try {
      return schema.parse(row) as RowOf<S>
    } catch (cause) {
      // Written by this program and sealed since: what does not fit is damage, not input.
      throw new DeskError('vault_damaged', 'A row of the vault cannot be read. Restore a backup.', {}, { cause })
    }
  }
  return {
    shape,
    list(alias) {
      const prefix = alias === undefined ? '' : `${alias}.`
      return Object.keys(shape)
        .map((name) => `${prefix}${columnName(name)} as "${name}"`)
        .join(', ')
    },
    all: (from, sql, parameters) => from.all(sql, parameters).map(parse),
    get(from, sql, parameters) {
      const row = from.get(sql, parameters)
      return row && parse(row)
    },
  }
}

/** One table. Reading, inserting and updating derive from its one list of columns. */
export interface Table<S extends Shape, K extends keyof S> {
  readonly columns: Columns<S>
  /** The first row that `rest` (`where …`, `order by …`) gives; undefined when there is none. */
  get(from: Reader, rest: string, parameters?: readonly SqlValue[]): RowOf<S> | undefined
  all(from: Reader, rest: string, parameters?: readonly SqlValue[]): RowOf<S>[]
  insert(tx: Writer, row: NewRowOf<S>): void
  /** Inserts the row, or replaces the one of the same key. */
  put(tx: Writer, row: NewRowOf<S>): void
  /** Changes the columns given, and no others. The row must be there. */
  update(tx: Writer, key: Pick<RowOf<S>, K>, changes: Partial<RowOf<S>>): void
}

/**
 * A table of the vault: `lastStep` in the program is its column `last_step`. A new column is one line in
 * `shape` and one step in `schema.ts`.
 * @param key the columns that tell its rows apart
 */
export function defineTable<S extends Shape, K extends keyof S & string>(
  name: string,
  key: readonly K[],
  shape: S,
): Table<S, K> {
  const columns = defineColumns(shape)
  const names = Object.keys(shape)
  const select = `select ${columns.list()} from ${name}`
  const insert = `insert into ${name} (${names.map(columnName).join(', ')}) values (${names.map(() => '?').join(', ')})`
  const replaced = names.map(columnName).map((column) => `${column} = excluded.${column}`)
  const replace = `on conflict (${key.map(columnName).join(', ')}) do update set ${replaced.join(', ')}`
  const isRow = key.map((part) => `${columnName(part)} = ?`).join(' and ')

  const stored = (row: object, which: readonly string[]): SqlValue[] =>
    which.map((column) => z.encode(shape[column] ?? z.never(), (row as RowOf<S>)[column] ?? null) as SqlValue)

  return {
    columns,
    get: (from, rest, parameters) => columns.get(from, `${select} ${rest}`, parameters),
    all: (from, rest, parameters) => columns.all(from, `${select} ${rest}`, parameters),
    insert: (tx, row) => void tx.run(insert, stored(row, names)),
    put: (tx, row) => void tx.run(`${insert} ${replace}`, stored(row, names)),
    update(tx, at, changes) {
      const changed = names.filter((column) => changes[column] !== undefined)
      if (changed.length === 0) return
      const assignments = changed.map((column) => `${columnName(column)} = ?`).join(', ')
      const sql = `update ${name} set ${assignments} where ${isRow}`
      const rows = tx.run(sql, [...stored(changes, changed), ...stored(at, key)])
      if (rows !== 1) throw new Error(`There is no such row in ${name}.`)
    },
  }
}

/** `lastStep` is `last_step`. */
function columnName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
