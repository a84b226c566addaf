import { z } from 'zod'
import type { SqlValue } from './types'

/** One writing statement as it is logged: its SQL, its bound values and the rows it changed. */
export interface Statement {
  sql: string
  parameters: readonly SqlValue[]
  changed: number
}

/** A whole number of these is written, because exact lengths tell acts apart. */
const paddingBytes = 64
const space = 0x20

const valueSchema = z.union([
  z.string(),
  z.number(),
  z.null(),
  z.strictObject({ b: z.base64() }).transform(({ b }): Uint8Array => new Uint8Array(Buffer.from(b, 'base64'))),
])
const statementsSchema = z.array(z.tuple([z.string(), z.array(valueSchema), z.int().min(0)])).min(1)

/** A value as JSON holds it exactly; bytes as `{"b": base64}`. */
function asJson(value: SqlValue): string | number | null | { b: string } {
  if (value instanceof Uint8Array) {
    return { b: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') }
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('Only finite numbers can be bound.')
  return value
}

/** The statements as JSON, padded with spaces (which JSON allows) to a multiple of 64 bytes. */
export function encodeStatements(statements: readonly Statement[]): Buffer {
  const json = Buffer.from(
    JSON.stringify(statements.map(({ sql, parameters, changed }) => [sql, parameters.map(asJson), changed])),
  )
  const padded = Buffer.alloc(Math.ceil(json.length / paddingBytes) * paddingBytes, space)
  json.copy(padded)
  json.fill(0)
  return padded
}

/** The opposite of {@link encodeStatements}; throws when the bytes are not such statements. */
export function decodeStatements(bytes: Buffer): Statement[] {
  return statementsSchema
    .parse(JSON.parse(bytes.toString('utf8')))
    .map(([sql, parameters, changed]) => ({ sql, parameters, changed }))
}
