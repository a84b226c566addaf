import { z } from 'zod'
import { operatorNameSchema, passphraseSchema, settingsSchema, vaultStatusSchema } from '../model/desk'
import { anyone, readers } from '../roles'
import { nothing, type Procedures } from './procedure'

export const vault = {
  'vault.status': { input: nothing, output: vaultStatusSchema, access: anyone },
  /** Works with one of the other vaults that `host.status` names; none is moved or changed. */
  'vault.use': {
    input: z.strictObject({ folder: z.string().max(4096) }),
    output: vaultStatusSchema,
    access: anyone,
  },
  'vault.create': {
    input: z.strictObject({
      operator: operatorNameSchema,
      passphrase: passphraseSchema,
      issuer: settingsSchema.shape.issuer.optional(),
    }),
    output: vaultStatusSchema,
    access: anyone,
  },
  'vault.unlock': {
    input: z.strictObject({ passphrase: passphraseSchema }),
    output: vaultStatusSchema,
    access: anyone,
  },
  'vault.lock': { input: nothing, output: vaultStatusSchema, access: readers },
  /**
   * A person is at work: puts off the idle lock. Pages send it for real input, at most every half minute. No
   * other call does, so that a program that reads or writes by itself never keeps a vault open.
   */
  'vault.touch': { input: nothing, output: nothing, access: readers, personSide: true },
} satisfies Procedures<'vault'>
