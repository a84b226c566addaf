import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/build-if-stale.mjs'
import { bearer, contentsOf, enroll, expectNothingLost, hostPassphrase, hostsOfFile, withVault } from '../support/hosts'

const start = hostsOfFile()
const browserProgram = join(root, 'out', 'main', 'browser.js')
let base: string

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'totp-desk-life-'))
})
afterAll(() => rm(base, { recursive: true, force: true }))

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a program; `hearing` is told of everything it says on standard output. */
function run(
  command: string,
  args: readonly string[],
  hearing: (stdout: string, child: ChildProcess) => void = () => {},
): Promise<Ended> {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString()
    hearing(stdout, child)
  })
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

const lockFiles = async (folder: string) => (await readdir(folder)).filter((file) => file.startsWith('vault.lock'))

describe.skipIf(process.platform === 'win32')('a signal', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s ends in order, an open event stream notwithstanding',
    async (signal) => {
      const host = await withVault(await start({ folder: join(base, signal) }))
      await enroll(host, 'Mara')
      const before = await contentsOf(host)
      const stream = await fetch(`${host.origin}/events`, { headers: bearer(host) })
      const heard = new Response(stream.body).text().catch(() => 'cut')
      const began = Date.now()
      await host.kill(signal)
      expect(await host.ended).toEqual({ code: 0, signal: null })
      expect(Date.now() - began).toBeLessThan(6000)
      await heard
      expect(await lockFiles(host.folder)).toEqual([])

      const next = await start({ folder: host.folder })
      expect(await next.client.vault.unlock({ passphrase: hostPassphrase })).toMatchObject({ notice: null })
      const after = await contentsOf(next)
      expectNothingLost(before, after)
      expect(after.events.map((event) => event.action)).toEqual(expect.arrayContaining(['vault.locked', 'app.stopped']))
    },
  )

  test('several at once, as Ctrl-C sends them, are one', async () => {
    const host = await withVault(await start({ folder: join(base, 'burst') }))
    for (let n = 0; n < 3; n += 1) void host.kill('SIGINT')
    expect(await host.ended).toEqual({ code: 0, signal: null })
    expect(await lockFiles(host.folder)).toEqual([])
  })
})

describe('the command', () => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

  test.skipIf(process.platform === 'win32')(
    'npm start prints one line with url, token, vault and api, and ends with its console',
    async () => {
      const folder = join(base, 'by-npm')
      let asked: Promise<Response> | null = null
      const args = ['start', '--', '--browser', '--no-open', '--json', '--vault', folder]
      const { stdout } = await run(npm, args, (text, child) => {
        const line = text.split('\n').find((part) => part.startsWith('{') && part.endsWith('}'))
        if (line === undefined || asked) return
        const { url, token } = JSON.parse(line) as { url: string; token: string }
        const headers = { authorization: `Bearer ${token}` }
        asked = fetch(`${new URL(url).origin}/ipc/vault.status`, { method: 'POST', headers })
        void asked.finally(() => child.kill('SIGTERM'))
      })
      // npm's own two lines begin with ">".
      const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('>'))
      expect(lines).toHaveLength(1)
      const told = JSON.parse(lines[0] ?? '') as Record<string, unknown>
      expect(Object.keys(told)).toEqual(['url', 'token', 'vault', 'api'])
      expect(told).toMatchObject({ vault: folder, api: null, token: expect.stringMatching(/^[\w-]{43}$/) })
      expect(told.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/enter\/[\w-]+$/)
      const status = await (await (asked as Promise<Response> | null))?.json()
      expect(status).toMatchObject({ ok: true, value: { state: 'absent', folder } })
      // Nothing listens there any more: the console went with npm.
      await expect(fetch(`${told.url}`)).rejects.toThrow()
    },
  )

  test.each([
    [['--prot', '1'], 'There is no flag --prot.'],
    [['--port', 'eighty'], '--port takes a number from 0 to 65535, not "eighty".'],
    [['--vault'], '--vault needs a value.'],
    [['desk'], '"desk" is not a flag.'],
  ])('with %j ends with 2 and a sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await run(process.execPath, [browserProgram, ...args])
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', sentence])
  })

  test('--help says what there is', async () => {
    const { code, stdout, stderr } = await run(process.execPath, [browserProgram, '--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('--vault <folder>')
  })

  test('a port in use ends with 1 and a sentence', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const args = [browserProgram, '--no-open', '--json', '--port', `${port}`, '--vault', join(base, 'port')]
    const { code, stdout, stderr } = await run(process.execPath, args)
    server.close()
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toBe('Another program uses this port. Choose another one with --port, or leave it out.\n')
  })
})

test('a vault that another process holds is refused, naming since when; it stays as it is', async () => {
  const folder = join(base, 'shared')
  const first = await withVault(await start({ folder }))
  await enroll(first, 'Mara')
  const before = await contentsOf(first)
  const files = await readdir(folder)
  const second = await start({ folder })
  const answer = await second.invoke('vault.unlock', { passphrase: hostPassphrase })
  expect(answer).toMatchObject({ ok: false, error: { code: 'vault_in_use' } })
  const message = answer.ok ? '' : answer.error.message
  expect(message).toMatch(/^This vault is open in another TOTP Desk \(started \d\d:\d\d\)\. Close it there first\.$/)
  expect(await second.client.vault.status()).toMatchObject({ state: 'locked' })
  expect((await readdir(folder)).sort()).toEqual(files.sort())
  expectNothingLost(before, await contentsOf(first))

  await first.client.vault.lock()
  await second.client.vault.unlock({ passphrase: hostPassphrase })
  expectNothingLost(before, await contentsOf(second))
})
