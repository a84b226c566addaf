import type { JWK } from 'jose'
import { z } from 'zod'
import type { Reader, Writer } from '../../vault/types'
import { defineTable, jsonColumn, type NewRowOf, type RowOf } from './table'

const jwkColumn = jsonColumn(z.custom<JWK>((value) => typeof value === 'object' && value !== null))

const keys = defineTable('session_keys', ['kid'], {
  kid: z.string(),
  publicJwk: jwkColumn,
  /** Null once the key has been followed by another: it never signs again. */
  privateJwk: jwkColumn.nullable(),
  madeAt: z.int(),
  retiredAt: z.int().nullable(),
})
export type SessionKeyRow = RowOf<typeof keys.columns.shape>

/** The key that signs now. */
export function currentSessionKey(from: Reader): SessionKeyRow | undefined {
  return keys.get(from, 'where retired_at is null order by made_at desc limit 1')
}

/** The key that signs now, and those retired after a time; newest first. */
export function sessionKeysSince(from: Reader, time: number): SessionKeyRow[] {
  return keys.all(from, 'where retired_at is null or retired_at > ? order by made_at desc, kid', [time])
}

/** Puts a new key in the place of the one that signs now, whose private half goes. */
export function replaceSessionKey(tx: Writer, key: NewRowOf<typeof keys.columns.shape>): void {
  tx.run('update session_keys set retired_at = ?, private_jwk = null where retired_at is null', [key.madeAt])
  keys.insert(tx, key)
}

export function deleteSessionKeysRetiredBefore(tx: Writer, time: number): void {
  tx.run('delete from session_keys where retired_at <= ?', [time])
}

/**
 * Withdraws the keys that may have signed for a session accessed after this time, so that nothing they
 * signed is good any more, wherever it is checked. Returns how many.
 */
export function withdrawKeysUsedAfter(tx: Writer, time: number): number {
  return tx.run(
    `delete from session_keys where (retired_at is null or retired_at > ?)
       and exists (select 1 from sessions where last_accessed_at > ?)`,
    [time, time],
  )
}
