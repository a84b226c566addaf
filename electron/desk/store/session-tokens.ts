import { z } from 'zod'
import type { Reader, Writer } from '../../vault/types'
import { defineTable, flagColumn } from './table'

const tokens = defineTable('session_tokens', ['hash'], {
  /** SHA-256 of the token, which itself is never stored. */
  hash: z.string(),
  sessionId: z.string(),
  /** The one that the session began with. */
  first: flagColumn,
  madeAt: z.int(),
})

/** Id of the session that a token belongs to, whatever has become of it. */
export function sessionIdOfTokenHash(from: Reader, hash: string): string | undefined {
  return tokens.get(from, 'where hash = ?', [hash])?.sessionId
}

/** Adds a token of a session and deletes the oldest of its later ones beyond `keep`. */
export function insertToken(
  tx: Writer,
  token: { hash: string; sessionId: string; first: boolean; madeAt: number },
  keep: number,
): void {
  tokens.insert(tx, token)
  tx.run(
    `delete from session_tokens where hash in (select hash from session_tokens
       where session_id = ? and first = 0 order by made_at desc, hash limit -1 offset ?)`,
    [token.sessionId, keep],
  )
}
