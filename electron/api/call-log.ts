import type { ApiCall } from '../../shared/model/api'
import { maskPath, maskRequest, maskResponse } from './mask'

/** The last calls, in memory alone and already masked. */
export interface CallLog {
  add(call: CallFacts): ApiCall
  /** Newest first; from the one after the request id `before`. */
  list(before?: string): ApiCall[]
  clear(): void
}

/** A call as it was, before masking. */
export interface CallFacts extends Omit<ApiCall, 'request' | 'response'> {
  /** The parsed body, or a remark in words. */
  request: unknown
  response: unknown
}

const maxCalls = 200
/** Longer ones are cut: the screen shows what was said, not megabytes of it. */
const shownPath = 500
const maxShownLength = 8000

export function createCallLog(): CallLog {
  let calls: ApiCall[] = []
  return {
    add(facts) {
      const call: ApiCall = {
        ...facts,
        path: maskPath(facts.path).slice(0, shownPath),
        // A text is a remark of ours: a body that is kept is an object.
        request: shown(typeof facts.request === 'string' ? facts.request : maskRequest(facts.request)),
        response: shown(maskResponse(facts.response)),
      }
      calls = [call, ...calls].slice(0, maxCalls)
      return call
    },
    list(before) {
      const at = before === undefined ? -1 : calls.findIndex((call) => call.requestId === before)
      return before !== undefined && at < 0 ? [] : calls.slice(at + 1)
    },
    clear() {
      calls = []
    },
  }
}

function shown(body: unknown): string {
  if (body === undefined) return ''
  const text = JSON.stringify(body, null, 2)
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength)}\n…` : text
}
