import { DeskError } from '../../../shared/errors'
import { maxConsecutiveFailures } from '../../../shared/model/lock'
import type { ThrottleState } from '../../../shared/model/user'
import { freshCounter, lockAt, strictest, type ThrottleCounter } from '../../otp/throttle'
import type { Reader, Writer } from '../../vault/types'
import type { Call, DeskContext } from '../context'
import { requirePerson } from '../users/person'

/** What is being guessed: each has counters of its own. */
export type Factor = 'code' | 'recovery' | 'pass'

export interface Throttles {
  /** The stricter of the user's counter and, when given, the totp's, as of now. */
  state(factor: Factor, userId: string, totpId?: string): ThrottleState
  /**
   * Clears waits, locks and counts of every factor before their time.
   * @throws DeskError `not_found`, `nothing_to_unlock`
   */
  unlockUser(call: Call, input: { userId: string; reason: string }): Promise<void>
}

export function createThrottles(ctx: DeskContext): Throttles {
  return {
    state(factor, userId, totpId) {
      const scopes = totpId === undefined ? [userId] : [userId, totpId]
      const now = ctx.clock.now()
      const counters = scopes.map((scope) => readCounter(ctx.vault, scope, factor))
      const counter = strictest(counters, now)
      return { failures: counter.failures, waitUntil: counter.waitUntil, lock: lockAt(counter, now) }
    },
    unlockUser(call, { userId, reason }) {
      return ctx.act(call, (tx, record) => {
        const person = requirePerson(tx, userId)
        const now = ctx.clock.now()
        const held = tx.all<{ factor: string; failures: number }>(
          `select factor, failures from throttles where ${ofPerson}
           and (wait_until > ? or locked_until > ? or streak >= ?)`,
          [userId, userId, now, now, maxConsecutiveFailures],
        )
        if (held.length === 0) {
          throw new DeskError('nothing_to_unlock', `${person.name} is not locked and need not wait.`)
        }
        tx.run(`delete from throttles where ${ofPerson}`, [userId, userId])
        const factors = [...new Set(held.map((row) => row.factor))].toSorted().join(', ')
        const failures = Math.max(...held.map((row) => row.failures))
        record({ action: 'user.unlocked', subject: person.subject, reason, details: { factors, failures } })
      })
    },
  }
}

const ofPerson = '(scope = ? or scope in (select totp_id from totps where user_id = ?))'

interface CounterRow {
  failures: number
  streak: number
  wait_until: number | null
  locked_until: number | null
}

/** A counter as it was last written; the time is not yet looked at. */
export function readCounter(from: Reader, scope: string, factor: Factor): ThrottleCounter {
  const row = from.get<CounterRow>(
    'select failures, streak, wait_until, locked_until from throttles where scope = ? and factor = ?',
    [scope, factor],
  )
  if (!row) return freshCounter
  return { failures: row.failures, streak: row.streak, waitUntil: row.wait_until, lockedUntil: row.locked_until }
}

/** Writes a counter; a fresh one leaves no row. */
export function writeCounter(tx: Writer, scope: string, factor: Factor, counter: ThrottleCounter): void {
  if (counter.streak === 0) {
    tx.run('delete from throttles where scope = ? and factor = ?', [scope, factor])
    return
  }
  tx.run(
    `insert into throttles (scope, factor, failures, streak, wait_until, locked_until) values (?, ?, ?, ?, ?, ?)
     on conflict (scope, factor) do update set failures = excluded.failures, streak = excluded.streak,
       wait_until = excluded.wait_until, locked_until = excluded.locked_until`,
    [scope, factor, counter.failures, counter.streak, counter.waitUntil, counter.lockedUntil],
  )
}
