import { codeInputSchema, verificationOutcomeSchema } from '../model/verification'
import { staff } from '../roles'
import type { Procedures } from './procedure'

export const verification = {
  'verification.submit': {
    input: codeInputSchema,
    output: verificationOutcomeSchema,
    access: staff,
    personSide: true,
  },
} satisfies Procedures<'verification'>
