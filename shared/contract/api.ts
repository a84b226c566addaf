import { z } from 'zod'
import { apiCallSchema, apiStatusSchema } from '../model/api'
import { admins, readers } from '../roles'
import { nothing, type Procedures } from './procedure'

const credentials = z.strictObject({ projectId: z.string(), secret: z.string() })

export const api = {
  'api.status': { input: nothing, output: apiStatusSchema, access: readers },
  /** Switches the API on, now and whenever the vault is open; port 0 or none: the system picks one. */
  'api.start': {
    input: z.strictObject({ port: z.int().min(0).max(65_535).optional() }),
    output: apiStatusSchema,
    access: admins,
  },
  'api.stop': { input: nothing, output: apiStatusSchema, access: admins },
  /** Shows the project's secret; recorded. */
  'api.credentials': { input: nothing, output: credentials, access: admins, secret: true },
  /** A new secret, and a new key for session JWTs; the old secret stops working at once. */
  'api.rotate': { input: nothing, output: credentials, access: admins, secret: true },
  /** The last calls, newest first; `before` is the request id of the last one seen. */
  'api.calls': {
    input: z.strictObject({ before: z.string().max(80).optional() }),
    output: z.strictObject({ calls: z.array(apiCallSchema) }),
    access: readers,
  },
} satisfies Procedures<'api'>
