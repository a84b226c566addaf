import type { Context } from 'hono'
import type { Answer } from '../../../shared/contract/transport'
import type { ErrorCode } from '../../../shared/errors'
import type { Dispatch } from '../../ipc/dispatch'
import { type BodyFault, readText } from '../../loopback/body'
import { jsonHeaders } from '../../loopback/headers'

/** Far above any honest call, far below what would hurt. */
export const maxBodyBytes = 256 * 1024

const faults: Record<BodyFault, string> = {
  too_large: `The input is larger than ${maxBodyBytes / 1024} KiB. Send less.`,
  cut_off: 'The input was cut off. Send it again.',
  not_utf8: 'The input is not UTF-8 text. Send it as UTF-8.',
}

/** Answers `POST /ipc/<name>`: the contract's envelope, with HTTP 200 whatever it says. */
export async function answerCall(context: Context, dispatch: Dispatch): Promise<Response> {
  const read = await readText(context.req.raw.body, maxBodyBytes)
  // When the caller went away before the body was whole, nobody reads the answer.
  if ('fault' in read) return refusal(200, 'invalid_input', faults[read.fault])
  const input = parseJson(read.text)
  if (input === undefined) {
    return refusal(200, 'invalid_input', 'The body is not JSON. Send the input of the call as a JSON object.')
  }
  // Both sides of the desk are tabs of the same browser here, with the same token.
  const answer: Answer = await dispatch(context.req.param('name'), input, { side: null })
  return json(200, answer)
}

/** The envelope of a call that does not reach the desk. */
export function refusal(status: 200 | 400 | 401 | 403 | 405, code: ErrorCode, message: string): Response {
  return json(status, { ok: false, error: { code, message } } satisfies Answer)
}

export function json(status: number, value: object): Response {
  return new Response(JSON.stringify(value), { status, headers: jsonHeaders })
}

/** An empty text is an empty object; undefined for text that is no JSON, which no JSON text means. */
export function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}
