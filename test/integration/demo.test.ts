import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { root } from '../../scripts/build-if-stale.mjs'
import { type Host, startHost } from '../support/host'

const started: Host[] = []
const startDemo = async () => {
  const host = await startHost({ folder: null, flags: ['--demo'] })
  started.push(host)
  return host
}
afterEach(async () => {
  for (const host of started.splice(0)) await host.stop()
})

describe('npm run demo', () => {
  it('opens an unlocked vault of made-up people, with the API on and its credentials told', async () => {
    const { client, api, printed } = await startDemo()
    expect(await client.vault.status()).toMatchObject({ state: 'unlocked', demo: true })
    expect((await client.users.search({})).total).toBe(25)
    expect(printed()).toContain('open the demo desk')
    if (!api) throw new Error('The API was not told of.')
    const authorization = `Basic ${Buffer.from(`${api.project_id}:${api.secret}`).toString('base64')}`
    const response = await fetch(`${api.url}/v1/users/search`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(response.status).toBe(200)
  })

  it('accepts a code once from a virtual phone, and opens again with its passphrase', async () => {
    const { client } = await startDemo()
    const { passphrase, people } = await client.demo.status()
    const { phones } = await client.demo.phones()
    const phone = phones.find((each) => each.userId === people.verify)
    if (!phone) throw new Error('The tour has nobody to verify.')
    const submit = () => client.verification.submit({ userId: phone.userId, code: phone.code })
    expect([await submit(), await submit()]).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'refused', reason: 'already_used' },
    ])
    await client.vault.lock()
    expect(await client.vault.unlock({ passphrase })).toMatchObject({ state: 'unlocked', demo: true })
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing behind after %s', async (signal) => {
    const host = await startDemo()
    expect(existsSync(host.folder)).toBe(true)
    await host.kill(signal)
    expect(existsSync(dirname(host.folder))).toBe(false)
  })

  it('leaves nothing behind when whatever started it is killed', async () => {
    // The launcher, as npm runs it.
    const launcher = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), '--demo', '--json', '--no-open'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [line] = (await once(createInterface({ input: launcher.stdout }), 'line')) as [string]
    const { vault } = JSON.parse(line) as { vault: string }
    expect(existsSync(vault)).toBe(true)
    launcher.kill('SIGKILL')
    await expect.poll(() => existsSync(dirname(vault)), { timeout: 20_000 }).toBe(false)
  })

  it('is removed by the next demo when it was killed itself', async () => {
    const killed = await startDemo()
    await killed.kill('SIGKILL')
    expect(existsSync(killed.folder)).toBe(true)
    await startDemo()
    expect(existsSync(dirname(killed.folder))).toBe(false)
  })

  it('does not take a vault that is named', async () => {
    await expect(startHost({ flags: ['--demo'] })).rejects.toThrow(/Leave out --vault/)
  })
})
