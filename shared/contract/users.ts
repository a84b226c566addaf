import { z } from 'zod'
import { reasonSchema, userIdSchema } from '../model/common'
import {
  newUserSchema,
  peopleFilterSchema,
  removalSchema,
  userChangesSchema,
  userDetailSchema,
  userSummarySchema,
} from '../model/user'
import { admins, readers, staff } from '../roles'
import type { Procedures } from './procedure'

export const users = {
  'users.create': { input: newUserSchema, output: userDetailSchema, access: staff },
  'users.get': {
    input: z.strictObject({ userId: userIdSchema }),
    output: userDetailSchema,
    access: readers,
  },
  'users.search': {
    input: z.strictObject({
      /** Words found in name, email, phone or external id, case and accents folded; all must be there. */
      query: z.string().max(200).optional(),
      filter: peopleFilterSchema.optional(),
      cursor: z.string().max(500).optional(),
      limit: z.int().min(1).max(1000).optional(),
    }),
    output: z.strictObject({
      users: z.array(userSummarySchema),
      nextCursor: z.string().nullable(),
      /** People that match query and filter. */
      matched: z.int().min(0),
      /** People in all, and by filter for the query given. */
      total: z.int().min(0),
      counts: z.record(peopleFilterSchema, z.int().min(0)),
    }),
    access: readers,
  },
  'users.update': {
    input: z.strictObject({ userId: userIdSchema, changes: userChangesSchema }),
    output: userDetailSchema,
    access: staff,
  },
  'users.remove': { input: z.strictObject({ userId: userIdSchema }), output: removalSchema, access: staff },
  /** Clears a lock or a wait before its time. */
  'users.unlock': {
    input: z.strictObject({ userId: userIdSchema, reason: reasonSchema }),
    output: userDetailSchema,
    access: admins,
  },
} satisfies Procedures<'users'>
