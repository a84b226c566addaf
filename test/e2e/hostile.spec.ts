import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import { chromiumArgs, chromiumPath } from '../support/chromium'
import { createVault } from '../support/console'
import { type Host, startHost } from '../support/host'
import { call } from './people'

/** Addresses that a hostile page knows or can guess. */
interface Target {
  /** http://127.0.0.1:<port of the desk> */
  desk: string
  /** The same port under a name that was made to resolve to this machine. */
  rebound: string
  /** The hostile page's own server, which answers `/redirect?to=…`. */
  own: string
  port: string
}

/**
 * What a page of another site, or of a listener on another port of this machine, tries from inside the operator's own
 * browser. Each gives what it got hold of. They run in the page, so each must be whole in itself.
 */
const ways: Record<string, (target: Target) => Promise<unknown>> = {
  '1 reads the page by fetch': async ({ desk }) => (await fetch(`${desk}/`)).text(),
  '2 calls the desk by fetch': async ({ desk }) =>
    (await fetch(`${desk}/ipc/vault.status`, { method: 'POST', body: '{}' })).text(),
  '3 calls it with the browser’s credentials': async ({ desk }) =>
    (await fetch(`${desk}/ipc/vault.status`, { method: 'POST', body: '{}', credentials: 'include' })).text(),
  '4 calls it as JSON, which asks first': async ({ desk }) => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`${desk}/ipc/vault.lock`, { method: 'POST', headers, body: '{}' })).text()
  },
  '5 calls it with a made-up token': async ({ desk }) => {
    const headers = { authorization: `Bearer ${'A'.repeat(43)}` }
    return (await fetch(`${desk}/ipc/vault.lock`, { method: 'POST', headers, body: '{}' })).text()
  },
  '6 calls it without wanting to read the answer': async ({ desk }) => {
    const body = '{"name":"Planted","email":"planted@example.org"}'
    const options = { method: 'POST', mode: 'no-cors', credentials: 'include', body } as const
    const answer = await fetch(`${desk}/ipc/users.create`, options)
    return [answer.type, await answer.text()]
  },
  '7 sends a beacon': async ({ desk }) => navigator.sendBeacon(`${desk}/ipc/vault.lock`, '{}') && null,
  '8 uses XMLHttpRequest': ({ desk }) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest()
      request.open('POST', `${desk}/ipc/vault.status`)
      request.withCredentials = true
      request.onloadend = () => resolve(request.responseText)
      request.send('{}')
    }),
  '9 listens to the events': ({ desk }) =>
    new Promise((resolve) => {
      const source = new EventSource(`${desk}/events`, { withCredentials: true })
      source.onopen = () => resolve('opened')
      source.onerror = () => resolve(null)
    }),
  '10 opens a web socket': ({ port }) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/events`)
      socket.onopen = () => resolve('opened')
      socket.onerror = () => resolve(null)
    }),
  '11 loads answers as scripts': async ({ desk }) => {
    const load = (path: string) =>
      new Promise((resolve) => {
        const script = document.createElement('script')
        Object.assign(script, { src: `${desk}${path}`, onload: () => resolve(path), onerror: () => resolve(null) })
        document.head.append(script)
      })
    return Promise.all(['/events', '/ipc/vault.status', '/', '/enter.html', '/download/x'].map(load))
  },
  '12 loads it as an image': ({ desk }) =>
    new Promise((resolve) => {
      const image = new Image()
      image.onload = () => resolve(`${image.width}`)
      image.onerror = () => resolve(null)
      image.src = `${desk}/mark.svg`
    }),
  '13 loads it as a style sheet': ({ desk }) =>
    new Promise((resolve) => {
      const link = document.createElement('link')
      link.rel = 'stylesheet'
      link.onload = () => resolve('loaded')
      link.onerror = () => resolve(null)
      link.href = `${desk}/`
      document.head.append(link)
    }),
  '14 imports a module of it': async ({ desk }) => Object.keys(await import(`${desk}/assets/index.js`)),
  '15 frames the console': async ({ desk }) => {
    const frame = document.createElement('iframe')
    frame.src = `${desk}/`
    document.body.append(frame)
    await new Promise((resolve) => frame.addEventListener('load', resolve))
    // Refused, a frame holds an error page of the browser, which has no frames and cannot be read.
    return [frame.contentDocument?.body.innerText, frame.contentWindow?.length]
  },
  '16 frames the entrance': async ({ desk }) => {
    const frame = document.createElement('iframe')
    frame.src = `${desk}/enter/x`
    document.body.append(frame)
    await new Promise((resolve) => frame.addEventListener('load', resolve))
    return frame.contentDocument?.body.innerText
  },
  '17 frames it with its own sandbox': async ({ desk }) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts allow-same-origin')
    frame.src = `${desk}/`
    document.body.append(frame)
    await new Promise((resolve) => frame.addEventListener('load', resolve))
    return frame.contentDocument?.body.innerText
  },
  '18 embeds it as an object': async ({ desk }) => {
    const object = document.createElement('object')
    object.data = `${desk}/`
    document.body.append(object)
    await new Promise((resolve) => setTimeout(resolve, 500))
    return object.contentDocument?.body.innerText
  },
  '19 submits a form to a call': async ({ desk }) => {
    document.body.insertAdjacentHTML(
      'beforeend',
      `<form id="call" method="post" enctype="text/plain" target="call" action="${desk}/ipc/vault.lock">
        <input name='{"x":"' value='"}'></form>`,
    )
    document.querySelector<HTMLFormElement>('#call')?.submit()
    await new Promise((resolve) => setTimeout(resolve, 800))
    return null
  },
  '20 submits a form to the entrance': async ({ desk }) => {
    document.body.insertAdjacentHTML(
      'beforeend',
      `<form id="enter" method="post" enctype="text/plain" target="enter" action="${desk}/enter">
        <input name='{"code":"x","y":"' value='"}'></form>`,
    )
    document.querySelector<HTMLFormElement>('#enter')?.submit()
    await new Promise((resolve) => setTimeout(resolve, 800))
    return null
  },
  '21 opens the console in a window and looks into it': async ({ desk }) => {
    const opened = window.open(`${desk}/`)
    await new Promise((resolve) => setTimeout(resolve, 1200))
    try {
      return [opened?.document.body.innerText, opened?.location.href]
    } catch {
      return null
    } finally {
      opened?.close()
    }
  },
  '22 opens the person’s screen of the operator by its name': async ({ desk }) => {
    const opened = window.open(`${desk}/#/audit`, 'totp-desk-person')
    await new Promise((resolve) => setTimeout(resolve, 800))
    try {
      return opened?.document.body.innerText
    } catch {
      return null
    } finally {
      opened?.close()
    }
  },
  '23 asks other tabs for the token': () =>
    new Promise((resolve) => {
      const channel = new BroadcastChannel('totp-desk-token')
      channel.onmessage = ({ data }) => resolve(data)
      channel.postMessage({ kind: 'ask' })
      setTimeout(() => resolve(null), 600)
    }),
  '24 offers other tabs a token of its own': async () => {
    const channel = new BroadcastChannel('totp-desk-token')
    channel.postMessage({ kind: 'offer', token: 'B'.repeat(43) })
    return null
  },
  '25 looks into what the browser keeps': async () => [
    document.cookie,
    Object.values(sessionStorage),
    Object.values(localStorage),
  ],
  '26 plants cookies for every port': async ({ port }) => {
    for (const path of ['/', '/ipc', '/events', '/enter']) {
      // biome-ignore lint/suspicious/noDocumentCookie: what an attacker would do.
      document.cookie = `totp-desk-${port}=planted; path=${path}`
      // biome-ignore lint/suspicious/noDocumentCookie: as above.
      document.cookie = `totp-desk-token=planted; path=${path}`
    }
    return null
  },
  '27 goes by the name localhost': async ({ port }) => {
    const answers = await Promise.allSettled(
      ['/', '/ipc/vault.status'].map(async (path) => {
        const options = path === '/' ? {} : { method: 'POST', body: '{}' }
        return (await fetch(`http://localhost:${port}${path}`, options)).text()
      }),
    )
    return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : null))
  },
  '28 goes by a name that resolves here': async ({ rebound }) =>
    (await fetch(`${rebound}/ipc/vault.status`, { method: 'POST', body: '{}' })).text(),
  '29 lets its own server redirect a call': async ({ own, desk }) => {
    const to = encodeURIComponent(`${desk}/ipc/vault.lock`)
    return (await fetch(`${own}/redirect?to=${to}`, { method: 'POST', body: '{}', credentials: 'include' })).text()
  },
  '30 lets its own server redirect the events': async ({ own, desk }) =>
    new Promise((resolve) => {
      const source = new EventSource(`${own}/redirect?to=${encodeURIComponent(`${desk}/events`)}`)
      source.onopen = () => resolve('opened')
      source.onerror = () => resolve(null)
    }),
  '31 has it loaded before it is needed': async ({ desk }) => {
    for (const rel of ['prefetch', 'preload', 'prerender']) {
      const link = document.createElement('link')
      Object.assign(link, { rel, as: 'fetch', href: `${desk}/`, crossOrigin: 'use-credentials' })
      document.head.append(link)
    }
    const rules = document.createElement('script')
    rules.type = 'speculationrules'
    rules.textContent = JSON.stringify({
      prerender: [{ source: 'list', urls: [`${desk}/#/audit`, `${desk}/enter/x`] }],
    })
    document.head.append(rules)
    await new Promise((resolve) => setTimeout(resolve, 800))
    return performance
      .getEntriesByType('resource')
      .filter(({ name }) => name === `${desk}/`)
      .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize || null)
  },
  '32 registers a service worker of it': async ({ desk }) =>
    String((await navigator.serviceWorker?.register(`${desk}/assets/index.js`)) ?? ''),
  '33 guesses links': async ({ desk }) => {
    const guess = async (n: number) => {
      const code = `${n}`.padStart(32, 'A')
      return (await fetch(`${desk}/enter`, { method: 'POST', body: JSON.stringify({ code }) })).text()
    }
    const answers = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => guess(n)))
    return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : null))
  },
  '34 asks for a proof or a new link': async ({ desk }) => {
    const answers = await Promise.allSettled(
      ['/proof', '/link'].map(async (path) => (await fetch(`${desk}${path}`, { method: 'POST', body: '{}' })).text()),
    )
    return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : null))
  },
}

