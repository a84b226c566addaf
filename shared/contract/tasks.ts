import { z } from 'zod'
import { readers } from '../roles'
import { nothing, type Procedures } from './procedure'

export const tasks = {
  'tasks.cancel': {
    input: z.strictObject({ taskId: z.string().max(80) }),
    output: nothing,
    access: readers,
  },
} satisfies Procedures<'tasks'>
