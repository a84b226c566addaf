import type { Context } from 'hono'
import type { Answer } from '../../../shared/contract/transport'
import type { ErrorCode } from '../../../shared/errors'
import type { Dispatch } from '../../ipc/dispatch'

/** Far above any honest call, far below what would hurt. */
export const maxBodyBytes = 256 * 1024

/** Answers `POST /ipc/<name>`: the contract's envelope, with HTTP 200 whatever it says. */
export async function answerCall(context: Context, dispatch: Dispatch): Promise<Response> {
  let input: unknown
  try {
    const text = await context.req.text()
    input = text === '' ? {} : JSON.parse(text)
  } catch {
    // Also reached when the caller goes away before the body is whole; nobody reads the answer then.
    return refusal(context, 200, 'invalid_input', 'The body is not JSON. Send the input of the call as a JSON object.')
  }
  // Both sides of the desk are tabs of the same browser here, with the same cookie.
  const answer = await dispatch(context.req.param('name'), input, { side: null })
  return context.json(answer, 200, noStore)
}

/** The envelope of a call that does not reach the desk. */
export function refusal(context: Context, status: 200 | 401 | 403, code: ErrorCode, message: string): Response {
  const answer: Answer = { ok: false, error: { code, message } }
  return context.json(answer, status, noStore)
}

const noStore = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
