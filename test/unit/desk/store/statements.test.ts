import { describe, expect, it } from 'vitest'
import { countActions, insertAuditEvent, subjectsOfOperator } from '../../../../electron/desk/store/audit-events'
import { insertPass, validPassOf } from '../../../../electron/desk/store/passes'
import {
  deleteRecoverySetOf,
  insertRecoverySet,
  readableCodes,
  recoveryCodesOf,
  recoverySetOf,
  spendRecoveryCode,
} from '../../../../electron/desk/store/recovery'
import { insertToken, sessionIdOfTokenHash } from '../../../../electron/desk/store/session-tokens'
import {
  deleteSessionsEndedBefore,
  endSessionsOf,
  findSession,
  insertSession,
  openSessionsOf,
  putFactor,
  sessionsAfter,
} from '../../../../electron/desk/store/sessions'
import { countersOfUser, deleteCountersOf, readCounter, writeCounter } from '../../../../electron/desk/store/throttles'
import {
  forgetSecrets,
  latestTotpOf,
  liveTotpOf,
  markStepUsed,
  requireTotp,
  shownTotps,
  toTotp,
} from '../../../../electron/desk/store/totps'
import { allUserFacts, findUserFacts } from '../../../../electron/desk/store/user-facts'
import { otherUserWith, requireActiveUser, requireUser, updateUser } from '../../../../electron/desk/store/users'
import { freshCounter } from '../../../../electron/otp/throttle'
import type { Database } from '../../../../electron/vault/database'
import type { AuditEvent } from '../../../../shared/model/audit'
import { addTotp, addUser, emptyTables, minute, now } from './fixture'

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const user = `user-live-${uuid(1)}`
const other = `user-live-${uuid(2)}`

async function withUsers(): Promise<Database> {
  const tx = await emptyTables()
  addUser(tx, user, { name: 'Mara', email: 'mara@example.org' })
  addUser(tx, other, { name: 'Oskar', phone: '+46700000001', externalId: 'O-1' })
  return tx
}

describe('users', () => {
  it('knows who else has what no two may share', async () => {
    const tx = await withUsers()
    expect(otherUserWith(tx, 'email', 'mara@example.org', other)?.userId).toBe(user)
    expect(otherUserWith(tx, 'email', 'mara@example.org', user)).toBeUndefined()
    expect(otherUserWith(tx, 'externalId', 'O-1', user)?.name).toBe('Oskar')
  })

  it('refuses with a reason', async () => {
    const tx = await withUsers()
    updateUser(tx, other, { status: 'deactivated' })
    expect(() => requireActiveUser(tx, other)).toThrow(expect.objectContaining({ code: 'user_deactivated' }))
    expect(() => requireUser(tx, 'nobody')).toThrow(expect.objectContaining({ code: 'not_found' }))
  })

  it('keeps what only the API knows as it was given', async () => {
    const tx = await withUsers()
    const nameParts = { first: 'Mara', middle: '', last: '', name: 'Mara' }
    updateUser(tx, user, { nameParts, trustedMetadata: { plan: [1, null, { a: 'b' }] } })
    expect(requireUser(tx, user)).toMatchObject({ nameParts, trustedMetadata: { plan: [1, null, { a: 'b' }] } })
  })
})

