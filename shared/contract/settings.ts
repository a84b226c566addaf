import { settingsSchema } from '../model/desk'
import { admins, readers } from '../roles'
import { nothing, type Procedures } from './procedure'

export const settings = {
  'settings.get': { input: nothing, output: settingsSchema, access: readers },
  'settings.update': { input: settingsSchema.partial(), output: settingsSchema, access: admins },
} satisfies Procedures<'settings'>
