import { z } from 'zod'
import { DeskError } from '../../../shared/errors'
import { type AuthenticationFactor, type Session, sessionSchema } from '../../../shared/model/session'
import type { Reader, Writer } from '../../vault/types'

/** Claims that a session's JWT carries beside the standard ones. */
export type CustomClaims = Record<string, unknown>

/** A session and what its JWT carries. */
export interface SessionState {
  session: Session
  claims: CustomClaims
}

interface SessionRow {
  session_id: string
  user_id: string
  user_name: string
  channel: string
  started_at: number
  last_accessed_at: number
  expires_at: number
  revoked_at: number | null
  custom_claims: string
}

const select = 'select s.*, u.name as user_name from sessions s join users u using (user_id)'
const newestFirst = 'order by s.started_at desc, s.session_id desc'
const claimsSchema = z.record(z.string(), z.unknown())

/** A session whatever its state; undefined when there is none of that id. */
export function sessionById(from: Reader, sessionId: string, now: number): SessionState | undefined {
  const row = from.get<SessionRow>(`${select} where s.session_id = ?`, [sessionId])
  return row && stateOf(from, row, now)
}

/** The person's sessions that are open at `now`, newest first. */
export function openSessionsOf(from: Reader, userId: string, now: number): SessionState[] {
  return from
    .all<SessionRow>(`${select} where s.user_id = ? and s.revoked_at is null and s.expires_at > ? ${newestFirst}`, [
      userId,
      now,
    ])
    .map((row) => stateOf(from, row, now))
}

/** What a list of sessions asks for. */
export interface SessionList {
  userId?: string | undefined
  state?: Session['state'] | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

const defaultLimit = 50
const inState: Record<Session['state'], string> = {
  open: 's.revoked_at is null and s.expires_at > ?2',
  expired: 's.revoked_at is null and s.expires_at <= ?2',
  revoked: 's.revoked_at is not null',
}

/** A page of sessions, newest first. @throws DeskError `invalid_input` for a cursor that is none of ours */
export function listSessions(
  from: Reader,
  list: SessionList,
  now: number,
): { sessions: Session[]; nextCursor: string | null } {
  const limit = list.limit ?? defaultLimit
  const after = list.cursor === undefined ? null : placeOfCursor(list.cursor)
  const conditions = ['(?1 is null or s.user_id = ?1)', '?2 is not null']
  if (list.state) conditions.push(inState[list.state])
  conditions.push('(?3 is null or s.started_at < ?3 or (s.started_at = ?3 and s.session_id < ?4))')
  const rows = from.all<SessionRow>(`${select} where ${conditions.join(' and ')} ${newestFirst} limit ?5`, [
    list.userId ?? null,
    now,
    after?.startedAt ?? null,
    after?.sessionId ?? null,
    limit + 1,
  ])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    sessions: page.map((row) => stateOf(from, row, now).session),
    nextCursor: rows.length > limit && last ? cursorOf(last) : null,
  }
}

function cursorOf(row: SessionRow): string {
  return Buffer.from(`${row.started_at} ${row.session_id}`, 'utf8').toString('base64url')
}

function placeOfCursor(cursor: string): { startedAt: number; sessionId: string } {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const [, startedAt, sessionId] = /^(\d{1,15}) (\S+)$/.exec(text) ?? []
  if (startedAt !== undefined && sessionId !== undefined) return { startedAt: Number(startedAt), sessionId }
  const message = 'This page of the list is not there. Open the list again.'
  throw new DeskError('invalid_input', message, { cursor: 'Not a cursor.' })
}

function stateOf(from: Reader, row: SessionRow, now: number): SessionState {
  const session = sessionSchema.parse({
    sessionId: row.session_id,
    userId: row.user_id,
    userName: row.user_name,
    state: row.revoked_at !== null ? 'revoked' : row.expires_at > now ? 'open' : 'expired',
    factors: factorsOf(from, row.session_id),
    startedAt: row.started_at,
    lastAccessedAt: row.last_accessed_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    channel: row.channel,
  })
  return { session, claims: claimsSchema.parse(JSON.parse(row.custom_claims)) }
}

function factorsOf(from: Reader, sessionId: string): AuthenticationFactor[] {
  return from.all<never>(
    `select kind, object_id as objectId, first_at as firstAt, last_at as lastAt from session_factors
     where session_id = ? order by first_at, object_id`,
    [sessionId],
  )
}

/** Notes that a factor was proved in a session, for the first time or again. */
export function putFactor(
  tx: Writer,
  sessionId: string,
  factor: Pick<AuthenticationFactor, 'kind' | 'objectId'>,
  now: number,
): void {
  tx.run(
    `insert into session_factors (session_id, kind, object_id, first_at, last_at) values (?, ?, ?, ?, ?)
     on conflict (session_id, kind, object_id) do update set last_at = excluded.last_at`,
    [sessionId, factor.kind, factor.objectId, now, now],
  )
}

/** Deletes sessions, with their tokens and factors, that a condition on `sessions` names; returns how many. */
export function deleteSessions(tx: Writer, condition: string, values: readonly (string | number)[]): number {
  const chosen = `session_id in (select session_id from sessions where ${condition})`
  tx.run(`delete from session_tokens where ${chosen}`, values)
  tx.run(`delete from session_factors where ${chosen}`, values)
  return tx.run(`delete from sessions where ${condition}`, values)
}
