import { hostStatusSchema, preferencesSchema } from '../model/host'
import { anyone } from '../roles'
import { nothing, type Procedures } from './procedure'

export const host = {
  'host.status': { input: nothing, output: hostStatusSchema, access: anyone },
  'host.preferences': { input: nothing, output: preferencesSchema, access: anyone, personSide: true },
  'host.prefer': { input: preferencesSchema.partial(), output: preferencesSchema, access: anyone },
} satisfies Procedures<'host'>
