import { createHash } from 'node:crypto'
import type { Reader, Writer } from '../../vault/types'
import { insertToken, sessionIdOfTokenHash } from '../store/session-tokens'

/** 33 bytes, so that the base64 needs no padding: 264 bits, which need no slow hash. */
const tokenBytes = 33
/** Tokens made for holders of a JWT that one session keeps beside its first. */
const maxLaterTokens = 20

/** What every session token looks like: 44 characters of url-safe base64. */
export const tokenShape = /^[A-Za-z0-9_-]{44}$/

/**
 * Makes a token of a session, the only time it is seen: the vault keeps its SHA-256. A session can
 * have several, as one who holds its JWT alone is given a new one; the oldest of those make room.
 */
export function addToken(
  tx: Writer,
  random: (bytes: number) => Uint8Array,
  { sessionId, first, now }: { sessionId: string; first: boolean; now: number },
): string {
  const token = Buffer.from(random(tokenBytes)).toString('base64url')
  insertToken(tx, { hash: hashOf(token), sessionId, first, madeAt: now }, maxLaterTokens)
  return token
}

/** Id of the session that a token belongs to, whatever has become of it. */
export function sessionIdOfToken(from: Reader, token: string): string | undefined {
  return sessionIdOfTokenHash(from, hashOf(token))
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
