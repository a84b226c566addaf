import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, expect, test } from '@playwright/test'
import { root } from '../../scripts/build-if-stale.mjs'
import { chromiumPath } from '../support/chromium'
import { createVault } from '../support/console'

/**
 * Stands where the system looks for what opens addresses, and starts a real Chromium with what it is given, as a
 * desktop would. Beside it, it notes its argument and its process id.
 */
const opener = (folder: string, browser: string) => `#!/bin/sh
printf '%s' "$$" > "${folder}/pid"
printf '%s' "$1" > "${folder}/given"
exec "${browser}" --headless=new --no-sandbox --remote-debugging-port=0 --user-data-dir="${folder}/profile" "$1"
`

/** The arguments of every process of this machine, as every account can read them. */
async function processList(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode === null && program.signalCode === null) {
    const exit = once(program, 'exit')
    program.kill('SIGTERM')
    await exit
  }
}

test('the browser is started with a private file, which leads it to the console; no process shows the link', async () => {
  test.skip(process.platform !== 'linux', 'What opens addresses can be stood in for on Linux alone.')
  const folder = await mkdtemp(join(tmpdir(), 'totp-desk-opened-'))
  const bin = join(folder, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'xdg-open'), opener(folder, await chromiumPath()))
  await chmod(join(bin, 'xdg-open'), 0o755)
  const temporary = join(folder, 'tmp')
  await mkdir(temporary)

  const program = spawn(process.execPath, [join(root, 'out', 'main', 'browser.js'), '--vault', join(folder, 'vault')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      BROWSER: join(bin, 'xdg-open'),
      DISPLAY: process.env.DISPLAY ?? ':99',
      TMPDIR: temporary,
    },
  })
  try {
    let printed = ''
    program.stdout.on('data', (data: Buffer) => {
      printed += data.toString()
    })
    let told = ''
    program.stderr.on('data', (data: Buffer) => {
      told += data.toString()
    })
    const seen: string[] = []
    const watching = setInterval(() => void processList().then((list) => seen.push(...list)), 20)
    try {
      const given = await expect
        .poll(() => readFile(join(folder, 'given'), 'utf8').catch(() => ''), { timeout: 30_000, message: told })
        .not.toBe('')
        .then(() => readFile(join(folder, 'given'), 'utf8'))
      const link = /http:\/\/127\.0\.0\.1:\d+\/enter\/([\w-]+)/.exec(printed)
      expect(link).not.toBeNull()
      const code = link?.[1] ?? ''

      // What was given is a file for this account alone, and it holds the link.
      const file = given.startsWith('file:') ? fileURLToPath(given) : given
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      expect((await stat(dirname(file))).mode & 0o777).toBe(0o700)
      expect(await readFile(file, 'utf8')).toContain(code)

      // The Chromium that was really started shows the console.
      await expect
        .poll(() => readFile(join(folder, 'profile', 'DevToolsActivePort'), 'utf8').catch(() => ''), {
          timeout: 30_000,
        })
        .not.toBe('')
      const [port] = (await readFile(join(folder, 'profile', 'DevToolsActivePort'), 'utf8')).split('\n')
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
      const page = browser.contexts()[0]?.pages()[0]
      if (!page) throw new Error('The browser shows no page.')
      await createVault(page)
      expect(page.url()).not.toContain(code)
      expect(JSON.stringify(seen)).toContain(file)
      expect(seen.filter((line) => line.includes(code))).toEqual([])
      await browser.close()
    } finally {
      clearInterval(watching)
    }
    await ended(program)
    // Nothing of the link is left behind.
    expect((await readdir(temporary)).filter((name) => name.startsWith('totp-desk-'))).toEqual([])
  } finally {
    await ended(program)
    const pid = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''))
    if (pid > 1) process.kill(pid)
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
})
