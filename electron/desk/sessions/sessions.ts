import type { Output, ParsedInput } from '../../../shared/contract/contract'
import { DeskError } from '../../../shared/errors'
import type { AuthenticationFactor, Session } from '../../../shared/model/session'
import type { Reader, Writer } from '../../vault/types'
import type { ClockDesk } from '../clock/desk-clock'
import type { AuditEntry, Call, DeskContext, Recorder } from '../context'
import { cursorOf, placeOfCursor, unknownCursor } from '../cursor'
import {
  type CustomClaims,
  deleteSessionsEndedBefore,
  deleteSessionsOf,
  endSession,
  endSessionsOf,
  findSession,
  insertSession,
  openSessionsOf,
  putFactor,
  type SessionState,
  sessionsAfter,
  updateSession,
} from '../store/sessions'
import { requireUser, subjectOf } from '../store/users'
import { addToken, sessionIdOfToken } from './session-tokens'

/** A session as its holder gets it: the token is nowhere else. */
export interface SessionGrant extends SessionState {
  token: string
}

/** What to do with a session when its holder proves a factor or uses it. */
export interface SessionOptions {
  /** The session to continue; absent: a new one. */
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
  /** A page of sessions, newest first. @throws DeskError `invalid_input` for a cursor that is none of ours */
  list(list: ParsedInput<'sessions.list'>): Output<'sessions.list'>
  /** The person's open sessions, newest first. While the clock is held back, those that have not ended by any time seen. */
  openOf(userId: string): SessionState[]
  /** The session of an id or a token, whatever its state; undefined when there is none. */
  find(by: { sessionId: string } | { token: string }): SessionState | undefined
  /**
   * Inside the act that accepted the factor: adds it to the session named, or starts one when minutes
   * are given; null when neither is asked for.
   * @throws DeskError `not_found`, `session_ended`
   */
  addFactor(
    act: RunningAct,
    userId: string,
    options: SessionOptions,
    factor: Pick<AuthenticationFactor, 'kind' | 'objectId'>,
  ): SessionGrant | null
  /**
   * Its holder uses it. Recorded when something changes, and else once a minute at most.
   * @throws DeskError `not_found`, `session_ended`, `clock_blocked`
   */
  authenticate(call: Call, options: SessionOptions & { sessionId: string }): Promise<SessionGrant>
  /** @throws DeskError `not_found`, `session_ended`, `clock_blocked` */
  extend(call: Call, input: { sessionId: string; minutes: number }): Promise<Session>
  /** Ends a session and all its tokens at once. @throws DeskError `not_found`, `session_ended` */
  revoke(call: Call, input: { sessionId: string }): Promise<Session>
  /** Ends the open sessions of a person inside a running act, as when deactivated; returns how many. */
  endAll(tx: Writer, userId: string): number
  /** Deletes what there is of a person's sessions inside the act of their removal; returns how many were open. */
  deleteAll(tx: Writer, userId: string): number
}

/** `last_accessed_at` is kept to the minute: a program that asks at every click must not fill the log. */
const accessGrainMs = 60_000
/** Ended sessions stay for the list; afterwards the audit log alone knows them. */
const keptAfterEndMs = 90 * 24 * 60 * 60_000
const defaultLimit = 50
const sessionsCount = 'sessions count again'

