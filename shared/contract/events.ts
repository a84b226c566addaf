import { z } from 'zod'
import { apiCallSchema, apiStatusSchema } from '../model/api'
import { timeMsSchema } from '../model/common'
import { attackAttemptSchema } from '../model/demo'
import { clockStatusSchema } from '../model/desk'

/** What the desk tells its screens without being asked, and what each event carries. None carries a secret or a code, but the demo's made-up codes. */
export const events = {
  'vault.unlocked': z.strictObject({}),
  'vault.locked': z.strictObject({ why: z.enum(['asked', 'idle', 'system']) }),
  'audit.appended': z.strictObject({
    seq: z.int().min(1),
    action: z.string(),
    subject: z.string().nullable(),
    channel: z.string(),
  }),
  'clock.changed': clockStatusSchema,
  'clock.alarm': clockStatusSchema,
  /** Bodies are masked: no secret, code or token is in them. */
  'api.called': apiCallSchema,
  'api.changed': apiStatusSchema,
  'task.progress': z.strictObject({
    taskId: z.string(),
    done: z.int().min(0),
    total: z.int().min(0),
    state: z.enum(['running', 'finished', 'cancelled', 'failed']),
    at: timeMsSchema,
  }),
  /** One try of the demo's scripted attacker. */
  'demo.attempt': attackAttemptSchema,
} satisfies Record<string, z.ZodType>

export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>
