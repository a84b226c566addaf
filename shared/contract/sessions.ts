import { z } from 'zod'
import { userIdSchema } from '../model/common'
import { sessionIdSchema, sessionMinutesSchema, sessionSchema } from '../model/session'
import { readers, staff } from '../roles'
import type { Procedures } from './procedure'

export const sessions = {
  'sessions.list': {
    input: z.strictObject({
      userId: userIdSchema.optional(),
      state: sessionSchema.shape.state.optional(),
      cursor: z.string().max(200).optional(),
      limit: z.int().min(1).max(500).optional(),
    }),
    /** Newest first. */
    output: z.strictObject({ sessions: z.array(sessionSchema), nextCursor: z.string().nullable() }),
    access: readers,
  },
  /** Lets an open session end that many minutes from now. */
  'sessions.extend': {
    input: z.strictObject({ sessionId: sessionIdSchema, minutes: sessionMinutesSchema }),
    output: sessionSchema,
    access: staff,
  },
  'sessions.revoke': {
    input: z.strictObject({ sessionId: sessionIdSchema }),
    output: sessionSchema,
    access: staff,
  },
} satisfies Procedures<'sessions'>
