import { totpIdSchema } from '../../../shared/model/common'

/** The console's own scheme: pages under it are a secure, standard origin that no file can share. */
export const scheme = 'desk'
const host = 'app'
export const indexUrl = `${scheme}://${host}/index.html`
const personScreenPrefix = `${indexUrl}#/person-screen/`

/** Parses a URL of our origin; null for every other, and for one that hides a user or a port. */
export function parseOurUrl(url: string): URL | null {
  if (!URL.canParse(url)) return null
  const parsed = new URL(url)
  // `origin` of a scheme of one's own is the string "null" here, so its parts are compared.
  const ours = parsed.protocol === `${scheme}:` && parsed.host === host
  return ours && parsed.username === '' && parsed.password === '' ? parsed : null
}

/**
 * May a page be navigated there? Only to the console's own start page, which is a reload; moving
 * between its screens changes the fragment and is no navigation.
 */
export function mayNavigate(url: string): boolean {
  const parsed = parseOurUrl(url)
  return parsed !== null && parsed.pathname === '/index.html' && parsed.search === ''
}

/** The id of the totp that a window turned to the person would show; null when it is no such URL. */
export function personScreenTotpId(url: string): string | null {
  if (!url.startsWith(personScreenPrefix)) return null
  const totpId = totpIdSchema.safeParse(url.slice(personScreenPrefix.length))
  return totpId.success ? totpId.data : null
}

/** The id of a download ticket; null when the URL is not that of a download. */
export function downloadId(url: string): string | null {
  const parsed = parseOurUrl(url)
  if (parsed === null || parsed.search !== '') return null
  return /^\/download\/([\w-]{1,128})$/.exec(parsed.pathname)?.[1] ?? null
}

/**
 * May a page load this at all? Our own scheme, and what never leaves the machine. The console is
 * offline: whatever asks for the network is a fault or an attack. Developer tools bring their own
 * pages, and are there in unpackaged runs only.
 */
export function mayLoad(url: string, packaged: boolean): boolean {
  if (parseOurUrl(url) !== null) return true
  const protocol = URL.canParse(url) ? new URL(url).protocol : ''
  return protocol === 'data:' || (!packaged && protocol === 'devtools:')
}
