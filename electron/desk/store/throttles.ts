import { z } from 'zod'
import { freshCounter, type ThrottleCounter } from '../../otp/throttle'
import type { Reader, Writer } from '../../vault/types'
import { defineTable, type RowOf } from './table'

/** What is being guessed: each has counters of its own. */
export const factorSchema = z.enum(['code', 'recovery', 'pass'])
export type Factor = z.infer<typeof factorSchema>

const throttles = defineTable('throttles', ['scope', 'factor'], {
  /** A user id or a totp id. */
  scope: z.string(),
  factor: factorSchema,
  failures: z.int(),
  streak: z.int(),
  waitUntil: z.int().nullable(),
  lockedUntil: z.int().nullable(),
})
export type ThrottleRow = RowOf<typeof throttles.columns.shape>

const ofUser = '(scope = ? or scope in (select totp_id from totps where user_id = ?))'

/** A counter as it was last written; the time is not yet looked at. */
export function readCounter(from: Reader, scope: string, factor: Factor): ThrottleCounter {
  return throttles.get(from, 'where scope = ? and factor = ?', [scope, factor]) ?? freshCounter
}

/** All counters of a person and their totps. */
export function countersOfUser(from: Reader, userId: string): ThrottleRow[] {
  return throttles.all(from, `where ${ofUser}`, [userId, userId])
}

/** Writes a counter; a fresh one leaves no row. */
export function writeCounter(tx: Writer, scope: string, factor: Factor, counter: ThrottleCounter): void {
  if (counter.streak > 0) throttles.put(tx, { ...counter, scope, factor })
  else tx.run('delete from throttles where scope = ? and factor = ?', [scope, factor])
}

export function deleteCountersOf(tx: Writer, userId: string): void {
  tx.run(`delete from throttles where ${ofUser}`, [userId, userId])
}
