import { z } from 'zod'
import { channelSchema } from '../../../shared/model/audit'
import {
  type AuthenticationFactor,
  authenticationFactorSchema,
  type Session,
  sessionSchema,
} from '../../../shared/model/session'
import type { Reader, SqlValue, Writer } from '../../vault/types'
import { defineColumns, defineTable, jsonColumn, type NewRowOf, type RowOf } from './table'

const sessions = defineTable('sessions', ['sessionId'], {
  sessionId: z.string(),
  userId: z.string(),
  channel: channelSchema,
  startedAt: z.int(),
  lastAccessedAt: z.int(),
  expiresAt: z.int(),
  revokedAt: z.int().nullable(),
  customClaims: jsonColumn(z.record(z.string(), z.unknown())),
})
export type SessionRow = RowOf<typeof sessions.columns.shape>

const factors = defineTable('session_factors', ['sessionId', 'kind', 'objectId'], {
  sessionId: z.string(),
  ...authenticationFactorSchema.shape,
})

/** Claims that a session's JWT carries beside the standard ones. */
export type CustomClaims = SessionRow['customClaims']

/** A session and what its JWT carries. */
export interface SessionState {
  session: Session
  claims: CustomClaims
}

const named = defineColumns({ ...sessions.columns.shape, userName: z.string() })
const select = `select ${sessions.columns.list('s')}, u.name as "userName" from sessions s join users u using (user_id)`
const newestFirst = 'order by s.started_at desc, s.session_id desc'

/** A session whatever its state; undefined when there is none of that id. */
export function findSession(from: Reader, sessionId: string, now: number): SessionState | undefined {
  const row = named.get(from, `${select} where s.session_id = ?`, [sessionId])
  return row && stateOf(from, row, now)
}

/** The person's sessions that are open at `now`, newest first. */
export function openSessionsOf(from: Reader, userId: string, now: number): SessionState[] {
  return named
    .all(from, `${select} where s.user_id = ? and s.revoked_at is null and s.expires_at > ? ${newestFirst}`, [
      userId,
      now,
    ])
    .map((row) => stateOf(from, row, now))
}

const inState: Record<Session['state'], string> = {
  open: 's.revoked_at is null and s.expires_at > ?',
  expired: 's.revoked_at is null and s.expires_at <= ?',
  revoked: 's.revoked_at is not null',
}

/** Sessions of a person and in a state, where given, that come after another one in the list; newest first. */
export function sessionsAfter(
  from: Reader,
  list: {
    userId?: string | undefined
    state?: Session['state'] | undefined
    after: Pick<Session, 'startedAt' | 'sessionId'> | null
    limit: number
  },
  now: number,
): Session[] {
  const { userId, state, after, limit } = list
  const conditions: { sql: string; values: SqlValue[] }[] = [{ sql: 'true', values: [] }]
  if (userId !== undefined) conditions.push({ sql: 's.user_id = ?', values: [userId] })
  if (state) conditions.push({ sql: inState[state], values: state === 'revoked' ? [] : [now] })
  if (after) {
    const values = [after.startedAt, after.sessionId]
    conditions.push({ sql: '(s.started_at, s.session_id) < (?, ?)', values })
  }
  const where = conditions.map(({ sql }) => sql).join(' and ')
  const values = conditions.flatMap((condition) => condition.values)
  return named
    .all(from, `${select} where ${where} ${newestFirst} limit ?`, [...values, limit])
    .map((row) => stateOf(from, row, now).session)
}

function stateOf(from: Reader, row: RowOf<typeof named.shape>, now: number): SessionState {
  const { customClaims: claims, ...rest } = row
  const state = row.revokedAt !== null ? 'revoked' : row.expiresAt > now ? 'open' : 'expired'
  const proved = factors.all(from, 'where session_id = ? order by first_at, object_id', [row.sessionId])
  const session = sessionSchema.parse({ ...rest, state, factors: proved.map(({ sessionId: _, ...factor }) => factor) })
  return { session, claims }
}

export function insertSession(tx: Writer, session: NewRowOf<typeof sessions.columns.shape>): void {
  sessions.insert(tx, session)
}

export function updateSession(tx: Writer, sessionId: string, changes: Partial<SessionRow>): void {
  sessions.update(tx, { sessionId }, changes)
}

/** Notes that a factor was proved in a session, for the first time or again. */
export function putFactor(
  tx: Writer,
  sessionId: string,
  { kind, objectId }: Pick<AuthenticationFactor, 'kind' | 'objectId'>,
  now: number,
): void {
  const before = factors.get(tx, 'where session_id = ? and kind = ? and object_id = ?', [sessionId, kind, objectId])
  factors.put(tx, { sessionId, kind, objectId, firstAt: before?.firstAt ?? now, lastAt: now })
}

/** Ends a session that is open at `now`, and forgets its tokens. */
export function endSession(tx: Writer, sessionId: string, now: number): void {
  end(tx, 'session_id = ?', sessionId, now)
}

/** Ends the sessions of a person that are open at `now`, and forgets their tokens; returns how many. */
export function endSessionsOf(tx: Writer, userId: string, now: number): number {
  return end(tx, 'user_id = ?', userId, now)
}

function end(tx: Writer, which: string, id: string, now: number): number {
  tx.run(`delete from session_tokens where session_id in (select session_id from sessions where ${which})`, [id])
  return tx.run(`update sessions set revoked_at = ? where ${which} and revoked_at is null and expires_at > ?`, [
    now,
    id,
    now,
  ])
}

/** Deletes the sessions of a person with all that is theirs. */
export function deleteSessionsOf(tx: Writer, userId: string): void {
  deleteWhere(tx, 'user_id = ?', userId)
}

/** Deletes the sessions that had ended at a time, with all that is theirs. */
export function deleteSessionsEndedBefore(tx: Writer, time: number): void {
  deleteWhere(tx, 'coalesce(revoked_at, expires_at) < ?', time)
}

function deleteWhere(tx: Writer, condition: string, value: SqlValue): void {
  const chosen = `session_id in (select session_id from sessions where ${condition})`
  tx.run(`delete from session_tokens where ${chosen}`, [value])
  tx.run(`delete from session_factors where ${chosen}`, [value])
  tx.run(`delete from sessions where ${condition}`, [value])
}
