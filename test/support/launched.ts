import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../../scripts/build-if-stale.mjs'

const standIns = join(root, 'test', 'support', 'stand-ins')
/** The account that programs run under which must not be root; Chromium's sandbox is not for root. */
const plainUser = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : null

/** A made-up computer for the launcher: a home folder of its own, a display, a browser, an Electron. */
export interface Ground {
  folder: string
  env: NodeJS.ProcessEnv
  /** Starts a program on it, as its user would from a terminal. */
  start(command: string, args: readonly string[], more?: StartOptions): Launched
  /** Addresses that the browser was to open. */
  opened(): string[]
  /** What the stand-in for Electron was given and how it ended, line by line. */
  reports(): Record<string, unknown>[]
  remove(): Promise<void>
}

export interface StartOptions {
  env?: NodeJS.ProcessEnv
  asRoot?: boolean
  cwd?: string
}

/** A program started on a {@link Ground}. */
export interface Launched {
  pid: number
  stdout(): string
  stderr(): string
  /** Waits until something was said on either stream. */
  said(what: RegExp): Promise<void>
  /** Sends a signal to it alone. */
  signal(signal: NodeJS.Signals): void
  /** Sends a signal to it and all it started, as a terminal does for Ctrl-C and when it is closed. */
  signalAll(signal: NodeJS.Signals): void
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

export const launcher = join(root, 'scripts', 'start.mjs')
export const hurriedLauncher = join(standIns, 'start-in-a-hurry.mjs')
export const electronStandIn = join(standIns, 'electron.mjs')

/** Makes one; `kind` is how its Electron behaves (test/support/stand-ins/electron.mjs). */
export async function makeGround(kind?: string): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'totp-desk-ground-'))
  await chmod(folder, 0o755)
  const home = await ownFolder(join(folder, 'home'))
  const made = await ownFolder(join(folder, 'made'))
  const reportFile = join(made, 'electron')
  const openedFile = join(made, 'browser')
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: home,
    TMPDIR: await ownFolder(join(folder, 'tmp')),
    DISPLAY: ':99',
    BROWSER: join(standIns, 'browser.sh'),
    STAND_IN_BROWSER: openedFile,
    STAND_IN_REPORT: reportFile,
    ...(kind === undefined ? {} : { STAND_IN: kind, ELECTRON_EXEC_PATH: electronStandIn }),
  }
  const running = new Set<Launched>()
  return {
    folder,
    env,
    start(command, args, { env: more = {}, asRoot = false, cwd = root } = {}) {
      const launched = run(command, args, { cwd, env: { ...env, ...more }, ...(asRoot ? null : plainUser) })
      running.add(launched)
      void launched.ended.then(() => running.delete(launched))
      return launched
    },
    opened: () => linesOf(openedFile),
    reports: () => linesOf(reportFile).map((line) => JSON.parse(line) as Record<string, unknown>),
    async remove() {
      for (const launched of running) launched.signalAll('SIGKILL')
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A folder that the ground's user may write into. */
export async function ownFolder(path: string): Promise<string> {
  await mkdir(path)
  if (plainUser) await chown(path, plainUser.uid, plainUser.gid)
  return path
}

function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
}

function run(command: string, args: readonly string[], options: object): Launched {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const { pid } = child
  if (pid === undefined) throw new Error(`${command} could not be started.`)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString()
  })
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString()
  })
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }))
  })
  const sendTo = (target: number, signal: NodeJS.Signals) => {
    try {
      process.kill(target, signal)
    } catch {
      // It has ended already.
    }
  }
  return {
    pid,
    stdout: () => stdout,
    stderr: () => stderr,
    async said(what) {
      for (let waited = 0; waited < 60_000; waited += 50) {
        if (what.test(stdout) || what.test(stderr)) return
        await pause(50)
      }
      throw new Error(`It did not say ${what}. It said: ${stdout}\n${stderr}`)
    },
    signal: (signal) => sendTo(pid, signal),
    signalAll: (signal) => sendTo(-pid, signal),
    ended,
  }
}
