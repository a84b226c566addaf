import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** What became of a link's code. `over`: never given out, given out before a newer link, or more than a minute old. */
export type Entry = { outcome: 'open'; token: string } | { outcome: 'used' } | { outcome: 'over' }

/** Who bears a token: the program that was given the one of the run, or a page that was let in by a link. */
export type Bearer = 'script' | 'page'

/** What the person at the terminal should know. `shared`: a link was used twice, so neither use may go on. */
export type AccessNews = 'replaced' | 'shared'

/**
 * Who may talk to the browser host. Every right is a token in a header, which no browser sends by itself and no other
 * port ever sees.
 */
export interface Access {
  /** For scripts. Ends with the process. */
  readonly scriptToken: string
  /** A new link's code. It works once, for a minute, and instead of every code before it. */
  newLink(): string
  /**
   * Uses a link's code. Whoever is let in by it takes the place of whoever was in. A code that comes a second time was
   * read by somebody else, so what the first use gave is ended; unless it comes from the page that has just that.
   *
   * @param held - the token of the page that asks, if it has one
   */
  enter(code: string, held: string | null): Entry
  /** Null for no token, a wrong one, and one that has ended. */
  bearer(authorization: string | undefined): Bearer | null
  /** Aborted when the right of the bearer ends; null for a right that only the process ends. */
  ending(authorization: string | undefined): AbortSignal | null
  /** The vault is locked: from here on a page's token is good until the vault is opened again, and no longer. */
  locked(): void
  /**
   * The vault is open. A token from before the lock has ended.
   *
   * @param opener - the token of whoever opened it
   * @returns the token that a page goes on with, if it was the page that opened it: it knew a passphrase
   */
  unlocked(opener: string | null): string | null
  /**
   * Shows a page that this is the run of the desk that gave it its token, and says whether the token is still good:
   * without it a page that lost the desk could not tell it from another program that has taken the port. Null for a
   * key of no token of this run.
   *
   * @param key - from {@link keyOf}
   * @param nonce - the page's own, so that no older answer serves
   */
  prove(key: string, nonce: string): { proof: string; good: boolean } | null
}

export interface AccessOptions {
  /** Milliseconds that never step back. */
  monotonic(): number
  tell(news: AccessNews): void
}

/** What one link, or one passphrase after a lock, gave. */
interface PageAccess {
  token: string
  /** Digest of the link's code that it goes back to. */
  link: string
  /** From before the last lock. */
  stale: boolean
  ended: AbortController
}

const tokenBytes = 32
const linkBytes = 24
/** How long a link waits to be used. */
export const linkLifeMs = 60_000

export function createAccess({ monotonic, tell }: AccessOptions): Access {
  const scriptToken = newToken()
  let link: { digest: string; until: number } | null = null
  const used = new Set<string>()
  let page: PageAccess | null = null
  /** Every page's token of this run by its key, ended ones too. */
  const keys = new Map<string, string>()

  function letIn(digest: string): PageAccess {
    const token = newToken()
    keys.set(keyOf(token), token)
    page = { token, link: digest, stale: false, ended: new AbortController() }
    return page
  }

  function end(): PageAccess | null {
    const ended = page
    page = null
    ended?.ended.abort()
    return ended
  }

  const isPage = (token: string | null): boolean => token !== null && page !== null && same(token, page.token)

  return {
    scriptToken,
    newLink() {
      const code = randomBytes(linkBytes).toString('base64url')
      link = { digest: digestOf(code), until: monotonic() + linkLifeMs }
      return code
    },
    enter(code, held) {
      // Looked up by digest, so that how long the look-up takes says nothing about a good code.
      const digest = digestOf(code)
      if (used.has(digest)) {
        if (page?.link !== digest) return { outcome: 'used' }
        if (isPage(held)) return { outcome: 'open', token: page.token }
        end()
        tell('shared')
        return { outcome: 'used' }
      }
      if (link?.digest !== digest || monotonic() >= link.until) return { outcome: 'over' }
      link = null
      used.add(digest)
      if (end()) tell('replaced')
      return { outcome: 'open', token: letIn(digest).token }
    },
    bearer(authorization) {
      const token = tokenOf(authorization)
      if (token === null) return null
      if (same(token, scriptToken)) return 'script'
      return isPage(token) ? 'page' : null
    },
    ending: (authorization) => (isPage(tokenOf(authorization)) ? (page?.ended.signal ?? null) : null),
    locked() {
      if (page) page.stale = true
    },
    unlocked(opener) {
      if (!page?.stale) return null
      const byPage = isPage(opener)
      const { link: digest } = page
      end()
      return byPage ? letIn(digest).token : null
    },
    prove(key, nonce) {
      const token = keys.get(key)
      return token === undefined ? null : { proof: proofOf(token, nonce), good: isPage(token) }
    },
  }
}

/** The token in `Authorization: Bearer …`. */
export function tokenOf(authorization: string | undefined): string | null {
  return /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1] ?? null
}

/** Names a token without giving it away. */
export function keyOf(token: string): string {
  return createHmac('sha256', token).update('key').digest('base64url')
}

/** What only somebody who has the token can say to a nonce. */
export function proofOf(token: string, nonce: string): string {
  return createHmac('sha256', token).update(`proof ${nonce}`).digest('base64url')
}

function newToken(): string {
  return randomBytes(tokenBytes).toString('base64url')
}

/** Constant-time comparison (OWASP ASVS 5.0 11.2.4); digests make the lengths equal. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
}

function digestOf(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}
