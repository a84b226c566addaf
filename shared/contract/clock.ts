import { z } from 'zod'
import { reasonSchema } from '../model/common'
import { clockStatusSchema } from '../model/desk'
import { admins, readers } from '../roles'
import { nothing, type Procedures } from './procedure'

export const clock = {
  'clock.status': {
    input: nothing,
    output: clockStatusSchema,
    access: readers,
    personSide: true,
  },
  /** Ends the block after a backward jump, and repairs the marks that lie in the future. */
  'clock.confirm': {
    input: z.strictObject({ reason: reasonSchema }),
    output: clockStatusSchema.extend({ repaired: z.int().min(0) }),
    access: admins,
  },
} satisfies Procedures<'clock'>
