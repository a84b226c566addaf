import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test as base, chromium, expect } from '@playwright/test'
import { root } from '../../scripts/build-if-stale.mjs'
import { findRuntime } from '../support/electron-runtime'
import { doubleExecutable, packedProgram } from '../support/packed-program'

const runtime = findRuntime()

interface Started {
  child: ChildProcess
  /** Where the program can be driven: no fuse closes that door, so it is open in a packed program too. */
  devtools: string
  vault: string
}

type Start = (command: string, args: string[], env?: Record<string, string>) => Promise<Started>

/** Starts a program on folders of its own, the way a user does: no inspector, no help from Playwright. */
const test = base.extend<{ start: Start }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  start: async ({}, use, testInfo) => {
    if ('missing' in runtime) {
      if (process.env.REQUIRE_ELECTRON) throw new Error(runtime.missing)
      return testInfo.skip(true, runtime.missing)
    }
    const folder = await mkdtemp(join(tmpdir(), 'totp-desk-start-'))
    const children: ChildProcess[] = []
    await use(async (command, args, env = {}) => {
      const vault = join(folder, 'vault')
      const own = ['--remote-debugging-port=0', `--user-data-dir=${join(folder, 'user')}`, '--vault', vault]
      // Chromium refuses its own sandbox to root, which containers run as.
      if (process.getuid?.() === 0) own.push('--no-sandbox')
      const child = spawn(command, [...args, ...own], { cwd: root, env: { ...process.env, ...env } })
      children.push(child)
      let printed = ''
      const devtools = await new Promise<string>((found, failed) => {
        child.once('error', failed)
        child.once('exit', (code) => failed(new Error(`It ended with ${code}: ${printed}`)))
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          printed += text
        })
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          printed += text
          const [, address] = /^DevTools listening on (ws:\S+)/m.exec(printed) ?? []
          if (address !== undefined) found(address)
        })
      })
      return { child, devtools, vault }
    })
    for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
})

/** The console is there; closing its window ends the program in order. */
async function expectTheConsole({ child, devtools, vault }: Started): Promise<void> {
  const browser = await chromium.connectOverCDP(devtools)
  const pages = () => browser.contexts().flatMap((context) => context.pages())
  await expect
    .poll(() =>
      pages()
        .map((page) => page.url())
        .join(),
    )
    .toMatch(/index\.html/)
  const [page] = pages()
  if (!page) throw new Error('The program has no page.')
  await expect(page.getByLabel('Your name')).toBeVisible()
  const ended = once(child, 'exit')
  await page.close()
  expect((await ended)[0]).toBe(0)
  expect((await readdir(vault).catch(() => [])).filter((name) => name.startsWith('vault.lock'))).toEqual([])
}

test('npm start opens the console in its own window', async ({ start }) => {
  const double = 'double' in runtime && runtime.double
  // The double needs no display, and the launcher would not look for a window without one.
  const env: Record<string, string> = double ? { ELECTRON_EXEC_PATH: doubleExecutable, DISPLAY: ':0' } : {}
  await expectTheConsole(await start(process.execPath, [join(root, 'scripts', 'start.mjs')], env))
})

test('the packaged program opens the same', async ({ start }) => {
  const double = 'double' in runtime && runtime.double
  const packaged = process.env.PACKAGED
  test.skip(!double && !packaged, 'PACKAGED names no packaged program.')
  await expectTheConsole(await start(packaged ? resolve(root, packaged) : packedProgram.executable, []))
})