export function createSessions(ctx: DeskContext, clock: ClockDesk): Sessions {
  const now = () => ctx.clock.now()
  const newToken = (tx: Writer, sessionId: string, first: boolean) =>
    addToken(tx, ctx.random, { sessionId, first, now: now() })

  function requireOpen(from: Reader, sessionId: string): SessionState {
    const state = findSession(from, sessionId, now())
    if (!state) throw new DeskError('not_found', 'This session is not here any more. Open the list of sessions again.')
    if (state.session.state === 'open') return state
    throw new DeskError('session_ended', `This session of ${state.session.userName} has ended already.`)
  }

  function continueSession(
    { tx, record }: RunningAct,
    sessionId: string,
    { minutes, claims }: Pick<SessionOptions, 'minutes' | 'claims'>,
  ): void {
    clock.requireRunning(sessionsCount)
    const { session } = requireOpen(tx, sessionId)
    updateSession(tx, sessionId, {
      lastAccessedAt: now(),
      ...(minutes === undefined ? {} : { expiresAt: now() + minutes * 60_000 }),
      ...(claims === undefined ? {} : { customClaims: claims }),
    })
    record({
      action: minutes === undefined ? 'session.authenticated' : 'session.extended',
      subject: sessionSubject(session),
      object: sessionId,
      details: { ...(minutes === undefined ? {} : { minutes }), ...(claims ? { claims: true } : {}) },
    })
  }

  function startSession(
    { tx, record, call }: RunningAct,
    userId: string,
    minutes: number,
    claims: CustomClaims,
  ): string {
    const user = requireUser(tx, userId)
    const sessionId = ctx.newId('session')
    const startedAt = now()
    deleteSessionsEndedBefore(tx, startedAt - keptAfterEndMs)
    insertSession(tx, {
      sessionId,
      userId,
      channel: call.channel,
      startedAt,
      lastAccessedAt: startedAt,
      expiresAt: startedAt + minutes * 60_000,
      customClaims: claims,
    })
    record({ action: 'session.started', subject: subjectOf(user), object: sessionId, details: { minutes } })
    return sessionId
  }

  return {
    list: (list) => listSessions(ctx.vault, list, clock.latest()),
    openOf: (userId) => openSessionsOf(ctx.vault, userId, clock.latest()),
    find(by) {
      const sessionId = 'token' in by ? sessionIdOfToken(ctx.vault, by.token) : by.sessionId
      return sessionId === undefined ? undefined : findSession(ctx.vault, sessionId, now())
    },
    addFactor(act, userId, options, factor) {
      const { minutes, claims } = options
      let { sessionId, token } = options
      if (sessionId !== undefined) {
        continueSession(act, sessionId, options)
        token ??= newToken(act.tx, sessionId, false)
      } else if (minutes !== undefined) {
        sessionId = startSession(act, userId, minutes, claims ?? {})
        token = newToken(act.tx, sessionId, true)
      } else return null
      putFactor(act.tx, sessionId, factor, now())
      return { ...requireOpen(act.tx, sessionId), token }
    },
    async authenticate(call, options) {
      await clock.watch()
      clock.requireRunning(sessionsCount)
      const { sessionId } = options
      const state = requireOpen(ctx.vault, sessionId)
      const changes = options.minutes !== undefined || options.claims !== undefined
      if (!changes && options.token !== undefined && now() - state.session.lastAccessedAt < accessGrainMs) {
        return { ...state, token: options.token }
      }
      return ctx.act(call, (tx, record) => {
        continueSession({ tx, record, call }, sessionId, options)
        const token = options.token ?? newToken(tx, sessionId, false)
        return { ...requireOpen(tx, sessionId), token }
      })
    },
    async extend(call, { sessionId, minutes }) {
      await clock.watch()
      return ctx.act(call, (tx, record) => {
        continueSession({ tx, record, call }, sessionId, { minutes })
        return requireOpen(tx, sessionId).session
      })
    },
    revoke(call, { sessionId }) {
      return ctx.act(call, (tx, record) => {
        const { session } = requireOpen(tx, sessionId)
        endSession(tx, sessionId, now())
        record({ action: 'session.revoked', subject: sessionSubject(session), object: sessionId })
        return { ...session, state: 'revoked' as const, revokedAt: now() }
      })
    },
    endAll: (tx, userId) => endSessionsOf(tx, userId, now()),
    deleteAll(tx, userId) {
      const open = endSessionsOf(tx, userId, now())
      deleteSessionsOf(tx, userId)
      return open
    },
  }
}

function sessionSubject({ userId, userName }: Session): NonNullable<AuditEntry['subject']> {
  return subjectOf({ userId, name: userName })
}

function listSessions(from: Reader, list: ParsedInput<'sessions.list'>, now: number): Output<'sessions.list'> {
  const { cursor, limit = defaultLimit, ...which } = list
  const after = cursor === undefined ? null : readCursor(cursor)
  // One more than asked for tells whether there is a next page.
  const rows = sessionsAfter(from, { ...which, after, limit: limit + 1 }, now)
  const sessions = rows.slice(0, limit)
  const last = sessions.at(-1)
  const nextCursor = rows.length > limit && last ? cursorOf(`${last.startedAt} ${last.sessionId}`) : null
  return { sessions, nextCursor }
}

function readCursor(cursor: string): Pick<Session, 'startedAt' | 'sessionId'> {
  const [, startedAt, sessionId] = /^(\d{1,15}) (\S+)$/.exec(placeOfCursor(cursor) ?? '') ?? []
  if (startedAt === undefined || sessionId === undefined) throw unknownCursor()
  return { startedAt: Number(startedAt), sessionId }
}