/** A server of the attacker: the hostile page, a redirect, and a note of every request. */
async function hostileServer(): Promise<{ server: Server; port: number; heard: string[] }> {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url} ${JSON.stringify(request.rawHeaders)}`)
    const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to')
    if (to === null) response.writeHead(200, { 'content-type': 'text/html' })
    else response.writeHead(307, { location: to, 'access-control-allow-origin': '*' })
    response.end('<!doctype html><title>hostile</title><body>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port, heard }
}

async function opened(host: Host, args: readonly string[]): Promise<{ context: BrowserContext; page: Page }> {
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArgs, ...args] })
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(host.url)
  await createVault(page)
  return { context, page }
}

for (const from of ['another site', 'another port of this machine'] as const) {
  test(`a hostile page of ${from} gets nothing in any of ${Object.keys(ways).length} ways`, async () => {
    expect(Object.keys(ways).length).toBeGreaterThanOrEqual(30)
    const host = await startHost()
    const { server, port, heard } = await hostileServer()
    // Both names resolve to this machine: one is the hostile site, the other was made to for the attack.
    const { context, page } = await opened(host, [
      '--host-resolver-rules=MAP evil.test 127.0.0.1, MAP rebound.test 127.0.0.1',
    ])
    try {
      await call(page, 'users.create', { name: 'Secret Name', email: 'secret@example.org' })
      const token = await page.evaluate(() => sessionStorage.getItem('totp-desk-token') ?? '')
      expect(token).toMatch(/^[\w-]{43}$/)
      const deskPort = new URL(host.origin).port
      const own = `http://${from === 'another site' ? 'evil.test' : '127.0.0.1'}:${port}`
      const target: Target = { desk: host.origin, rebound: `http://rebound.test:${deskPort}`, own, port: deskPort }
      const told = ['Secret Name', 'secret@example.org', 'unlocked', '"ok":true', 'id="root"', 'opened']
      const worth = [token, host.token, host.folder, ...told]
      for (const [name, way] of Object.entries(ways)) {
        await test.step(name, async () => {
          const hostile = await context.newPage()
          await hostile.goto(`${own}/${name.split(' ')[0]}`)
          const loot = await Promise.race([
            hostile.evaluate(way, target).catch(() => null),
            new Promise((resolve) => setTimeout(() => resolve(null), 4000)),
          ])
          const got = `${JSON.stringify(loot)}`.replaceAll('\\"', '"')
          for (const each of worth) expect.soft(got, `${name} got ${got}`).not.toContain(each)
          await hostile.close()
        })
      }

      await test.step('35 leads the operator’s browser to the console: it is not shown', async () => {
        const hostile = await context.newPage()
        await hostile.goto(`${own}/35`)
        for (const path of ['/', '/#/audit', '/index.html', '/enter/made-up', '/enter.html#made-up']) {
          await hostile.goto(`${own}/35`)
          await hostile.evaluate((to) => location.assign(to), `${host.origin}${path}`)
          await expect(hostile.getByRole('heading')).toHaveText(/^(Not from here|This link has run out)$/)
          await expect(hostile.getByRole('button')).toHaveCount(0)
        }
        await hostile.close()
      })

      await test.step('36 a page at the desk’s own port under another name', async () => {
        const hostile = await context.newPage()
        for (const name of ['rebound.test', 'evil.test']) {
          const response = await hostile.goto(`http://${name}:${deskPort}/`)
          expect(response?.status()).toBe(403)
        }
        await hostile.goto(`http://localhost:${deskPort}/`)
        expect(hostile.url()).toBe(`${host.origin}/`)
        await hostile.close()
      })

      // Nothing was done: the vault is open, with one person, and the operator works on.
      expect(await host.client.vault.status()).toMatchObject({ state: 'unlocked' })
      expect((await host.client.users.search({})).users.map(({ name }) => name)).toEqual(['Secret Name'])
      expect(heard.join()).not.toContain(token)
      expect(heard.join()).not.toMatch(/"(authorization|Authorization)"/)
      expect(host.printed()).not.toContain('A link was used')
      await page.reload()
      await expect(page.getByRole('heading', { name: 'Who is in front of you?' })).toBeVisible()
      await call(page, 'users.create', { name: 'Another Name', email: 'another@example.org' })
    } finally {
      await context.browser()?.close()
      server.closeAllConnections()
      server.close()
      await host.stop()
    }
  })
}

test('a listener on another port, and a program of another account, get nothing without a browser', async () => {
  const host = await startHost()
  try {
    const paths = ['/ipc/vault.status', '/ipc/audit.export', '/events', '/link', '/enter', '/proof', '/download/x', '/']
    const claims: Record<string, string>[] = [
      {},
      { cookie: 'totp-desk-token=x' },
      { origin: host.origin, 'sec-fetch-site': 'same-origin' },
    ]
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'PATCH', 'DELETE']) {
        for (const headers of claims) {
          const body = method === 'POST' ? '{"code":"x"}' : null
          const response = await fetch(`${host.origin}${path}`, { method, headers, body, redirect: 'manual' })
          const text = await response.text()
          for (const each of [host.token, host.folder, '"ok":true', '"token"']) expect(text).not.toContain(each)
          expect(response.headers.get('set-cookie')).toBeNull()
          expect(response.headers.get('desk-token')).toBeNull()
        }
      }
    }
  } finally {
    await host.stop()
  }
})
