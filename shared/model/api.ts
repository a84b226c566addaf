import { z } from 'zod'
import { timeMsSchema } from './common'

/** The Stytch-compatible API on loopback: off unless switched on. */
export const apiStatusSchema = z.strictObject({
  running: z.boolean(),
  /** Switched on: it runs whenever the vault is open, also after a restart. */
  on: z.boolean(),
  /** Why it is on and does not run, in one sentence; null when all is well. */
  problem: z.string().nullable(),
  /** http://127.0.0.1:<port>; null while off. */
  url: z.string().nullable(),
  projectId: z.string(),
})
export type ApiStatus = z.infer<typeof apiStatusSchema>

/** One call as the API screen lists it. Bodies have every secret, code and token masked. */
export const apiCallSchema = z.strictObject({
  requestId: z.string(),
  at: timeMsSchema,
  method: z.string(),
  path: z.string(),
  status: z.int(),
  ms: z.number().min(0),
  errorType: z.string().nullable(),
  request: z.string(),
  response: z.string(),
})
export type ApiCall = z.infer<typeof apiCallSchema>
