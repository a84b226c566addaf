import { z } from 'zod'
import { timeStepAt } from '../../../shared/time-step'
import type { Reader, Writer } from '../../vault/types'
import { acceptedStepsSince } from './audit-events'
import { defineTable } from './table'
import { findTotp } from './totps'

/**
 * Time steps beyond the high-water mark whose code was accepted, because the clock stood ahead then.
 * There are none on a desk whose clock was never wrong.
 */
const steps = defineTable('steps_used_ahead', ['totpId', 'step'], { totpId: z.string(), step: z.int() })

/** The longest period of a code, in milliseconds: an accepted step lies at most one beyond the time of its event. */
const longestPeriodMs = 60_000

/** Steps of a totp that are used although its high-water mark lies before them. */
export function stepsUsedAhead(from: Reader, totpId: string): number[] {
  return steps.all(from, 'where totp_id = ? order by step', [totpId]).map(({ step }) => step)
}

/**
 * Notes the steps that were accepted ahead of `now`, as the audit log tells them, and each mark, which
 * can be one more where two steps share their digits. Call it before marks are brought back.
 */
export function noteStepsUsedAhead(tx: Writer, now: number): void {
  const current = 'cast(? / (period * 1000) as integer)'
  tx.run(
    `insert into steps_used_ahead (totp_id, step) select totp_id, last_step from totps where last_step > ${current}
     on conflict do nothing`,
    [now],
  )
  for (const { totpId, step } of acceptedStepsSince(tx, now - 2 * longestPeriodMs)) {
    const totp = findTotp(tx, totpId)
    if (totp && step > timeStepAt(now, totp.period)) steps.put(tx, { totpId, step })
  }
}

/** Forgets those that the high-water mark has reached. */
export function forgetStepsUsedAhead(tx: Writer, totpId: string, mark: number): void {
  tx.run('delete from steps_used_ahead where totp_id = ? and step <= ?', [totpId, mark])
}