describe('totps', () => {
  it('the live one is the latest, however old, and otherwise the one begun last', async () => {
    const tx = await withUsers()
    addTotp(tx, 'first', user, { status: 'active', createdAt: now - 9 })
    addTotp(tx, 'second', user, { status: 'revoked', createdAt: now })
    addTotp(tx, 'third', user, { status: 'revoked', createdAt: now - 5 })
    expect(latestTotpOf(tx, user)?.totpId).toBe('first')
    expect(liveTotpOf(tx, user)?.totpId).toBe('first')
    expect(findUserFacts(tx, user)?.totpId).toBe('first')
    tx.run("update totps set status = 'revoked'")
    expect(latestTotpOf(tx, user)?.totpId).toBe('second')
    expect(liveTotpOf(tx, user)).toBeUndefined()
    expect(findUserFacts(tx, user)).toMatchObject({ totpId: 'second', totpStatus: 'revoked' })
  })

  it('marks a step as used once, and none at or below it after that', async () => {
    const tx = await withUsers()
    addTotp(tx, 'one', user)
    const totp = requireTotp(tx, 'one')
    const drift = { minSeconds: -1.5, maxSeconds: 28.5, samples: 1 }
    markStepUsed(tx, totp, 100, drift)
    expect(requireTotp(tx, 'one')).toMatchObject({ lastStep: 100, driftMin: -1.5, driftMax: 28.5, driftSamples: 1 })
    for (const step of [100, 99]) expect(() => markStepUsed(tx, totp, step, drift)).toThrow('used meanwhile')
    markStepUsed(tx, totp, 101, drift)
  })

  it('forgets all secrets of a person but one', async () => {
    const tx = await withUsers()
    addTotp(tx, 'old', user, { status: 'revoked' })
    addTotp(tx, 'new', user)
    addTotp(tx, 'other', other)
    forgetSecrets(tx, user, 'new')
    expect(['old', 'new', 'other'].map((id) => requireTotp(tx, id).secret !== null)).toEqual([false, true, true])
    forgetSecrets(tx, user)
    expect(requireTotp(tx, 'new').secret).toBeNull()
  })

  it('crosses the contract without its secret, and expired when its time is over', async () => {
    const tx = await withUsers()
    const totpId = `totp-live-${uuid(3)}`
    addTotp(tx, totpId, user, { identityKind: 'badge', identityReference: 'B-1' })
    const row = requireTotp(tx, totpId)
    expect(toTotp(row, row.expiresAt - 1)).toMatchObject({
      status: 'pending',
      identityCheck: { kind: 'badge', reference: 'B-1' },
      interactionId: row.interaction,
    })
    expect(toTotp(row, row.expiresAt).status).toBe('expired')
    expect(Object.keys(toTotp(row, now))).not.toContain('secret')
  })

  it('counts as shown once its own QR was, and only the latest of a person', async () => {
    const tx = await withUsers()
    addTotp(tx, 'old', user, { status: 'revoked' })
    addTotp(tx, 'new', user)
    addTotp(tx, 'other', other)
    insertAuditEvent(tx, event(1, 'totp.shown', { interaction: 'interaction of old' }), now, '{}')
    expect(shownTotps(tx)).toEqual([])
    insertAuditEvent(tx, event(2, 'totp.shown', { interaction: 'interaction of new' }), now, '{}')
    expect(shownTotps(tx).map(({ totpId }) => totpId)).toEqual(['new'])
  })
})

describe('counters', () => {
  it('leave no row when fresh, and are the strictest for the facts of a person', async () => {
    const tx = await withUsers()
    addTotp(tx, 'one', user)
    writeCounter(tx, user, 'code', { failures: 2, streak: 12, waitUntil: null, lockedUntil: now + 5 })
    writeCounter(tx, 'one', 'recovery', { failures: 4, streak: 4, waitUntil: now, lockedUntil: null })
    writeCounter(tx, other, 'code', { failures: 9, streak: 9, waitUntil: null, lockedUntil: null })
    expect(countersOfUser(tx, user)).toHaveLength(2)
    expect(findUserFacts(tx, user)).toMatchObject({ failures: 4, streak: 12, lockedUntil: now + 5 })
    writeCounter(tx, user, 'code', freshCounter)
    expect(countersOfUser(tx, user)).toMatchObject([{ scope: 'one' }])
    expect(readCounter(tx, user, 'code')).toEqual(freshCounter)
    deleteCountersOf(tx, user)
    expect(findUserFacts(tx, user)).toMatchObject({ failures: 0, streak: 0, lockedUntil: null })
    expect(countersOfUser(tx, other)).toHaveLength(1)
  })
})

