import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { DevToolsPipe } from './devtools'

/** A Chromium without a window of its own, to be driven over `devtools`. */
export interface ChromiumProcess {
  devtools: DevToolsPipe
  /** Settles when it has ended. */
  ended: Promise<void>
  kill(): void
}

const fixedArgs = [
  '--headless',
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-component-update',
  '--disable-background-networking',
  // Several windows are in use at once; none of them is on a screen.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--hide-scrollbars',
  '--mute-audio',
  '--lang=en-GB',
  // The console is offline: whatever gets past the guards finds nobody.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--remote-debugging-pipe',
]

/**
 * Starts a Chromium on a profile that goes away with it.
 *
 * @param switches - what the program was started with; a port to be driven through is passed on, and the line
 *   that names it comes out on standard error as from Electron
 */
export function startChromium(executable: string, switches: readonly string[]): ChromiumProcess {
  const profile = mkdtempSync(join(tmpdir(), 'totp-desk-double-'))
  const passedOn = switches.filter((arg) => /^--remote-debugging-port=\d+$/.test(arg))
  const child: ChildProcess = spawn(
    executable,
    // The browser's own sandbox does not start as root or in most containers.
    [...fixedArgs, ...passedOn, `--user-data-dir=${profile}`, '--no-sandbox'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  )
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n'))
      if (line.startsWith('DevTools listening on ')) process.stderr.write(`${line}\n`)
  })
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', () => {
    kill()
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 })
  })
  return { devtools: new DevToolsPipe(child.stdio[3] as Writable, child.stdio[4] as Readable), ended, kill }
}
