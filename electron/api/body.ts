import { type BodyFault, readText } from '../loopback/body'
import { ApiError } from './errors'

/** Far above the largest request that makes sense: two times 4 KB of metadata and a JWT. */
const bodyLimitBytes = 64 * 1024
const depthLimit = 32

const faults: Record<BodyFault, string> = {
  too_large: 'The body may take 64 KB at most.',
  cut_off: 'The body of the request was cut off.',
  not_utf8: 'The body is not UTF-8.',
}

/** The text of a body. @throws ApiError `bad_request` when too large, cut off, or no UTF-8 */
export async function readBody(stream: ReadableStream<Uint8Array> | null): Promise<string> {
  const read = await readText(stream, bodyLimitBytes)
  if ('fault' in read) throw new ApiError('bad_request', { message: faults[read.fault] })
  return read.text
}

/**
 * The JSON object of a body; an empty body is an empty object. Top-level fields that are null or an
 * empty string are left out: the protocol's own servers take them as absent.
 * @throws ApiError `bad_request`
 */
export function objectOf(text: string): Record<string, unknown> {
  if (text.trim() === '') return {}
  const value = parse(text)
  if (!isObject(value)) throw new ApiError('bad_request', { message: 'The body must be a JSON object.' })
  refuseHostile(value)
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null && field !== ''))
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('bad_request', { message: 'The body is not JSON.' })
  }
}

/**
 * Depth and lone surrogates, looked for without recursion: what walks the value later may recurse,
 * and half a character has no UTF-8 and so no place in the vault.
 */
function refuseHostile(root: unknown): void {
  const waiting: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next
    if (typeof value === 'string') refuseHalfCharacters(value)
    if (typeof value !== 'object' || value === null) continue
    if (depth > depthLimit) {
      throw new ApiError('bad_request', { message: `The body may be nested ${depthLimit} levels deep at most.` })
    }
    for (const [key, inner] of Object.entries(value)) {
      refuseHalfCharacters(key)
      waiting.push({ value: inner, depth: depth + 1 })
    }
  }
}

function refuseHalfCharacters(text: string): void {
  if (/\p{Surrogate}/u.test(text)) throw new ApiError('bad_request', { message: 'The body holds half a character.' })
}
