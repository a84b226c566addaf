import { z } from 'zod'
import { roleSchema } from '../roles'
import { lineOfText, timeMsSchema, userIdSchema } from './common'
import { clockVerdictSchema } from './verification'

export const operatorSchema = z.strictObject({ operatorId: z.string(), name: z.string(), role: roleSchema })
export type Operator = z.infer<typeof operatorSchema>

/** NIST SP 800-63B-4 asks for 15 where a password stands alone; it guards every secret here. */
export const minPassphraseLength = 12
export const passphraseSchema = z.string().max(1024)
export const operatorNameSchema = lineOfText(80).pipe(z.string().min(1, 'Give your name.'))

export const vaultStatusSchema = z.strictObject({
  state: z.enum(['absent', 'locked', 'unlocked']),
  folder: z.string(),
  demo: z.boolean(),
  operator: operatorSchema.nullable(),
  version: z.string(),
  /** What opening found and mended, such as a torn last record; null when nothing. */
  notice: z.string().nullable(),
})
export type VaultStatus = z.infer<typeof vaultStatusSchema>

/** The desk's own clock, against which every code is checked. */
export const clockStatusSchema = z.strictObject({
  now: timeMsSchema,
  verdict: clockVerdictSchema,
  /** True while verification is held back until an operator confirms the clock. */
  blocked: z.boolean(),
  highestSeen: timeMsSchema,
  timeZone: z.string(),
  /** True when the clock is the demo's and can be moved. */
  virtual: z.boolean(),
})
export type ClockStatus = z.infer<typeof clockStatusSchema>

/** What an admin may set. Bounds are the sources': see each. */
export const settingsSchema = z.strictObject({
  /** Named in the otpauth URI and on the person's screen. No colon: it separates issuer and account. */
  issuer: lineOfText(60).pipe(
    z
      .string()
      .min(1, 'Give a name.')
      .regex(/^[^:]*$/, 'Leave out colons.'),
  ),
  expirationMinutes: z.int().min(5).max(1440),
  /** Steps accepted either side of the current one (RFC 6238 5.2; 0 meets ASVS 6.5.5). */
  window: z.union([z.literal(0), z.literal(1)]),
  /** Failure at which each further try must wait. */
  delayAfter: z.int().min(3).max(100),
  /** Failure at which the person is locked; never above 100 (NIST SP 800-63B-4 3.2.2). */
  lockAfter: z.int().min(3).max(100),
  /** Minutes a lock lasts: 5 minutes to 7 days (Stytch user locks). */
  lockMinutes: z.int().min(5).max(10080),
  /** `hashed`: shown once. `readable`: kept readable for the Stytch call that returns them. */
  recoveryCodes: z.enum(['hashed', 'readable']),
  /** Minutes without a click or key until the vault locks; 0 never. */
  autoLockMinutes: z.int().min(0).max(480),
})
export type Settings = z.infer<typeof settingsSchema>
export const defaultSettings: Settings = {
  issuer: 'TOTP Desk',
  expirationMinutes: 1440,
  window: 1,
  delayAfter: 5,
  lockAfter: 10,
  lockMinutes: 60,
  recoveryCodes: 'hashed',
  autoLockMinutes: 15,
}

export const attentionKindSchema = z.enum(['pending', 'locked', 'low_codes', 'no_codes', 'unfinished', 'clock'])

/** What the desk screen shows beside the search box. */
export const overviewSchema = z.strictObject({
  people: z.int().min(0),
  needsAttention: z.array(
    z.strictObject({
      kind: attentionKindSchema,
      userId: userIdSchema.nullable(),
      name: z.string(),
      /** Expiry, end of lock, or the like; null for a lock without an end. */
      until: timeMsSchema.nullable(),
      /** Recovery codes left, failures counted, or the like. */
      count: z.int().nullable(),
    }),
  ),
  /** Hours of the desk's local day, 0 to 23. */
  today: z.array(
    z.strictObject({ hour: z.int().min(0).max(23), verified: z.int(), refused: z.int(), enrolled: z.int() }),
  ),
  recentPeople: z.array(z.strictObject({ userId: userIdSchema, name: z.string(), at: timeMsSchema })),
})
export type Overview = z.infer<typeof overviewSchema>
