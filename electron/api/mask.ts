import { isObject } from './body'
import { isHarmlessPart, opaque, type Rule, requestFields, responseFields } from './harmless'

const hidden = '••••'
/** No address of the API comes near it. */
const maxPathLength = 4000

/** A request's JSON with everything hidden that is not known to be harmless. */
export function maskRequest(body: unknown): unknown {
  return maskValue(body, undefined, requestFields)
}

/** As {@link maskRequest}, for an answer. */
export function maskResponse(body: unknown): unknown {
  return maskValue(body, undefined, responseFields)
}

/**
 * The path of a request and its query, part by part: the words of a route, ids and known parameters are shown as they
 * were sent, everything else is hidden.
 */
export function maskPath(path: string): string {
  if (path.length > maxPathLength) return hidden
  const [pathname = '', ...query] = path.split('?')
  const parts = pathname.split('/').map((part) => (isHarmlessPart(decoded(part)) ? part : hidden))
  if (query.length === 0) return parts.join('/')
  return `${parts.join('/')}?${query.join('?').split('&').map(maskParameter).join('&')}`
}

function maskParameter(parameter: string): string {
  const at = parameter.indexOf('=')
  const name = parameter.slice(0, Math.max(0, at))
  const rule = requestFields.get(name)
  if (!rule) return hidden
  const value = parameter.slice(at + 1)
  return `${name}=${value === '' || rule(decoded(value)) ? value : hidden}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    return part
  }
}

type Fields = ReadonlyMap<string, Rule>

function maskValue(value: unknown, rule: Rule | undefined, fields: Fields): unknown {
  // What is absent is no secret.
  if (value === undefined || value === null || value === '') return value
  if (Array.isArray(value)) return value.map((inner) => maskValue(inner, rule, fields))
  if (isObject(value)) return maskObject(value, fields)
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return hidden
  return rule?.(value) ? value : hidden
}

/** Known fields by their rules; of the others only how many there are. */
function maskObject(object: Record<string, unknown>, fields: Fields): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  let others = 0
  for (const [name, value] of Object.entries(object)) {
    const rule = fields.get(name)
    if (!rule) others += 1
    else if (opaque.has(name) && isObject(value)) shown[name] = Object.keys(value).length === 0 ? {} : hidden
    else shown[name] = maskValue(value, rule, fields)
  }
  if (others > 0) shown[`${hidden} (${others} more)`] = hidden
  return shown
}
