import { overviewSchema } from '../model/desk'
import { readers } from '../roles'
import { nothing, type Procedures } from './procedure'

export const desk = {
  'desk.overview': { input: nothing, output: overviewSchema, access: readers },
} satisfies Procedures<'desk'>
