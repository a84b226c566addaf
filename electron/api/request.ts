import type { z } from 'zod'
import type { Call } from '../desk/context'
import type { OpenDesk } from '../desk/open-desk'
import { ApiError } from './errors'

/** One authenticated request, as an endpoint sees it. */
export interface ApiRequest {
  readonly desk: OpenDesk
  readonly call: Call
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The JSON object of the body; without fields that are null or empty, which count as absent. */
  readonly body: Readonly<Record<string, unknown>>
}

/** Answers a request with the fields of its body beside `status_code` and `request_id`. */
export type Endpoint = (request: ApiRequest) => object | Promise<object>

/** The body by a schema. @throws ApiError `bad_request`, naming the field and never quoting its value */
export function bodyOf<T>(schema: z.ZodType<T>, request: ApiRequest): T {
  const parsed = schema.safeParse(request.body)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.').slice(0, 80)
  const what = field ? `${field}: ${issue?.message ?? 'invalid'}` : (issue?.message ?? 'invalid')
  throw new ApiError('bad_request', { message: `The request is not what this endpoint takes. ${what}` })
}
