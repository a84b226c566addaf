import { isObject } from './body'

const hidden = '••••'

/** Fields that hold a secret whatever they look like. */
const secretKeys =
  /^(secret|totp_code|code|otp|pin|recovery_codes?|qr_code|session_token|session_jwt|token|jwt|password|passphrase|authorization|pass|seed|uri)$/i

/** What a secret looks like, wherever it stands: a name that nobody thought of must not show it. */
const secretShapes: readonly RegExp[] = [
  /data:image\/[^\s"]+(?:\s[A-Za-z0-9+/=]+)?/g,
  /otpauth:[^\s"]+/gi,
  /secret-(?:live|test)-[A-Za-z0-9_-]+/g,
  /eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)?/g,
  // Base-32 of a TOTP secret, in one piece or in groups.
  /\b(?:[A-Z2-7]{4}[ -]?){7,}[A-Z2-7]{0,4}\b/gi,
  // Session tokens and other long base64.
  /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43,}={0,2}(?![A-Za-z0-9_-])/g,
  // Recovery codes and passes, in their groups.
  /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}(?:-[0-9A-Z]{4})?\b(?!-)/gi,
  /\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b/gi,
]
/** Ids are long and harmless, and what the reader looks for: they are set aside before the shapes are tried. */
const idShape = /\b[a-z]+(?:-[a-z]+)*-(?:live|test)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g
const codeShape = /^\s*\d{3}\s?\d{3}(?:\s?\d{2})?\s*$/

/**
 * The path of a request, its query included, with every secret hidden, by the name of its parameter and by
 * its shape. Looked at part by part and decoded as well, as escapes would hide the shape; what is harmless stays as sent.
 */
export function maskPath(path: string): string {
  const [pathname = '', ...query] = path.split('?')
  const parameters = query.join('?').split('&').map(maskParameter).join('&')
  return maskText(`${pathname.split('/').map(maskPart).join('/')}${query.length > 0 ? `?${parameters}` : ''}`)
}

function maskParameter(parameter: string): string {
  const at = parameter.indexOf('=')
  if (at < 0) return maskPart(parameter)
  const name = parameter.slice(0, at)
  const value = parameter.slice(at + 1)
  return `${maskPart(name)}=${secretKeys.test(decoded(name)) ? hide(value) : maskPart(value)}`
}

function maskPart(part: string): string {
  const plain = decoded(part)
  const masked = mask(plain)
  return masked === plain ? part : String(masked)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    return part
  }
}

/** A text with everything that looks like a secret hidden. */
function maskText(text: string): string {
  const ids = text.match(idShape) ?? []
  return text
    .split(idShape)
    .map((part) => secretShapes.reduce((masked, shape) => masked.replace(shape, hidden), part))
    .flatMap((part, index) => [part, ids[index] ?? ''])
    .join('')
}

/** A JSON value with every secret hidden, by the name of its field and by its shape. */
export function mask(value: unknown): unknown {
  if (typeof value === 'string') return codeShape.test(value) ? hidden : maskText(value)
  if (typeof value === 'number') return Number.isInteger(value) && value >= 100_000 && value < 1e8 ? hidden : value
  if (Array.isArray(value)) return value.map(mask)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      maskText(key),
      secretKeys.test(key) ? hide(inner) : field(key, inner),
    ]),
  )
}

/** A number of minutes has as many digits as a code; it is named so and none. */
function field(key: string, value: unknown): unknown {
  return typeof value === 'number' && key.endsWith('_minutes') ? value : mask(value)
}

/** What is absent is no secret; a list of codes keeps its length. */
function hide(value: unknown): unknown {
  if (value === '' || value === null) return value
  return Array.isArray(value) ? value.map(() => hidden) : hidden
}
