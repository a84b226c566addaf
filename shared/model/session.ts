import { z } from 'zod'
import { channelSchema } from './audit'
import { idOf, timeMsSchema, userIdSchema } from './common'

export const sessionIdSchema = idOf('session')

/** Minutes a session lives: five minutes to 366 days (Stytch session_duration_minutes). */
export const sessionMinutesSchema = z.int().min(5).max(527_040)

/** Seconds that a session's JWT lives, whatever the session's length. */
export const jwtLifeSeconds = 300

/** What a person proved, and when: the factors of a session. */
export const authenticationFactorSchema = z.strictObject({
  kind: z.enum(['totp', 'recovery_code', 'pass']),
  /** The totp, recovery code or pass used. */
  objectId: z.string(),
  firstAt: timeMsSchema,
  lastAt: timeMsSchema,
})
export type AuthenticationFactor = z.infer<typeof authenticationFactorSchema>

/** A session as the screens see it: never its token. */
export const sessionSchema = z.strictObject({
  sessionId: sessionIdSchema,
  userId: userIdSchema,
  userName: z.string(),
  state: z.enum(['open', 'expired', 'revoked']),
  factors: z.array(authenticationFactorSchema),
  startedAt: timeMsSchema,
  lastAccessedAt: timeMsSchema,
  expiresAt: timeMsSchema,
  revokedAt: timeMsSchema.nullable(),
  channel: channelSchema,
})
export type Session = z.infer<typeof sessionSchema>
