import { join } from 'node:path'
import { root } from '../build-if-stale.mjs'
import { asksForBrowser, asksForNoSandbox, withoutElectronSwitches } from './command-line.mjs'
import { watchForEnd } from './ending.mjs'
import { runBrowserHost, runElectronHost } from './host-process.mjs'
import { reasonOfEnd } from './reason.mjs'
import { electronRuntime } from './runtime.mjs'
import { sandboxTrouble } from './sandbox.mjs'
import { say } from './say.mjs'

/** How long the launcher waits for what, in milliseconds. */
const usualLimits = {
  /** For the window to come up: a virus scanner may read a new runtime for a while. */
  upMs: 45_000,
  /** For a host to end in order once asked; the browser host takes 8 s at most. */
  endMs: 10_000,
  /** Without a byte of the runtime being fetched. */
  quietMs: 20_000,
  /** Until the speed of the line is known. */
  judgeAfterMs: 10_000,
  /** Of fetching that are worth waiting for then. */
  worthWaitingMs: 60_000,
}

/**
 * Opens the console in its own window, or in the browser with one sentence why, and waits for its end.
 * @param {string[]} args the command line after `npm start --`
 * @returns {Promise<number>} exit code
 */
export async function launch(args, limits = usualLimits) {
  const ending = watchForEnd()
  if (asksForBrowser(args)) return openInBrowser(args, null, ending, limits)
  const because = await openWindow(args, ending, limits)
  if (typeof because === 'number') return because
  say(`TOTP Desk opens in the browser, because ${because}.`)
  return openInBrowser(withoutElectronSwitches(args), because, ending, limits)
}

/** Exit code once the window has been open; otherwise why it was not, as words that follow "because". */
async function openWindow(args, ending, limits) {
  const runtime = await electronRuntime(say, ending, limits)
  if (ending.asked) return 1
  if ('missing' in runtime) return runtime.missing
  const { executable } = runtime
  if (asksForNoSandbox(args, process.env)) {
    say('Warning: --no-sandbox switches off what keeps a page away from this account. Use it in a container only.')
  } else {
    const trouble = sandboxTrouble(executable)
    if (trouble) return trouble
  }
  const end = await runElectronHost(executable, [root, ...args], environmentOfElectron(process.env), ending, limits)
  if (end.elsewhere) return end.code ?? 1
  if (ending.asked) return end.signal ? 1 : (end.code ?? 1)
  if (end.refused) {
    say(end.refused)
    return 2
  }
  if (!end.up) return reasonOfEnd(end, Math.round(limits.upMs / 1000))
  if (end.signal || end.code !== 0) {
    say(
      `TOTP Desk ended unexpectedly (${end.signal ?? `exit code ${end.code}`}). What was saved is safe. Start it again.`,
    )
  }
  return end.signal ? 1 : (end.code ?? 1)
}

async function openInBrowser(args, because, ending, limits) {
  const env = because === null ? process.env : { ...process.env, TOTP_DESK_IN_BROWSER_BECAUSE: because }
  const end = await runBrowserHost([join(root, 'out', 'main', 'browser.js'), ...args], env, ending, limits)
  if (end.error) say(`TOTP Desk could not be started (${end.error}).`)
  return end.signal ? 1 : (end.code ?? 1)
}

/** Terminals of editors set these for their own Electron; ours must be neither a plain Node nor given its options. */
function environmentOfElectron(env) {
  const left = Object.entries(env).filter(([name]) => !/^(ELECTRON_RUN_AS_NODE|NODE_OPTIONS)$/i.test(name))
  return { ...Object.fromEntries(left), TOTP_DESK_LAUNCHER: '1' }
}
