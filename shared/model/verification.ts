import { z } from 'zod'
import { timeMsSchema, totpIdSchema, userIdSchema } from './common'
import { lockSchema } from './lock'
import { driftSchema } from './totp'

/** A code for a person, as the operator or the person types it: of an app, of a recovery sheet, or a temporary pass. */
export const codeInputSchema = z.strictObject({
  userId: userIdSchema,
  /** As typed: the verifier cleans and judges it, so that a malformed one is recorded and explained. */
  code: z.string().max(64),
})

/** Why a code was refused. The words for each are in the renderer. */
export const refusalReasonSchema = z.enum([
  'wrong_code',
  'already_used',
  'malformed',
  'not_enrolled',
  'expired',
  'revoked',
  'deactivated',
  'throttled',
  'locked',
  'clock_blocked',
  'recovery_code_in_code_box',
  'totp_code_in_recovery_box',
  'pass_in_code_box',
  'no_recovery_codes',
  'no_pass',
])
export type RefusalReason = z.infer<typeof refusalReasonSchema>

/** What the diagnosis of a wrong code found. It explains; it never accepts a code. */
export const diagnosisSchema = z.discriminatedUnion('kind', [
  /** The code belongs to a step outside the window; positive seconds: the phone is behind. */
  z.strictObject({ kind: z.literal('clock_off'), phoneBehindSeconds: z.number() }),
  /** The last code that was accepted, typed again when it has left the window. */
  z.strictObject({ kind: z.literal('spent') }),
  z.strictObject({ kind: z.literal('earlier_qr') }),
  z.strictObject({ kind: z.literal('other_person') }),
  z.strictObject({ kind: z.literal('nothing_found') }),
])
export type Diagnosis = z.infer<typeof diagnosisSchema>

export const clockVerdictSchema = z.enum(['steady', 'jumped_forward', 'jumped_back'])
export type ClockVerdict = z.infer<typeof clockVerdictSchema>

/** A refusal of a code, a recovery code or a pass: an answer, not an error. */
export const refusedSchema = z.strictObject({
  outcome: z.literal('refused'),
  reason: refusalReasonSchema,
  /** Whole seconds until another try makes sense; absent when waiting does not help. */
  retryAfterSeconds: z.int().min(0).optional(),
  /** The lock in force after this try; absent when there is none. */
  lock: lockSchema.optional(),
  /** Consecutive failures counted so far; absent while locked, where nothing is evaluated. */
  failures: z.int().min(0).optional(),
  /** Failures left before the lock. */
  failuresLeft: z.int().min(0).optional(),
  /** When the expired QR ended. */
  expiredAt: timeMsSchema.optional(),
  diagnosis: diagnosisSchema.optional(),
})
export type Refused = z.infer<typeof refusedSchema>

export const acceptedCodeSchema = z.strictObject({
  outcome: z.literal('accepted'),
  totpId: totpIdSchema,
  /** The matched step minus the current one: -1, 0 or +1. */
  offset: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  step: z.int(),
  period: z.int(),
  /** Desk time at which it was accepted. */
  at: timeMsSchema,
  /** True when this code turned a pending totp active. */
  activated: z.boolean(),
  /** True when this was the second good code of an enrollment. */
  verifiedAgain: z.boolean(),
  drift: driftSchema.nullable(),
  clock: clockVerdictSchema,
})

export const verificationOutcomeSchema = z.discriminatedUnion('outcome', [acceptedCodeSchema, refusedSchema])
export type VerificationOutcome = z.infer<typeof verificationOutcomeSchema>

export const redemptionOutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('accepted'),
    /** Position on the sheet, from 1. */
    position: z.int().min(1),
    left: z.int().min(0),
    /** True when three or fewer are left: offer a new set (NIST SP 800-63B-4 4.2.1.1). */
    low: z.boolean(),
    at: timeMsSchema,
  }),
  refusedSchema,
])
export type RedemptionOutcome = z.infer<typeof redemptionOutcomeSchema>

export const passOutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('accepted'), at: timeMsSchema }),
  refusedSchema,
])
export type PassOutcome = z.infer<typeof passOutcomeSchema>
