import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/build-if-stale.mjs'

let dev: ChildProcess
let ended: Promise<number | null>
let origin: string

/** Starts `npm run dev` on the port 5180 or the next that is free, and reads the address of the page. */
beforeAll(async () => {
  dev = spawn(process.execPath, ['scripts/dev.mjs', '--port', '5180'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  ended = new Promise((resolve) => dev.once('exit', resolve))
  if (!dev.stdout) throw new Error('It has no standard output.')
  for await (const line of createInterface({ input: dev.stdout })) {
    const address = /(http:\/\/127\.0\.0\.1:\d+)\/open$/.exec(line)?.[1]
    if (address) {
      origin = address
      return
    }
  }
  throw new Error('It ended without an address.')
})
afterAll(() => dev.kill('SIGKILL'))

const call = (headers: Record<string, string>) =>
  fetch(`${origin}/ipc/vault.status`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{}',
  })

describe('the console from its sources', () => {
  test('the page opens the real host with its link, is served by Vite, and its calls come through', async () => {
    const opened = await fetch(`${origin}/open`, { redirect: 'manual' })
    expect(opened.status).toBe(302)
    const link = await fetch(new URL(opened.headers.get('location') ?? '', origin), { redirect: 'manual' })
    const [, code] = /^\/enter\.html#(.+)$/.exec(link.headers.get('location') ?? '') ?? []
    expect(await (await fetch(`${origin}/enter.html`)).text()).toContain('/@vite/client')
    const entered = await fetch(`${origin}/enter`, { method: 'POST', body: JSON.stringify({ code }) })
    const { token } = await entered.json()

    const html = await (await fetch(origin)).text()
    expect(html).toContain('/@vite/client')
    const names = await (await fetch(`${origin}/@fs/${root}/shared/contract/names.ts`)).text()
    expect(names).toContain('vault.touch')
    expect(names).not.toContain('import')
    expect(await (await call({ authorization: `Bearer ${token}`, origin })).json()).toMatchObject({
      ok: true,
      value: { demo: true },
    })
  })

  test('its calls are held to what the host holds every call to', async () => {
    expect((await call({})).status).toBe(401)
    expect((await call({ origin: 'http://evil.example' })).status).toBe(403)
    expect((await call({ origin, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  test.skipIf(process.platform === 'win32')('it ends in order with the host', async () => {
    dev.kill('SIGINT')
    expect(await ended).toBe(0)
  })
})
