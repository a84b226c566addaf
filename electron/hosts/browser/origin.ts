import type { IncomingHttpHeaders } from 'node:http'

/** What a request says about where it comes from. */
export type Whereabouts = Pick<IncomingHttpHeaders, 'host' | 'origin'> & {
  'sec-fetch-site'?: string | undefined
  'sec-fetch-mode'?: string | undefined
  'sec-fetch-dest'?: string | undefined
}

/**
 * `ours`: from the console's own page, or from a program that is no browser. `other-name`: the same, under a name of
 * this machine at which no page is served. `navigation`: a browser is led here from elsewhere. `foreign`: all else.
 */
export type Origin = 'ours' | 'other-name' | 'navigation' | 'foreign'

/**
 * Judges where requests come from, for the server at `port`.
 *
 * Pages live at 127.0.0.1 alone: `localhost` may also name [::1], where another account may listen, and a page of its
 * would then share an origin with ours. The Host check stops a foreign name that resolves to this machine (DNS
 * rebinding); Origin and Fetch Metadata stop pages of other sites and of other ports.
 */
export function createOriginCheck(port: number): (from: Whereabouts) => Origin {
  // Browsers leave the default port of http out.
  const ports = port === 80 ? [`:${port}`, ''] : [`:${port}`]
  const hosts = new Set(ports.map((suffix) => `127.0.0.1${suffix}`))
  const otherNames = new Set(ports.map((suffix) => `localhost${suffix}`))
  const origins = new Set([...hosts].map((host) => `http://${host}`))

  return (from) => {
    const { host = '', origin } = from
    if (!hosts.has(host) && !otherNames.has(host)) return 'foreign'
    if (origin !== undefined && !origins.has(origin)) return 'foreign'
    const site = from['sec-fetch-site']
    const known = site === undefined || site === 'same-origin' || site === 'none'
    if (known) return hosts.has(host) ? 'ours' : 'other-name'
    const led = from['sec-fetch-mode'] === 'navigate' && from['sec-fetch-dest'] === 'document'
    return led && hosts.has(host) && origin === undefined ? 'navigation' : 'foreign'
  }
}
