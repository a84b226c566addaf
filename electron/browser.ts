import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import open from 'open'
import { version } from '../package.json'
import { createDesk, type Desk } from './desk/desk'
import { systemClock } from './desk/system-clock'
import { FlagError, type Flags, readFlags, usage } from './hosts/browser/flags'
import { type BrowserHost, startBrowserHost } from './hosts/browser/server'
import { createDispatcher } from './ipc/dispatch'

/** How long an orderly end may take before the process ends anyway; the vault is safe either way. */
const closeWithinMs = 8000

/**
 * The console without Electron: the same desk behind the browser host. Standard output carries the
 * link and nothing else, so that a script can read it; everything said to a person goes to standard error.
 */
async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2), process.cwd())
  if (flags.help) return void process.stdout.write(usage)
  const folder = flags.folder ?? (await mkdtemp(join(tmpdir(), 'totp-desk-demo-')))
  const desk = createDesk({ folder, clock: systemClock, version, demo: flags.demo, onDefect })
  const host = await startBrowserHost({
    desk,
    dispatch: createDispatcher(desk, { onDefect }),
    rendererFolder: resolve(import.meta.dirname, '..', 'renderer'),
    port: flags.port,
    onDefect,
  })
  endOnSignal(desk, host, flags.folder === null ? folder : null)
  await announce(flags, host, folder)
  offerNewLinks(host)
}

async function announce(flags: Flags, host: BrowserHost, folder: string): Promise<void> {
  const url = host.link()
  if (flags.json) process.stdout.write(`${JSON.stringify({ url, token: host.token, vault: folder, api: null })}\n`)
  else process.stdout.write(`TOTP Desk is open at ${url}\n`)
  if (!flags.open) return
  if (!hasDisplay()) {
    say('There is no display here, so no browser was opened. Open the link on this machine.')
    return
  }
  try {
    const browser = await open(url)
    browser.on('error', () => say('No browser could be opened. Open the link yourself.'))
  } catch {
    say('No browser could be opened. Open the link yourself.')
  }
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** A closed tab is opened again with Enter: each link works once. */
function offerNewLinks(host: BrowserHost): void {
  if (!process.stdin.isTTY) return
  say('Press Enter for a new link, Ctrl-C to end.')
  process.stdin.on('data', () => process.stdout.write(`${host.link()}\n`))
}

/** The first signal locks the vault and ends in order; the second does not wait. */
function endOnSignal(desk: Desk, host: BrowserHost, throwaway: string | null): void {
  let ending = false
  const end = () => {
    if (ending) process.exit(1)
    ending = true
    setTimeout(() => process.exit(1), closeWithinMs).unref()
    void closeAll(desk, host, throwaway).then(
      () => process.exit(0),
      (error: unknown) => {
        onDefect(error)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  // The launcher's end is ours: it asks through the channel where signals do not reach (Windows).
  process.on('disconnect', end)
}

async function closeAll(desk: Desk, host: BrowserHost, throwaway: string | null): Promise<void> {
  await desk.close()
  await host.close()
  if (throwaway !== null) await rm(throwaway, { recursive: true, force: true })
}

/** Only the kind of an unexpected error is told: its message could quote what somebody typed. */
function onDefect(error: unknown): void {
  const kind = error instanceof Error ? error.name : typeof error
  say(`An unexpected error (${kind}) was answered with "internal".`)
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

function reasonOf(error: unknown): string {
  if (error instanceof FlagError) return `${error.message}\n\n${usage}`
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return 'Another program uses this port. Choose another one with --port, or leave it out.'
  if (code === 'EACCES') return 'This port may not be used. Choose one above 1023 with --port, or leave it out.'
  return `TOTP Desk could not start (${code ?? (error instanceof Error ? error.name : 'unknown reason')}).`
}

main().catch((error: unknown) => {
  say(reasonOf(error))
  process.exit(error instanceof FlagError ? 2 : 1)
})
