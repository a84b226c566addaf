import { DeskError } from '../../../shared/errors'
import type { ClockStatus } from '../../../shared/model/desk'
import { maxWaitSeconds } from '../../otp/throttle'
import type { Writer } from '../../vault/types'
import type { AuditEntry, Call, DeskContext } from '../context'
import { restartFuturePasses } from '../store/passes'
import { capCounters } from '../store/throttles'
import { capLastSteps } from '../store/totps'
import type { ClockGuard, ClockNews, ClockReading } from './guard'

/** The clock as the desk uses it: alarms recorded, block lifted by an operator. */
export interface ClockDesk {
  status(): ClockStatus
  /** The clock at this moment; inside an act's work, so that a second run has a time of its own. */
  read(): ClockReading
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
    async confirm(call, { reason }) {
      const reading = await watch()
      if (reading.verdict !== 'jumped_back') {
        throw new DeskError('clock_not_blocked', 'The clock is not held back. There is nothing to confirm.')
      }
      const { highestSeen } = guard.status()
      const takeBack = guard.accept(reading.now)
      try {
        const repaired = await ctx.act(call, (tx, record) => {
          const numbers = repair(tx, reading.now, ctx.settings().lockMinutes)
          const details = { highestSeen, confirmed: reading.now, ...numbers }
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

/**
 * Brings back what was written while the clock stood ahead, so that nobody is refused until the real
 * time catches up: high-water marks beyond the next step become the current step (spent), waits and
 * locks last no longer than they can, passes run as long as they were issued for. When a pending
 * enrollment expires stays as the person was told.
 */
function repair(
  tx: Writer,
  now: number,
  lockMinutes: number,
): { marks: number; waits: number; locks: number; passes: number } {
  const latest = { wait: now + maxWaitSeconds * 1000, lock: now + lockMinutes * 60_000 }
  return {
    marks: capLastSteps(tx, now),
    ...capCounters(tx, latest),
    passes: restartFuturePasses(tx, now),
  }
}
