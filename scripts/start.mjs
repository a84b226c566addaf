// `npm start`: builds what changed, then opens the console in Electron, or in a browser where Electron cannot be
// had. Everything it says goes to standard error; standard output belongs to the console (one line with --json).
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildIfStale, root } from './build-if-stale.mjs'
import { electronRuntime } from './electron-runtime.mjs'

const args = process.argv.slice(2)
const say = (sentence) => process.stderr.write(`${sentence}\n`)
/** Flags that only mean something to the browser host, so giving one asks for it. */
const browserFlags = ['--browser', '--no-open', '--json', '--port', '--help']

const asksForBrowser = args.some((arg) => browserFlags.some((flag) => arg === flag || arg.startsWith(`${flag}=`)))

async function command() {
  if (asksForBrowser) return [process.execPath, [join(root, 'out', 'main', 'browser.js'), ...args]]
  const runtime = await electronRuntime(say)
  if ('executable' in runtime) return [runtime.executable, [root, ...args]]
  say(runtime.missing)
  return [process.execPath, [join(root, 'out', 'main', 'browser.js'), ...args]]
}

try {
  buildIfStale(say)
} catch (error) {
  say(error.message)
  process.exit(1)
}

/** Calls `told` once when the process that started this one is there no more. */
function whenGone(parent, told) {
  const timer = setInterval(() => {
    if (process.ppid === parent && isRunning(parent)) return
    clearInterval(timer)
    told()
  }, 500)
  timer.unref()
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const [program, programArgs] = await command()
const child = spawn(program, programArgs, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })

/** Windows has no signals to send: there the browser host is asked to end in order by closing the channel. */
function end(signal) {
  if (process.platform !== 'win32' || program !== process.execPath) child.kill(signal)
  else if (child.connected) child.disconnect()
}
// Ctrl-C in a terminal reaches the child by itself; a signal sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal))
// npm passes a signal to the shell between it and this process, which dies of it without a word.
if (process.env.npm_lifecycle_event) whenGone(process.ppid, () => end('SIGTERM'))
child.on('error', (error) => {
  say(`TOTP Desk could not be started (${error.code}).`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
