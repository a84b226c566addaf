import { DeskError } from '../../../shared/errors'
import type { AuthenticationFactor, Session } from '../../../shared/model/session'
import type { Writer } from '../../vault/types'
import type { AuditEntry, Call, DeskContext, Recorder } from '../context'
import {
  type CustomClaims,
  deleteSessions,
  listSessions,
  openSessionsOf,
  putFactor,
  type SessionList,
  type SessionState,
  sessionById,
} from '../store/sessions'
import { requirePerson } from '../users/person'
import { addToken, sessionIdOfToken } from './session-tokens'

/** A session as its holder gets it: the token is nowhere else. */
export interface SessionGrant extends SessionState {
  token: string
}

/** What is to become of a session when its holder proves something or shows up. */
export interface SessionWish {
  /** The session to go on with; absent: a new one. */
  sessionId?: string | undefined
  /** The token it was named by; a new one is made when it was named otherwise. */
  token?: string | undefined
  /** Ends that many minutes from now; absent: unchanged. */
  minutes?: number | undefined
  /** All custom claims from now on; absent: unchanged. */
  claims?: CustomClaims | undefined
}

/** A running act. */
export interface RunningAct {
  tx: Writer
  record: Recorder
  call: Call
}

export interface Sessions {
  list(list: SessionList): { sessions: Session[]; nextCursor: string | null }
  /** The person's open sessions, newest first. */
  openOf(userId: string): SessionState[]
  /** The session of an id or a token, whatever its state; undefined when there is none. */
  find(by: { sessionId: string } | { token: string }): SessionState | undefined
  /**
   * Inside the act that accepted the factor: adds it to the session named, or starts one when minutes
   * are given; null when neither is wished.
   * @throws DeskError `not_found`, `session_ended`
   */
  proveInside(
    act: RunningAct,
    userId: string,
    wish: SessionWish,
    factor: Pick<AuthenticationFactor, 'kind' | 'objectId'>,
  ): SessionGrant | null
  /**
   * Its holder shows up. Written down when something changes, and else once a minute at most.
   * @throws DeskError `not_found`, `session_ended`
   */
  authenticate(call: Call, wish: SessionWish & { sessionId: string }): Promise<SessionGrant>
  /** @throws DeskError `not_found`, `session_ended` */
  extend(call: Call, input: { sessionId: string; minutes: number }): Promise<Session>
  /** Ends a session and all its tokens at once. @throws DeskError `not_found`, `session_ended` */
  revoke(call: Call, input: { sessionId: string }): Promise<Session>
  /** Ends the open sessions of a person inside a running act, as when deactivated; returns how many. */
  endInside(tx: Writer, userId: string): number
  /** Deletes what there is of a person's sessions inside the act of their removal; returns how many were open. */
  dropInside(tx: Writer, userId: string): number
}

/** `last_accessed_at` is kept to the minute: a program that asks at every click must not fill the log. */
const accessGrainMs = 60_000
/** Ended sessions stay for the list; afterwards the audit log alone knows them. */
const keptAfterEndMs = 90 * 24 * 60 * 60_000

