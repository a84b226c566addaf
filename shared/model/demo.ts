import { z } from 'zod'
import { timeMsSchema, userIdSchema } from './common'
import { totpStatusSchema } from './totp'

/** How far a phone's clock may be off, in seconds; positive: ahead of the desk. */
export const driftSecondsSchema = z.int().min(-600).max(600)

/** How far the demo's clock can be moved from the machine's, either way: two hours. */
export const maxClockOffsetMs = 2 * 60 * 60_000

const personSchema = userIdSchema.nullable()

/** What the demo says about itself; while the vault is locked it names no one. */
export const demoStatusSchema = z.strictObject({
  /** Opens the demo's vault, and no other: it is no secret. */
  passphrase: z.string(),
  /** The people of the guided tour; null once removed, and while locked. */
  people: z.strictObject({
    /** Not enrolled yet. */
    enroll: personSchema,
    /** Enrolled, with a phone that keeps time. */
    verify: personSchema,
    /** Has recovery codes, of which few are left. */
    recovery: personSchema,
    /** Locked after too many wrong codes when the demo began. */
    locked: personSchema,
  }),
  /** A recovery code that the person of that stop still has on their sheet; null when there is none. */
  recoveryCode: z.string().nullable(),
  /** The desk's clock against the machine's, in milliseconds; positive: ahead. */
  offsetMs: z.int(),
  /** The attack that is running. */
  attackId: z.string().nullable(),
})
export type DemoStatus = z.infer<typeof demoStatusSchema>

/**
 * A virtual phone of the demo: the authenticator of one made-up person, there once the QR was shown.
 * One whose QR has expired still shows codes, as a real one does.
 */
export const demoPhoneSchema = z.strictObject({
  userId: userIdSchema,
  name: z.string(),
  status: totpStatusSchema,
  driftSeconds: driftSecondsSchema,
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
