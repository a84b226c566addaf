import { z } from 'zod'
import { identityCheckSchema } from '../../../shared/model/common'
import type { Reader, Writer } from '../../vault/types'
import { defineTable, type NewRowOf, type RowOf } from './table'

const passes = defineTable('passes', ['passId'], {
  passId: z.string(),
  userId: z.string(),
  hash: z.string(),
  issuedAt: z.int(),
  expiresAt: z.int(),
  /** Name of the operator, or the channel. */
  issuedBy: z.string(),
  reason: z.string(),
  identityKind: identityCheckSchema.shape.kind,
  identityReference: z.string().nullable(),
})
export type PassRow = RowOf<typeof passes.columns.shape>

/** The person's pass that is good at `now`; there is at most one. */
export function validPassOf(from: Reader, userId: string, now: number): PassRow | undefined {
  return passes.get(from, 'where user_id = ? and expires_at > ?', [userId, now])
}

export function insertPass(tx: Writer, pass: NewRowOf<typeof passes.columns.shape>): void {
  passes.insert(tx, pass)
}

/** Throws when it has gone meanwhile. */
export function deletePass(tx: Writer, passId: string): void {
  if (tx.run('delete from passes where pass_id = ?', [passId]) !== 1) throw new Error('The pass was used meanwhile.')
}

/** Deletes what there is of a person's passes, also ended ones. Returns how many there were. */
export function deletePassesOf(tx: Writer, userId: string): number {
  return tx.run('delete from passes where user_id = ?', [userId])
}