export function createSessions(ctx: DeskContext): Sessions {
  const now = () => ctx.clock.now()

  function requireOpen(from: Parameters<typeof sessionById>[0], sessionId: string): SessionState {
    const state = sessionById(from, sessionId, now())
    if (!state) throw new DeskError('not_found', 'This session is not here. Open the list of sessions again.')
    if (state.session.state === 'open') return state
    throw new DeskError('session_ended', `This session of ${state.session.userName} has ended already.`)
  }

  function goOn(act: RunningAct, wish: SessionWish & { sessionId: string }, action: AuditEntry['action']): string {
    const { sessionId, minutes, claims } = wish
    const { session } = requireOpen(act.tx, sessionId)
    const expiresAt = minutes === undefined ? session.expiresAt : now() + minutes * 60_000
    act.tx.run('update sessions set last_accessed_at = ?, expires_at = ? where session_id = ?', [
      now(),
      expiresAt,
      sessionId,
    ])
    if (claims) writeClaims(act.tx, sessionId, claims)
    act.record({
      action: minutes === undefined ? action : 'session.extended',
      subject: { id: session.userId, name: session.userName },
      object: sessionId,
      details: { ...(minutes === undefined ? {} : { minutes }), ...(claims ? { claims: true } : {}) },
    })
    return wish.token ?? addToken(act.tx, ctx.random, { sessionId, first: false, now: now() })
  }

  function start(act: RunningAct, userId: string, minutes: number, claims: CustomClaims): [string, string] {
    const { tx, record, call } = act
    const { subject } = requirePerson(tx, userId)
    const sessionId = ctx.newId('session')
    deleteSessions(tx, 'coalesce(revoked_at, expires_at) < ?', [now() - keptAfterEndMs])
    tx.run(
      `insert into sessions (session_id, user_id, channel, started_at, last_accessed_at, expires_at, custom_claims)
       values (?, ?, ?, ?, ?, ?, ?)`,
      [sessionId, userId, call.channel, now(), now(), now() + minutes * 60_000, JSON.stringify(claims)],
    )
    record({ action: 'session.started', subject, object: sessionId, details: { minutes } })
    return [sessionId, addToken(tx, ctx.random, { sessionId, first: true, now: now() })]
  }

  return {
    list: (list) => listSessions(ctx.vault, list, now()),
    openOf: (userId) => openSessionsOf(ctx.vault, userId, now()),
    find(by) {
      const sessionId = 'token' in by ? sessionIdOfToken(ctx.vault, by.token) : by.sessionId
      return sessionId === undefined ? undefined : sessionById(ctx.vault, sessionId, now())
    },
    proveInside(act, userId, wish, factor) {
      if (wish.sessionId === undefined && wish.minutes === undefined) return null
      const [sessionId, token] =
        wish.sessionId === undefined
          ? start(act, userId, wish.minutes ?? 0, wish.claims ?? {})
          : [wish.sessionId, goOn(act, { ...wish, sessionId: wish.sessionId }, 'session.authenticated')]
      putFactor(act.tx, sessionId, factor, now())
      return { ...requireOpen(act.tx, sessionId), token }
    },
    async authenticate(call, wish) {
      const state = requireOpen(ctx.vault, wish.sessionId)
      const changes = wish.minutes !== undefined || wish.claims !== undefined || wish.token === undefined
      if (!changes && wish.token !== undefined && now() - state.session.lastAccessedAt < accessGrainMs) {
        return { ...state, token: wish.token }
      }
      const token = await ctx.act(call, (tx, record) => goOn({ tx, record, call }, wish, 'session.authenticated'))
      return { ...requireOpen(ctx.vault, wish.sessionId), token }
    },
    async extend(call, { sessionId, minutes }) {
      // The operator holds no token and is given none.
      await ctx.act(call, (tx, record) =>
        goOn({ tx, record, call }, { sessionId, minutes, token: '' }, 'session.extended'),
      )
      return requireOpen(ctx.vault, sessionId).session
    },
    revoke(call, { sessionId }) {
      return ctx.act(call, (tx, record) => {
        const { session } = requireOpen(tx, sessionId)
        end(tx, 'session_id = ?', sessionId, now())
        record({
          action: 'session.revoked',
          subject: { id: session.userId, name: session.userName },
          object: sessionId,
        })
        return { ...session, state: 'revoked' as const, revokedAt: now() }
      })
    },
    endInside: (tx, userId) => end(tx, 'user_id = ?', userId, now()),
    dropInside(tx, userId) {
      const open = end(tx, 'user_id = ?', userId, now())
      deleteSessions(tx, 'user_id = ?', [userId])
      return open
    },
  }
}

function writeClaims(tx: Writer, sessionId: string, claims: CustomClaims): void {
  tx.run('update sessions set custom_claims = ? where session_id = ?', [JSON.stringify(claims), sessionId])
}

/** Ends the open sessions that a condition names, and forgets their tokens. */
function end(tx: Writer, condition: string, value: string, now: number): number {
  const ended = tx.run(
    `update sessions set revoked_at = ? where ${condition} and revoked_at is null and expires_at > ?`,
    [now, value, now],
  )
  tx.run(`delete from session_tokens where session_id in (select session_id from sessions where ${condition})`, [value])
  return ended
}
