import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a request says about who sends it. Header names are lower case; absent ones undefined. */
export interface Credentials {
  host: string | undefined
  origin: string | undefined
  fetchSite: string | undefined
  authorization: string | undefined
  cookie: string | undefined
}

/** `foreign`: not from this console's own page. `unknown`: right place, but no token. */
export type Standing = 'operator' | 'unknown' | 'foreign'

/** Who may talk to the browser host: one token per run, and links that each work once. */
export interface Access {
  /** For scripts: `Authorization: Bearer <token>`. Ends with the process. */
  readonly token: string
  /** A new link code; any number may wait, each opens the console once. */
  newLink(): string
  /** The value of `Set-Cookie` for a link code, which is used up by it; null when it is not good. */
  redeemLink(code: string): string | null
  judge(credentials: Credentials): Standing
  /** True when the request carries the token itself instead of the cookie a browser adds by itself. */
  bearsToken(credentials: Credentials): boolean
}

const tokenBytes = 32
const linkBytes = 24

/**
 * @param port - the port listened on: part of the allowed Host and Origin, and of the cookie's name,
 *   because cookies do not keep ports apart and two desks may run on one machine
 */
export function createAccess(port: number): Access {
  const token = randomBytes(tokenBytes).toString('base64url')
  const cookieValue = randomBytes(tokenBytes).toString('base64url')
  const cookieName = `totp-desk-${port}`
  // Browsers leave the default port of http out.
  const ports = port === 80 ? [`:${port}`, ''] : [`:${port}`]
  const hosts = new Set(ports.flatMap((suffix) => [`127.0.0.1${suffix}`, `localhost${suffix}`]))
  const origins = new Set([...hosts].map((host) => `http://${host}`))
  const links = new Set<string>()

  const bearsToken = ({ authorization }: Credentials): boolean => {
    const [, given] = /^Bearer ([\w-]+)$/i.exec(authorization ?? '') ?? []
    return given !== undefined && same(given, token)
  }

  return {
    token,
    newLink() {
      const code = randomBytes(linkBytes).toString('base64url')
      links.add(digest(code))
      return code
    },
    redeemLink(code) {
      // Looked up by digest, so that how long the look-up takes says nothing about a good code.
      if (!links.delete(digest(code))) return null
      return `${cookieName}=${cookieValue}; Path=/; HttpOnly; SameSite=Strict`
    },
    judge(credentials) {
      const { host, origin, fetchSite } = credentials
      // The Host check is what stops a foreign name that resolves to this machine (DNS rebinding).
      if (host === undefined || !hosts.has(host)) return 'foreign'
      if (origin !== undefined && !origins.has(origin)) return 'foreign'
      if (fetchSite === 'cross-site' || fetchSite === 'same-site') return 'foreign'
      if (bearsToken(credentials)) return 'operator'
      const given = cookieOf(credentials.cookie, cookieName)
      return given !== null && same(given, cookieValue) ? 'operator' : 'unknown'
    },
    bearsToken,
  }
}

/** Constant-time comparison (OWASP ASVS 5.0 11.2.4); digests make the lengths equal. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
}

function digest(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}

function cookieOf(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}
