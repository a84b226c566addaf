import { z } from 'zod'
import { timeMsSchema } from './common'

/** A lock after too many failures: nothing is checked while it is in force. */
export const lockSchema = z.strictObject({
  /** When it ends; null: only `users.unlock` ends it (NIST SP 800-63B-4 3.2.2). */
  until: timeMsSchema.nullable(),
})
export type Lock = z.infer<typeof lockSchema>

/** Failures in a row after which a lock has no end but an operator's unlock (NIST SP 800-63B-4 3.2.2). */
export const maxConsecutiveFailures = 100
