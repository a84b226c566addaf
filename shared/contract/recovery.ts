import { z } from 'zod'
import { identityCheckSchema, timeMsSchema, userIdSchema } from '../model/common'
import { codeInputSchema, redemptionOutcomeSchema } from '../model/verification'
import { staff } from '../roles'
import { nothing, type Procedures } from './procedure'

export const recovery = {
  'recovery.redeem': {
    input: codeInputSchema.extend({ identityCheck: identityCheckSchema.optional() }),
    output: redemptionOutcomeSchema,
    access: staff,
  },
  /** A new set; the old one is deleted in the same transaction. The only time its codes are seen. */
  'recovery.replace': {
    input: z.strictObject({ userId: userIdSchema }),
    output: z.strictObject({
      setId: z.string(),
      fingerprint: z.string(),
      recoveryCodes: z.array(z.string()),
      createdAt: timeMsSchema,
    }),
    access: staff,
    secret: true,
  },
  /** Records that the sheet of a set was printed or copied. */
  'recovery.printed': {
    input: z.strictObject({ userId: userIdSchema, setId: z.string().max(64), how: z.enum(['print', 'copy']) }),
    output: nothing,
    access: staff,
  },
} satisfies Procedures<'recovery'>
