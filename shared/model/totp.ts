import { z } from 'zod'
import { identityCheckSchema, lineOfText, timeMsSchema, totpIdSchema, userIdSchema } from './common'

export const algorithmSchema = z.enum(['SHA1', 'SHA256', 'SHA512'])
export type Algorithm = z.infer<typeof algorithmSchema>

/**
 * How a totp computes its codes (RFC 6238 section 1.2). The default (SHA-1, 6 digits, 30 s) is
 * what every authenticator app follows; several ignore anything else without a word.
 */
export const totpParametersSchema = z.strictObject({
  algorithm: algorithmSchema.default('SHA1'),
  digits: z.union([z.literal(6), z.literal(8)]).default(6),
  period: z.union([z.literal(30), z.literal(60)]).default(30),
})
export type TotpParameters = z.infer<typeof totpParametersSchema>
export const defaultParameters: TotpParameters = { algorithm: 'SHA1', digits: 6, period: 30 }

/** Minutes until a totp that has not seen its first good code expires (Stytch expiration_minutes). */
export const expirationMinutesSchema = z
  .int('Give whole minutes.')
  .min(5, 'Between 5 and 1440 minutes.')
  .max(1440, 'Between 5 and 1440 minutes.')
export const defaultExpirationMinutes = 1440

export const totpStatusSchema = z.enum(['pending', 'active', 'expired', 'revoked'])

/** One registration of an authenticator. Its secret is not part of it and never crosses here. */
export const totpSchema = z.strictObject({
  totpId: totpIdSchema,
  status: totpStatusSchema,
  ...totpParametersSchema.shape,
  /** What staff call the device, such as "Pixel 9, work". */
  label: z.string().nullable(),
  createdAt: timeMsSchema,
  expiresAt: timeMsSchema,
  /** First good code. */
  activatedAt: timeMsSchema.nullable(),
  /** Second good code, from a later step: proves the phone's clock and the spent-code rule. */
  verifiedAgainAt: timeMsSchema.nullable(),
  /** Recovery sheet handed over: the enrollment is finished. */
  handedOverAt: timeMsSchema.nullable(),
  identityCheck: identityCheckSchema.nullable(),
  checkedBy: z.string(),
  interactionId: z.string(),
})
export type Totp = z.infer<typeof totpSchema>

/** The phone's clock against the desk's, narrowed from accepted codes. Positive: the phone runs behind. */
export const driftSchema = z.strictObject({
  /** The lag lies between these two, in seconds; negative numbers mean ahead. */
  minSeconds: z.number(),
  maxSeconds: z.number(),
  samples: z.int().min(1),
})
export type Drift = z.infer<typeof driftSchema>

/** What starts an enrollment. A lost phone is replaced only after an identity check (OWASP ASVS 5.0 6.4.4). */
export const enrollInputSchema = z
  .strictObject({
    userId: userIdSchema,
    expirationMinutes: expirationMinutesSchema.optional(),
    parameters: totpParametersSchema.optional(),
    label: lineOfText(60).optional(),
    identityCheck: identityCheckSchema.optional(),
    /** Must be true to replace an authenticator that works: the old one stops working at once. */
    replaceActive: z.boolean().optional(),
    /** Why an authenticator that works is replaced. */
    situation: z.enum(['lost_phone', 'new_phone', 'other']).optional(),
  })
  .refine(({ situation, identityCheck }) => situation !== 'lost_phone' || identityCheck !== undefined, {
    message: 'Say how you made sure who it is.',
    path: ['identityCheck'],
  })
export type EnrollInput = z.infer<typeof enrollInputSchema>

/** What the person's authenticator needs, as shown once on the screen turned to them. */
export const revealedTotpSchema = z.strictObject({
  totpId: totpIdSchema,
  /** Base-32, 32 symbols for the default 160 bits. */
  secret: z.string(),
  uri: z.string(),
  qrSvg: z.string(),
  expiresAt: timeMsSchema,
})
export type RevealedTotp = z.infer<typeof revealedTotpSchema>