describe('recovery codes', () => {
  it('are spent once, and go with their set', async () => {
    const tx = await withUsers()
    const code = (position: number, readable: string | null) => ({
      codeId: `code-${position}`,
      setId: 'set',
      position,
      hash: 'hash',
      readable,
    })
    insertRecoverySet(tx, { setId: 'set', userId: user, fingerprint: 'f', createdAt: now }, [
      code(2, 'two'),
      code(1, 'one'),
      code(3, null),
    ])
    const [first] = recoveryCodesOf(tx, 'set')
    if (!first) throw new Error('There is no code.')
    expect(first.position).toBe(1)
    expect(readableCodes(tx, user)).toEqual(['one', 'two'])
    expect(spendRecoveryCode(tx, first, now)).toBe(true)
    expect(spendRecoveryCode(tx, first, now + 1)).toBe(false)
    expect(recoverySetOf(tx, user)?.lastUsedAt).toBe(now)
    expect(readableCodes(tx, user)).toEqual(['two'])
    expect(findUserFacts(tx, user)).toMatchObject({ hasRecoverySet: true, recoveryLeft: 2 })
    expect(deleteRecoverySetOf(tx, user)).toBe(2)
    expect(deleteRecoverySetOf(tx, user)).toBe(0)
    expect(findUserFacts(tx, user)).toMatchObject({ hasRecoverySet: false, recoveryLeft: 0 })
  })
})

describe('passes', () => {
  it('are good until the moment they end', async () => {
    const tx = await withUsers()
    const pass = { hash: 'h', issuedBy: 'Ada', reason: 'None', identityKind: 'other' } as const
    insertPass(tx, { ...pass, passId: 'two', userId: other, issuedAt: now - 10, expiresAt: now + 20 })
    expect(validPassOf(tx, other, now + 19)?.passId).toBe('two')
    expect(validPassOf(tx, other, now + 20)).toBeUndefined()
  })
})

describe('sessions', () => {
  const sessionId = (n: number) => `session-live-${uuid(n)}`
  const add = (tx: Database, n: number, userId: string, startedAt: number, expiresAt: number) =>
    insertSession(tx, {
      sessionId: sessionId(n),
      userId,
      channel: 'api',
      startedAt,
      lastAccessedAt: startedAt,
      expiresAt,
      customClaims: { n },
    })

  it('are listed newest first, by person and state, each once over all pages', async () => {
    const tx = await withUsers()
    add(tx, 1, user, now - 3, now + 10)
    add(tx, 2, user, now - 3, now)
    add(tx, 3, other, now - 2, now + 10)
    add(tx, 4, user, now - 1, now + 10)
    const list = (rest: Partial<Parameters<typeof sessionsAfter>[1]>) =>
      sessionsAfter(tx, { after: null, limit: 10, ...rest }, now)
    const ids = (rest: Parameters<typeof list>[0]) => list(rest).map((session) => Number(session.sessionId.at(-1)))
    expect(ids({})).toEqual([4, 3, 2, 1])
    expect(ids({ userId: user })).toEqual([4, 2, 1])
    expect(ids({ state: 'open' })).toEqual([4, 3, 1])
    expect(ids({ state: 'expired' })).toEqual([2])
    expect(endSessionsOf(tx, user, now)).toBe(2)
    expect(ids({ state: 'revoked', userId: user })).toEqual([4, 1])
    const pages: number[] = []
    let after: Parameters<typeof list>[0]['after'] = null
    for (;;) {
      const [session] = list({ after, limit: 1 })
      if (!session) break
      pages.push(Number(session.sessionId.at(-1)))
      after = session
    }
    expect(pages).toEqual([4, 3, 2, 1])
  })

  it('know what was proved in them, first and last', async () => {
    const tx = await withUsers()
    add(tx, 1, user, now, now + 10)
    putFactor(tx, sessionId(1), { kind: 'totp', objectId: 'one' }, now)
    putFactor(tx, sessionId(1), { kind: 'totp', objectId: 'one' }, now + 5)
    putFactor(tx, sessionId(1), { kind: 'pass', objectId: 'two' }, now + 6)
    const state = findSession(tx, sessionId(1), now)
    expect(state?.claims).toEqual({ n: 1 })
    expect(state?.session).toMatchObject({ userName: 'Mara', state: 'open' })
    expect(state?.session.factors).toEqual([
      { kind: 'totp', objectId: 'one', firstAt: now, lastAt: now + 5 },
      { kind: 'pass', objectId: 'two', firstAt: now + 6, lastAt: now + 6 },
    ])
  })

  it('keep their first token and the newest of the others, and lose all when they end', async () => {
    const tx = await withUsers()
    add(tx, 1, user, now, now + minute)
    const token = (hash: string, first: boolean, madeAt: number) =>
      insertToken(tx, { hash, sessionId: sessionId(1), first, madeAt }, 2)
    token('first', true, now)
    for (const n of [1, 2, 3]) token(`later ${n}`, false, now + n)
    const known = () => ['first', 'later 1', 'later 2', 'later 3'].filter((hash) => sessionIdOfTokenHash(tx, hash))
    expect(known()).toEqual(['first', 'later 2', 'later 3'])
    endSessionsOf(tx, user, now)
    expect(known()).toEqual([])
    expect(openSessionsOf(tx, user, now)).toEqual([])
  })

  it('are deleted once they ended long ago, whichever way', async () => {
    const tx = await withUsers()
    add(tx, 1, user, now - 100, now - 50)
    add(tx, 2, other, now - 100, now + 50)
    endSessionsOf(tx, other, now - 60)
    add(tx, 3, user, now, now + 50)
    putFactor(tx, sessionId(1), { kind: 'totp', objectId: 'one' }, now)
    deleteSessionsEndedBefore(tx, now - 55)
    expect([1, 2, 3].map((n) => findSession(tx, sessionId(n), now) !== undefined)).toEqual([true, false, true])
    deleteSessionsEndedBefore(tx, now - 49)
    expect([1, 3].map((n) => findSession(tx, sessionId(n), now) !== undefined)).toEqual([false, true])
  })
})

