import { z } from 'zod'
import { identityCheckSchema, passIdSchema, reasonSchema, timeMsSchema, userIdSchema } from '../model/common'
import { codeInputSchema, passOutcomeSchema } from '../model/verification'
import { staff } from '../roles'
import { nothing, type Procedures } from './procedure'

export const passes = {
  'passes.issue': {
    input: z.strictObject({
      userId: userIdSchema,
      /** 5 minutes to 24 hours. */
      minutes: z.int().min(5).max(1440),
      reason: reasonSchema,
      identityCheck: identityCheckSchema,
    }),
    output: z.strictObject({ passId: passIdSchema, pass: z.string(), expiresAt: timeMsSchema }),
    access: staff,
    secret: true,
  },
  'passes.redeem': { input: codeInputSchema, output: passOutcomeSchema, access: staff },
  'passes.revoke': { input: z.strictObject({ userId: userIdSchema }), output: nothing, access: staff },
} satisfies Procedures<'passes'>
