import { describe, expect, test } from 'vitest'
import { createOriginCheck, type Whereabouts } from '../../../electron/hosts/browser/origin'

const port = 4711
const check = createOriginCheck(port)
const here = { host: `127.0.0.1:${port}` }
const page = { ...here, origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' }
const led = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

describe('where a request comes from', () => {
  test.each<[string, Whereabouts, string]>([
    ['a program', here, 'ours'],
    ['the page', page, 'ours'],
    ['a typed address', { ...here, ...led, 'sec-fetch-site': 'none' }, 'ours'],
    ['a program that says localhost', { host: `localhost:${port}` }, 'other-name'],
    ['a browser at localhost', { host: `localhost:${port}`, ...led, 'sec-fetch-site': 'none' }, 'other-name'],
    ['a link on another site', { ...here, ...led, 'sec-fetch-site': 'cross-site' }, 'navigation'],
    ['a link on another port', { ...here, ...led, 'sec-fetch-site': 'same-site' }, 'navigation'],
    ['a file that was handed over', { ...here, ...led, 'sec-fetch-site': 'cross-site' }, 'navigation'],
    ['a form of another site', { ...here, ...led, 'sec-fetch-site': 'cross-site', origin: 'null' }, 'foreign'],
    [
      'a frame on another site',
      { ...here, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      'foreign',
    ],
    ['a link at localhost', { host: `localhost:${port}`, ...led, 'sec-fetch-site': 'cross-site' }, 'foreign'],
    ['an image on another site', { ...here, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'foreign'],
    ['a script on another port', { ...here, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, 'foreign'],
    ['a value that no browser sends', { ...here, 'sec-fetch-site': 'Cross-Site' }, 'foreign'],
    ['an empty value', { ...here, 'sec-fetch-site': '' }, 'foreign'],
    ['no host', { host: undefined }, 'foreign'],
    ['an empty host', { host: '' }, 'foreign'],
    ['a name that resolves here', { host: `desk.example:${port}` }, 'foreign'],
    ['a name below localhost', { host: `desk.localhost:${port}` }, 'foreign'],
    ['another port', { host: '127.0.0.1:4712' }, 'foreign'],
    ['no port', { host: '127.0.0.1' }, 'foreign'],
    ['another way to write it', { host: `127.1:${port}` }, 'foreign'],
    ['IPv6', { host: `[::1]:${port}` }, 'foreign'],
    ['a host that only begins so', { host: `127.0.0.1:${port}.example` }, 'foreign'],
    ['a host with a user', { host: `x@127.0.0.1:${port}` }, 'foreign'],
    ['another origin', { ...page, origin: 'https://example.org' }, 'foreign'],
    ['another port of this machine', { ...page, origin: 'http://127.0.0.1:4712' }, 'foreign'],
    ['a page at localhost', { ...page, origin: `http://localhost:${port}` }, 'foreign'],
    ['this address under https', { ...page, origin: `https://127.0.0.1:${port}` }, 'foreign'],
    ['a page without an origin', { ...page, origin: 'null' }, 'foreign'],
    ['an empty origin', { ...page, origin: '' }, 'foreign'],
  ])('%s', (_, given, origin) => {
    expect(check(given)).toBe(origin)
  })

  test('port 80 is left out by browsers', () => {
    const plain = createOriginCheck(80)
    expect(plain({ host: '127.0.0.1', origin: 'http://127.0.0.1' })).toBe('ours')
    expect(plain({ host: '127.0.0.1:80' })).toBe('ours')
    expect(plain({ host: '127.0.0.1:8080' })).toBe('foreign')
  })
})