describe('audit events', () => {
  it('are counted by action and span of time', async () => {
    const tx = await emptyTables()
    const add = (seq: number, action: AuditEvent['action'], timeMs: number) =>
      insertAuditEvent(tx, event(seq, action), timeMs, '{}')
    add(1, 'verification.accepted', 100)
    add(2, 'verification.accepted', 950_000)
    add(3, 'verification.accepted', 1_750_000)
    add(4, 'verification.refused', 1_750_000)
    add(5, 'totp.shown', 1_750_000)
    expect(countActions(tx, ['verification.accepted', 'verification.refused'], 1000, 900_000)).toEqual([
      { action: 'verification.accepted', span: 1, n: 2 },
      { action: 'verification.refused', span: 1, n: 1 },
    ])
  })

  it('say whom an operator acted on, the last one first, each once', async () => {
    const tx = await emptyTables()
    const operator = { id: 'operator-1', name: 'Ada', role: 'admin' } as const
    const on = (seq: number, id: string) =>
      insertAuditEvent(tx, event(seq, 'user.created', { operator, subject: { id, name: id } }), now + seq, '{}')
    on(1, 'early')
    on(2, 'mara')
    on(3, 'oskar')
    on(4, 'mara')
    insertAuditEvent(tx, event(5, 'user.created', { subject: { id: 'else', name: 'else' } }), now, '{}')
    expect(subjectsOfOperator(tx, 'operator-1', 4)).toEqual([
      { subjectId: 'mara', at: now + 4 },
      { subjectId: 'oskar', at: now + 3 },
    ])
  })
})

describe('facts', () => {
  it('are there for everybody, also for one without anything', async () => {
    const tx = await withUsers()
    expect(allUserFacts(tx).map(({ userId }) => userId)).toEqual([user, other])
    expect(findUserFacts(tx, user)).toMatchObject({ totpId: null, totpStatus: null, recoveryLeft: 0, asPending: false })
    expect(findUserFacts(tx, 'nobody')).toBeUndefined()
  })
})

function event(seq: number, action: AuditEvent['action'], changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    v: 1,
    seq,
    id: `event-live-${uuid(seq)}`,
    interaction: `interaction-live-${uuid(seq)}`,
    time: new Date(now).toISOString(),
    offset: '+01:00',
    channel: 'screen',
    request: null,
    operator: null,
    subject: { id: user, name: 'Mara' },
    object: null,
    action,
    severity: 'info',
    outcome: 'success',
    reason: null,
    details: {},
    app: 'test',
    machine: 'test',
    ...changes,
  }
}
