import { z } from 'zod'
import { keysOf } from '../keys-of'
import { nameOfCharacter, showsSomething } from '../text/characters'
import { cleanAddress } from '../text/clean'
import { readPhone } from '../text/phone'
import { lineOfText, linesOfText, timeMsSchema, userIdSchema } from './common'
import { lockSchema } from './lock'
import { sessionSchema } from './session'
import { driftSchema, totpSchema } from './totp'

/** The first character of an address or id that does not belong there, by name. */
function refusedCharacter(allowed: RegExp, what: string) {
  return (context: z.core.ParsePayload<string>) => {
    const other = [...context.value].find((character) => !allowed.test(character))
    if (other === undefined) return
    const message = `${nameOfCharacter(other)} cannot stand in ${what}. Delete it.`
    context.issues.push({ code: 'custom', message, input: context.value, continue: true })
  }
}

/** An email address, folded to lower case: two spellings of one address are one address. */
export const emailSchema = z
  .string()
  .transform((text) => cleanAddress(text).toLowerCase())
  .pipe(
    z
      .string()
      .max(254, 'At most 254 characters.')
      .check(refusedCharacter(/[a-z0-9.!#$%&'*+/=?^_`{|}~@-]/, 'an email address'))
      .pipe(z.email('Not an email address.')),
  )

/** A phone number as people write it, kept in E.164 form; see {@link readPhone}. */
function phoneIn(country: string) {
  return z
    .string()
    .max(100, 'Not a phone number.')
    .transform((text, context) => {
      const reading = readPhone(text, country)
      if ('number' in reading) return reading.number
      context.addIssue({ code: 'custom', message: reading.problem, continue: true })
      return z.NEVER
    })
}
export const phoneSchema = phoneIn('')

/** An id from another system: 1 to 128 of letters, digits and . _ - | (Stytch external_id). */
export const externalIdSchema = z
  .string()
  .transform(cleanAddress)
  .pipe(
    z
      .string()
      .check(refusedCharacter(/[A-Za-z0-9._|-]/, 'an external id'))
      .pipe(z.string().regex(/^[A-Za-z0-9._|-]{1,128}$/, 'Use letters, digits and . _ - | only.')),
  )

const name = lineOfText(120).pipe(
  z.string().min(1, 'Give a name.').refine(showsSomething, 'Give a name that can be seen.'),
)
const notes = linesOfText(2000)

/** What a person may have beside their name: shown in lists, found by the search, null when they have none. */
const personFieldsSchema = z.strictObject({
  email: emailSchema,
  phone: phoneSchema,
  externalId: externalIdSchema,
})
export const personFields = keysOf(personFieldsSchema.shape)
export type PersonField = (typeof personFields)[number]

/** The same schema for what becomes of each of these fields. */
function eachField<T extends z.ZodType>(of: (field: z.ZodType<string, string>) => T): Record<PersonField, T> {
  return Object.fromEntries(personFields.map((field) => [field, of(personFieldsSchema.shape[field])])) as Record<
    PersonField,
    T
  >
}

/** What `users.create` takes. An email address or a phone number is needed to tell people apart. */
export const newUserSchema = z
  .strictObject({ name, ...personFieldsSchema.partial().shape, notes: notes.optional() })
  .refine((user) => user.email !== undefined || user.phone !== undefined, {
    message: 'Give an email address or a phone number.',
    path: ['email'],
  })

/** What `users.update` may change; `null` clears a field, an absent one stays. */
export const userChangesSchema = z.strictObject({
  name: name.optional(),
  ...eachField((field) => field.nullable().optional()),
  notes: notes.optional(),
  status: z.enum(['active', 'deactivated']).optional(),
})
export type UserChanges = z.infer<typeof userChangesSchema>

/** Where a person stands with their authenticator; `locked` and `deactivated` stand above it. */
export const enrollmentStateSchema = z.enum(['none', 'pending', 'active', 'expired'])

/** A person in a list. */
export const userSummarySchema = z.strictObject({
  userId: userIdSchema,
  name: z.string(),
  ...eachField(() => z.string().nullable()),
  status: z.enum(['active', 'deactivated']),
  enrollment: enrollmentStateSchema,
  /** When the pending enrollment ends; null unless `enrollment` is pending. */
  expiresAt: timeMsSchema.nullable(),
  lock: lockSchema.nullable(),
  /** Recovery codes left; null without an authenticator. */
  recoveryLeft: z.int().min(0).nullable(),
  lastAcceptedAt: timeMsSchema.nullable(),
  createdAt: timeMsSchema,
})
export type UserSummary = z.infer<typeof userSummarySchema>

/** The recovery codes of a person, without any code: which are spent, by position. */
export const recoveryStateSchema = z.strictObject({
  setId: z.string(),
  total: z.int().min(0),
  left: z.int().min(0),
  /** One entry per code in the order printed; true when it is spent. */
  spent: z.array(z.boolean()),
  createdAt: timeMsSchema,
  lastUsedAt: timeMsSchema.nullable(),
})
export type RecoveryState = z.infer<typeof recoveryStateSchema>

/** One failure counter: consecutive failures, and what it holds back. */
export const throttleStateSchema = z.strictObject({
  failures: z.int().min(0),
  /** No attempt is evaluated before this time; null when none is held back. */
  waitUntil: timeMsSchema.nullable(),
  lock: lockSchema.nullable(),
})
export type ThrottleState = z.infer<typeof throttleStateSchema>

/** A person with everything their page shows. */
export const userDetailSchema = userSummarySchema.extend({
  notes: z.string(),
  updatedAt: timeMsSchema,
  totp: totpSchema.nullable(),
  recovery: recoveryStateSchema.nullable(),
  pass: z
    .strictObject({ passId: z.string(), expiresAt: timeMsSchema, issuedAt: timeMsSchema, reason: z.string() })
    .nullable(),
  codeThrottle: throttleStateSchema,
  recoveryThrottle: throttleStateSchema,
  drift: driftSchema.nullable(),
  /** Those open now, newest first. */
  sessions: z.array(sessionSchema),
})
export type UserDetail = z.infer<typeof userDetailSchema>

/** The filters of the people screen; each has a count beside it. */
export const peopleFilterSchema = z.enum([
  'all',
  'enrolled',
  'not_enrolled',
  'pending',
  'locked',
  'low_codes',
  'deactivated',
])
export type PeopleFilter = z.infer<typeof peopleFilterSchema>

/** What goes with a person when they are removed. */
export const removalSchema = z.strictObject({
  userId: userIdSchema,
  name: z.string(),
  totps: z.int().min(0),
  recoveryCodes: z.int().min(0),
  sessions: z.int().min(0),
})
