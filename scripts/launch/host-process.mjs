import { spawn } from 'node:child_process'
import { say } from './say.mjs'

/** Most that is kept of what a host says before it is up. */
const heldBackBytes = 64 * 1024
/** How long a host that never came up gets to end before it is killed, in milliseconds. */
const lastWordsMs = 3000

/**
 * How a host process ended.
 * @typedef {object} HostEnd
 * @property {boolean} up it had said that it is up
 * @property {boolean} elsewhere it had said that the desk is open in another process of it
 * @property {string | null} refused why its command line cannot be followed, in its own words
 * @property {string | null} failed why it could not start, in its own words
 * @property {boolean} timedOut it neither came up nor ended in time
 * @property {number | null} code
 * @property {string | null} signal
 * @property {string | null} error code of the error that kept it from being run
 * @property {string} stderr what it said before it was up, which was not shown
 */

/**
 * Runs the browser host until it ends, with this terminal as its own.
 * @param {string[]} args script and flags for this Node
 * @param {import('./ending.mjs').Ending} ending
 * @param {{ endMs: number }} limits
 * @returns {Promise<HostEnd>}
 */
export function runBrowserHost(args, env, ending, { endMs }) {
  const child = spawn(process.execPath, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  return untilEnd(child, ending, { endMs, upMs: null })
}

/**
 * Runs the Electron host until it ends. What it and Chromium say on standard error is held back until it is
 * up, so that a start that fails can be told in one sentence.
 * @param {import('./ending.mjs').Ending} ending
 * @param {{ endMs: number, upMs: number }} limits
 * @returns {Promise<HostEnd>}
 */
export function runElectronHost(executable, args, env, ending, limits) {
  const child = spawn(executable, args, { env, stdio: ['inherit', 'inherit', 'pipe', 'ipc'] })
  return untilEnd(child, ending, limits)
}

async function untilEnd(child, ending, { endMs, upMs }) {
  const end = {
    up: false,
    elsewhere: false,
    refused: null,
    failed: null,
    timedOut: false,
    code: null,
    signal: null,
    error: null,
  }
  const held = holdBack(child.stderr)
  const timers = []
  const after = (ms, act) => timers.push(setTimeout(act, ms))
  /** Closing the channel asks it to end in order: the same on every system, and asking twice does no harm. */
  const askToEnd = (graceMs) => {
    if (child.connected) child.disconnect()
    after(graceMs, () => child.kill('SIGKILL'))
  }
  if (upMs !== null) {
    after(upMs, () => {
      if (end.up || end.elsewhere || ending.asked) return
      end.timedOut = true
      askToEnd(lastWordsMs)
    })
  }
  child.on('message', (message) => {
    if (message?.state === 'up' || message?.state === 'elsewhere') {
      end[message.state] = true
      held.release()
    }
    if (message?.state === 'up') say('TOTP Desk is open. Ctrl-C here closes it.')
    if (message?.state === 'refused' || message?.state === 'failed') end[message.state] = String(message.because)
  })
  if (ending.asked) askToEnd(endMs)
  const unlisten = [ending.onAsk(() => askToEnd(endMs)), ending.onInsist(() => child.kill('SIGKILL'))]
  await new Promise((resolve) => {
    child.on('error', (error) => {
      // Also told when a signal or a message could not be sent; only without a process is it the end.
      if (child.pid !== undefined) return
      end.error = error.code ?? error.name
      resolve()
    })
    child.on('exit', (code, signal) => {
      Object.assign(end, { code, signal })
      resolve()
    })
  })
  for (const timer of timers) clearTimeout(timer)
  for (const stop of unlisten) stop()
  return { ...end, stderr: await held.rest() }
}

/** Keeps what a stream says until `release`, then passes everything on to this process's standard error. */
function holdBack(stream) {
  let text = ''
  let released = false
  if (!stream) return { release() {}, rest: async () => '' }
  stream.setEncoding('utf8').on('data', (piece) => {
    if (released) process.stderr.write(piece)
    else text = (text + piece).slice(-heldBackBytes)
  })
  stream.on('error', () => {})
  return {
    release() {
      if (!released) process.stderr.write(text)
      released = true
      text = ''
    },
    /** What was said and not shown. Helper processes may hold the stream open longer than the host lives. */
    async rest() {
      if (!stream.readableEnded) {
        await Promise.race([
          new Promise((resolve) => stream.once('end', resolve)),
          new Promise((resolve) => setTimeout(resolve, 300)),
        ])
      }
      stream.destroy()
      return text
    },
  }
}
