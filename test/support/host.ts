import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildIfStale, root } from '../../scripts/build-if-stale.mjs'
import { createClient, type DeskClient } from '../../shared/contract/client'
import type { Answer } from '../../shared/contract/transport'

/** The built program, running with the browser host as a process of its own. */
export interface Host {
  /** http://127.0.0.1:<port> */
  origin: string
  /** The one-time link of the JSON line. */
  url: string
  token: string
  folder: string
  /** What the JSON line tells of the API. */
  api: { url: string; project_id: string; secret: string } | null
  /** Everything the process has printed so far. */
  printed(): string
  /** One call over HTTP, as a script makes it. */
  invoke(name: string, input?: unknown): Promise<Answer>
  client: DeskClient
  /** How the process ended, once it has. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Ends the process at once (SIGKILL by default) and waits for its end. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Ends in order; removes the vault's folder if this host made it. */
  stop(): Promise<void>
}

export interface HostOptions {
  /** An existing or wanted vault folder; a temporary one otherwise; null lets the program choose, as a demo does. */
  folder?: string | null
  flags?: readonly string[]
  /** Added to the environment. */
  env?: NodeJS.ProcessEnv
  /** Runs the program through another one, such as a shell that sets limits. */
  wrap?: (command: string, args: string[]) => { command: string; args: string[] }
}

/** Starts the built program (building it when stale) and reads its JSON line. */
export async function startHost({ folder, flags = [], env = {}, wrap }: HostOptions = {}): Promise<Host> {
  buildIfStale()
  const made = folder === undefined ? await mkdtemp(join(tmpdir(), 'totp-desk-')) : null
  const named = made === null ? folder : join(made, 'vault')
  const vaultFlags = typeof named === 'string' ? ['--vault', named] : []
  const program = join(root, 'out', 'main', 'browser.js')
  const plain = { command: process.execPath, args: [program, '--no-open', '--json', ...vaultFlags, ...flags] }
  const { command, args } = wrap ? wrap(plain.command, plain.args) : plain
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  let printed = ''
  child.stderr.on('data', (data: Buffer) => {
    printed += data.toString()
  })
  const line = await firstLine(child, (text) => {
    printed += text
  }).catch((error: unknown) => {
    throw new Error(`The program did not start: ${printed}`, { cause: error })
  })
  const { url, token, vault, api } = JSON.parse(line) as Announcement
  const { origin } = new URL(url)

  async function invoke(name: string, input: unknown = {}): Promise<Answer> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(`${origin}/ipc/${name}`, { method: 'POST', headers, body: JSON.stringify(input) })
    return (await response.json()) as Answer
  }

  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }

  return {
    origin,
    url,
    token,
    folder: vault,
    api,
    printed: () => printed,
    invoke,
    client: createClient({ invoke }),
    ended,
    kill,
    async stop() {
      await kill('SIGTERM')
      if (made !== null) await rm(made, { recursive: true, force: true })
    },
  }
}

interface Announcement extends Pick<Host, 'url' | 'token' | 'api'> {
  vault: string
}

/** The first line that is JSON; what follows is passed on as well. */
function firstLine(child: ChildProcess, tell: (text: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('The program has no standard output.'))
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      tell(`${line}\n`)
      if (line.startsWith('{')) resolve(line)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`It ended with code ${code}.`)))
  })
}
