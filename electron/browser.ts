import { Console } from 'node:console'
import { resolve } from 'node:path'
import open from 'open'
import { version } from '../package.json'
import { type Assembled, assemble } from './assemble'
import type { Desk } from './desk/desk'
import type { AccessNews } from './hosts/browser/access'
import { FlagError, type Flags, readFlags, usage } from './hosts/browser/flags'
import { handOver } from './hosts/browser/hand-over'
import { type BrowserHost, startBrowserHost } from './hosts/browser/server'
import { outliveClosedOutput, reportDefect } from './hosts/defects'

/** How long an orderly end may take before the process ends anyway; the vault is safe either way. */
const closeWithinMs = 8000
/** Signals closer together than this count as one. */
const oneKeystrokeMs = 500
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * The console without Electron: the same desk behind the browser host. Standard output carries the
 * link and nothing else, so that a script can read it; everything said to a person goes to standard error.
 */
async function main(): Promise<void> {
  keepStandardOutputClean()
  const flags = readFlags(process.argv.slice(2), process.cwd())
  if (flags.help) return void process.stdout.write(usage)
  const { assembled, host } = await endingOnSignal(() => start(flags))
  endOnSignal(assembled.desk, host)
  await announce(flags, host, assembled)
  offerNewLinks(flags, host)
}

async function start(flags: Flags): Promise<{ assembled: Assembled; host: BrowserHost }> {
  const noWindowBecause = process.env.TOTP_DESK_IN_BROWSER_BECAUSE ?? null
  const assembled = await assemble({ vault: flags.vault, noWindowBecause, version, onDefect: reportDefect })
  const host = await startBrowserHost({
    desk: assembled.desk,
    dispatch: assembled.dispatch,
    rendererFolder: resolve(import.meta.dirname, '..', 'renderer'),
    port: flags.port,
    onAccess: (news) => say(accessWords[news]),
    onDefect: reportDefect,
  })
  return { assembled, host }
}

/** Until there is something to close in order, a signal ends the process as it is, but not without its last words. */
async function endingOnSignal<T>(work: () => Promise<T>): Promise<T> {
  const end = () => process.exit(1)
  // Undefined without a launcher, false when it has gone already.
  if (process.connected === false) end()
  for (const name of [...signals, 'disconnect']) process.on(name, end)
  try {
    return await work()
  } finally {
    for (const name of [...signals, 'disconnect']) process.off(name, end)
  }
}

/** Libraries may speak to the console. */
function keepStandardOutputClean(): void {
  globalThis.console = new Console(process.stderr)
  outliveClosedOutput()
}

async function announce(flags: Flags, host: BrowserHost, { folder, notice, demo }: Assembled): Promise<void> {
  const url = host.link()
  const api = demo?.api ?? null
  if (demo) say(`This is a demo: all people in it are made up. Its passphrase is: ${demo.passphrase}`)
  if (notice !== null) say(notice)
  if (flags.json) process.stdout.write(`${JSON.stringify({ url, token: host.token, vault: folder, api })}\n`)
  else process.stdout.write(`TOTP Desk is open at ${url}\n`)
  if (!flags.open) return
  if (!hasDisplay()) {
    say('No display found; open this link yourself.')
    return
  }
  try {
    const browser = await open(await handOver(url))
    browser.on('error', () => say('No browser could be opened. Open the link yourself.'))
  } catch {
    say('No browser could be opened. Open the link yourself.')
  }
}

const accessWords: Record<AccessNews, string> = {
  replaced: 'The console was opened with a new link. Pages that were opened before are shut out.',
  shared:
    'A link was used a second time, so the access that it gave was ended. If you did not use it twice yourself, another ' +
    'account of this machine has read it. Open the console with a new link.',
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** A closed tab is opened again with Enter: each link works once, for a minute. */
function offerNewLinks(flags: Flags, host: BrowserHost): void {
  if (!process.stdin.isTTY) return
  const stream = flags.json ? process.stderr : process.stdout
  say('The link works once, within a minute. Press Enter for a new one, Ctrl-C to end.')
  process.stdin.on('data', () => stream.write(`${host.link()}\n`))
  // The terminal is gone: that is told by a signal where it is meant as the end.
  process.stdin.on('error', () => {})
}

/**
 * The first signal locks the vault and ends in order; one that comes later does not wait. Ctrl-C in a
 * terminal arrives several times at once: from the terminal, from npm and from the launcher.
 */
function endOnSignal(desk: Desk, host: BrowserHost): void {
  let since: number | null = null
  const end = (exitCode: number) => {
    if (since !== null) return
    since = performance.now()
    setTimeout(() => process.exit(1), closeWithinMs).unref()
    host
      .close(() => desk.close())
      .then(
        () => process.exit(exitCode),
        (error: unknown) => {
          reportDefect(error)
          process.exit(1)
        },
      )
  }
  for (const signal of signals) {
    process.on(signal, () => {
      if (since !== null && performance.now() - since > oneKeystrokeMs) process.exit(1)
      end(0)
    })
  }
  // The launcher's end is ours: it asks through the channel where signals do not reach (Windows).
  process.on('disconnect', () => end(0))
  process.on('uncaughtException', (error) => {
    reportDefect(error)
    end(1)
  })
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
