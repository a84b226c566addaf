import { describe, expect, test } from 'vitest'
import { type Credentials, createAccess } from '../../../electron/hosts/browser/access'

const port = 4711
const nobody: Credentials = {
  host: `127.0.0.1:${port}`,
  origin: undefined,
  fetchSite: undefined,
  authorization: undefined,
  cookie: undefined,
}

/** The name and value that a browser would send back. */
const cookieOf = (setCookie: string | null) => setCookie?.split(';')[0]

describe('links', () => {
  test('each opens the console once', () => {
    const access = createAccess(port)
    const [first, second] = [access.newLink(), access.newLink()]
    expect(access.redeemLink(first)).not.toBeNull()
    expect(access.redeemLink(first)).toBeNull()
    expect(access.redeemLink(second)).not.toBeNull()
  })

  test('a made-up one opens nothing', () => {
    const access = createAccess(port)
    for (const code of ['', 'x', access.token, '__proto__']) expect(access.redeemLink(code)).toBeNull()
  })

  test('trade for a cookie that scripts cannot read, other sites cannot send, and other ports do not share', () => {
    const access = createAccess(port)
    const [pair, ...attributes] = access.redeemLink(access.newLink())?.split('; ') ?? []
    expect(pair).toMatch(/^totp-desk-4711=[\w-]{43}$/)
    expect(attributes).toEqual(['Path=/', 'HttpOnly', 'SameSite=Strict'])
  })

  test('neither link nor cookie gives the token away', () => {
    const access = createAccess(port)
    const link = access.newLink()
    expect(link).not.toContain(access.token)
    expect(access.redeemLink(link)).not.toContain(access.token)
  })
})

describe('who sends a request', () => {
  const access = createAccess(port)
  const cookie = cookieOf(access.redeemLink(access.newLink()))
  const operator = { ...nobody, cookie }
  const script = { ...nobody, authorization: `Bearer ${access.token}` }
  const strangersCookie = 'totp-desk-4711=AAAA'

  test.each<[string, Partial<Credentials>, string]>([
    ['the cookie', operator, 'operator'],
    ['the cookie among others', { ...operator, cookie: `a=b; ${cookie}; c` }, 'operator'],
    ['the token', script, 'operator'],
    ['the token with a scheme in lower case', { authorization: `bearer ${access.token}` }, 'operator'],
    ['this page', { ...operator, origin: `http://127.0.0.1:${port}`, fetchSite: 'same-origin' }, 'operator'],
    ['localhost', { ...operator, host: `localhost:${port}`, origin: `http://localhost:${port}` }, 'operator'],
    ['a typed address', { ...operator, fetchSite: 'none' }, 'operator'],
    ['nothing', {}, 'unknown'],
    ['an empty cookie', { cookie: '' }, 'unknown'],
    ['a cookie of that name with another value', { cookie: strangersCookie }, 'unknown'],
    ['a part of the cookie', { cookie: cookie?.slice(0, -1) }, 'unknown'],
    ['the cookie of another port', { cookie: cookie?.replace('4711', '4712') }, 'unknown'],
    ['a wrong token', { authorization: `Bearer ${access.token.slice(1)}` }, 'unknown'],
    ['the token under another scheme', { authorization: `Basic ${access.token}` }, 'unknown'],
    ['no host', { ...script, host: undefined }, 'foreign'],
    ['a name that resolves here', { ...script, host: `desk.example:${port}` }, 'foreign'],
    ['another port', { ...script, host: '127.0.0.1:4712' }, 'foreign'],
    ['no port', { ...script, host: '127.0.0.1' }, 'foreign'],
    ['a host that only begins so', { ...script, host: `127.0.0.1:${port}.example` }, 'foreign'],
    ['another origin', { ...operator, origin: 'https://example.org' }, 'foreign'],
    ['another port of this machine', { ...operator, origin: 'http://127.0.0.1:4712' }, 'foreign'],
    ['this address under https', { ...operator, origin: `https://127.0.0.1:${port}` }, 'foreign'],
    ['a page without an origin', { ...operator, origin: 'null' }, 'foreign'],
    ['another site', { ...operator, fetchSite: 'cross-site' }, 'foreign'],
    ['another port, by the browser', { ...operator, fetchSite: 'same-site' }, 'foreign'],
  ])('%s', (_, given, standing) => {
    expect(access.judge({ ...nobody, ...given })).toBe(standing)
  })

  test('only the token itself counts as borne', () => {
    expect(access.bearsToken(script)).toBe(true)
    expect(access.bearsToken(operator)).toBe(false)
  })

  test('port 80 is left out by browsers', () => {
    const plain = createAccess(80)
    const given = { ...nobody, authorization: `Bearer ${plain.token}` }
    expect(plain.judge({ ...given, host: '127.0.0.1', origin: 'http://127.0.0.1' })).toBe('operator')
    expect(plain.judge({ ...given, host: '127.0.0.1:80' })).toBe('operator')
    expect(plain.judge({ ...given, host: '127.0.0.1:8080' })).toBe('foreign')
  })
})
