import { z } from 'zod'
import { timeMsSchema, userIdSchema } from './common'
import { totpStatusSchema } from './totp'

/** A virtual phone of the demo: the authenticator of one made-up person. */
export const demoPhoneSchema = z.strictObject({
  userId: userIdSchema,
  name: z.string(),
  status: totpStatusSchema,
  /** How far this phone's clock is off, in seconds; positive: ahead of the desk. */
  driftSeconds: z.int().min(-600).max(600),
  /** What the phone shows at this moment by its own clock. */
  code: z.string(),
  /** Desk time at which the phone shows the next code. */
  nextAt: timeMsSchema,
  period: z.int(),
})
export type DemoPhone = z.infer<typeof demoPhoneSchema>

export const attackKindSchema = z.enum(['replay', 'race', 'brute_force'])
export type AttackKind = z.infer<typeof attackKindSchema>

/** One try of the scripted attacker, as it happens. */
export const attackAttemptSchema = z.strictObject({
  attackId: z.string(),
  kind: attackKindSchema,
  n: z.int().min(1),
  of: z.int().min(1),
  at: timeMsSchema,
  /** What the attacker did, in words; demo codes may be named, they are made up. */
  what: z.string(),
  outcome: z.enum(['accepted', 'refused']),
  /** A refusal reason, or null when accepted. */
  reason: z.string().nullable(),
  /** True for the one acceptance that belongs to the honest person, such as a race's single winner. */
  expected: z.boolean(),
  done: z.boolean(),
})
export type AttackAttempt = z.infer<typeof attackAttemptSchema>
