import { DeskError } from '../../../shared/errors'
import type { ClockStatus } from '../../../shared/model/desk'
import { jwtLifeSeconds } from '../../../shared/model/session'
import { maxWaitSeconds } from '../../otp/throttle'
import type { Writer } from '../../vault/types'
import type { AuditEntry, Call, DeskContext } from '../context'
import { withdrawKeysUsedAfter } from '../store/session-keys'
import { noteStepsUsedAhead } from '../store/steps-used-ahead'
import { repairStoredTimes } from '../store/times'
import type { ClockGuard, ClockNews, ClockReading } from './guard'

/**
 * The clock as the desk uses it: alarms recorded, block lifted by an operator.
 *
 * One rule for everything that ends at a time. While the clock is held back nothing that has an end
 * is taken as valid, begun or prolonged; what ends something early goes on. A confirmation then brings
 * every stored time to where it can be (`store/times.ts`).
 */
export interface ClockDesk {
  status(): ClockStatus
  /** The clock at this moment; inside an act's work, so that a second run has a time of its own. */
  read(): ClockReading
  /**
   * Stands where something with an end is used, begun or prolonged; inside the act's work, as `read`.
   * @param before what it is that waits, such as "anyone is enrolled"
   * @throws DeskError `clock_blocked` while the clock is held back
   */
  requireRunning(before: string): void
  /** The latest time seen while the clock is held back, else the time: what was over by then stays over. */
  latest(): number
  /**
   * Reads the clock and, when something new happened to it (jump, zone change), records that in an act
   * of its own and emits `clock.alarm` or `clock.changed`. Call it after opening and every few seconds.
   */
  watch(): Promise<ClockReading>
  /**
   * Takes the clock for right: ends the block, repairs what lies in the future, and records both.
   * On the demo's clock, which never blocks, it may follow any backward jump.
   * @throws DeskError `clock_not_blocked`
   */
  confirm(call: Call, input: { reason: string }): Promise<ClockStatus & { repaired: number }>
}

const bySystem: Call = { operator: null, channel: 'system' }

export function createClockDesk(ctx: DeskContext, guard: ClockGuard): ClockDesk {
  const watch = async (): Promise<ClockReading> => {
    const reading = guard.read()
    const news = guard.takeNews()
    if (news.length === 0) return reading
    try {
      await ctx.act(bySystem, (_tx, record) => {
        for (const item of news) record(entryOf(item))
      })
    } catch (error) {
      guard.putBack(news)
      throw error
    }
    ctx.emit('clock.changed', guard.status())
    if (news.some((item) => item.kind === 'jumped_back')) ctx.emit('clock.alarm', guard.status())
    return reading
  }

  return {
    status: () => guard.status(),
    read: () => guard.read(),
    watch,
    requireRunning(before) {
      if (!guard.read().blocked) return
      const message = `The desk's clock went back. An admin must confirm it before ${before}.`
      throw new DeskError('clock_blocked', message)
    },
    latest() {
      const { now, blocked, highestSeen } = guard.status()
      return blocked ? Math.max(now, highestSeen) : now
    },
    async confirm(call, { reason }) {
      const reading = await watch()
      if (reading.verdict !== 'jumped_back') {
        throw new DeskError('clock_not_blocked', 'The clock is not held back. There is nothing to confirm.')
      }
      const { highestSeen } = guard.status()
      const takeBack = guard.accept(reading.now)
      try {
        const repaired = await ctx.act(call, (tx, record) => {
          const { times, ...numbers } = repair(tx, reading.now, ctx.settings().lockMinutes)
          const details = { highestSeen, confirmed: reading.now, ...numbers, times }
          record({ action: 'clock.confirmed', reason, details })
          return Object.values(numbers).reduce((sum, count) => sum + count, 0)
        })
        const status = guard.status()
        ctx.emit('clock.changed', status)
        return { ...status, repaired }
      } catch (failure) {
        takeBack()
        throw failure
      }
    },
  }
}

function entryOf(news: ClockNews): AuditEntry {
  if (news.kind === 'zone_changed') {
    return { action: 'clock.noted', reason: news.kind, details: { from: news.from, to: news.to } }
  }
  return {
    action: news.kind === 'jumped_back' ? 'clock.alarm' : 'clock.noted',
    reason: news.kind,
    details: { milliseconds: news.milliseconds },
  }
}

/** What a confirmation changed, by kind: what its audit event says. */
interface Repaired {
  marks: number
  waits: number
  locks: number
  passes: number
  enrollments: number
  sessions: number
  keys: number
  times: number
}

/**
 * Brings back what was written while the clock stood ahead, so that nobody is refused until the real
 * time catches up, and nothing lives longer than it was given: high-water marks beyond the next step
 * become the current step, and the steps that were used beyond it stay so; waits and locks last no
 * longer than they can; passes, pending totps and sessions that began ahead begin now; keys that
 * signed ahead are withdrawn; nothing has happened later than now.
 */
function repair(tx: Writer, now: number, lockMinutes: number): Repaired {
  const latest = { wait: now + maxWaitSeconds * 1000, lock: now + lockMinutes * 60_000 }
  // Both read times that the repair changes.
  noteStepsUsedAhead(tx, now)
  const keys = withdrawKeysUsedAfter(tx, now + jwtLifeSeconds * 1000)
  const { marks, waits, locks, ends, happened } = repairStoredTimes(tx, now, latest)
  const { passes = 0, totps: enrollments = 0, sessions = 0 } = ends
  return { marks, waits, locks, passes, enrollments, sessions, keys, times: happened }
}
