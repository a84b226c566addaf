import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../build-if-stale.mjs'
import { environmentOfFetch } from './network-settings.mjs'

/** How often the progress is said, in milliseconds. */
const sayEveryMs = 5000

/**
 * Fetches the Electron runtime in a process of its own and waits for it while that is worth it. Where it is
 * not, the process goes on by itself and the next start has the runtime.
 * @param {(sentence: string) => void} say
 * @param {import('./ending.mjs').Ending} ending
 * @param {{ quietMs: number, judgeAfterMs: number, worthWaitingMs: number }} limits
 * @returns {Promise<string | null>} why it is not there, as words that follow "because"; null when it is
 */
export function fetchRuntime(say, ending, { quietMs, judgeAfterMs, worthWaitingMs }) {
  const worker = spawn(process.execPath, [join(root, 'scripts', 'fetch-electron.mjs'), String(quietMs)], {
    cwd: root,
    env: environmentOfFetch(process.env),
    // In a group of its own: what ends the terminal's programs must not end it when it goes on by itself.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  say('Fetching the Electron runtime (once; Ctrl-C ends it) …')
  return new Promise((resolve) => {
    let because = 'the Electron runtime could not be fetched'
    const stopListening = ending.onAsk(() => worker.kill())
    const finish = (answer) => {
      stopListening()
      if (worker.connected) worker.disconnect()
      worker.unref()
      resolve(answer)
    }
    const progress = followProgress(say, judgeAfterMs)
    worker.on('message', (message) => {
      if (message.failed) because = `the Electron runtime ${message.failed}`
      if (message.unpacking) say('Unpacking it …')
      if (!message.received) return
      const minutes = Math.ceil(progress(message) / 60_000)
      if (minutes * 60_000 <= worthWaitingMs) return
      say(`This line needs about ${minutes} more minutes for it. It goes on by itself; the next start has it.`)
      finish('the Electron runtime is still being fetched')
    })
    worker.on('error', () => finish(because))
    worker.on('exit', (code) => finish(code === 0 ? null : because))
  })
}

/**
 * Says now and then how far it is.
 * @returns {(at: { received: number, total: number | null }) => number} tells the milliseconds still needed, 0 while
 *   that cannot be judged
 */
function followProgress(say, judgeAfterMs) {
  let first = null
  let said = null
  return ({ received, total }) => {
    const now = performance.now()
    first ??= { received, now }
    if (said === null || now - said >= sayEveryMs) {
      said = now
      say(`  ${progressWords(received, total)}`)
    }
    const bytes = received - first.received
    if (now - first.now < judgeAfterMs || bytes === 0 || total === null) return 0
    return ((total - received) * (now - first.now)) / bytes
  }
}

function progressWords(received, total) {
  const mb = (bytes) => Math.round(bytes / 1e6)
  if (total === null) return `${mb(received)} MB`
  return `${Math.floor((received / total) * 100)} % of ${mb(total)} MB`
}
