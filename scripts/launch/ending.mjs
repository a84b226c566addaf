/** Signals closer together than this were one wish: Ctrl-C arrives from the terminal and from npm. */
const oneKeystrokeMs = 500

/**
 * The wish of whoever started the program that it ends: a signal, a closed terminal, or the end of npm.
 * The hosts are asked through their channel and never by a signal, because Electron takes the first signal for
 * a question and dies of the second, and the terminal has sent it one already.
 *
 * @typedef {{ readonly asked: boolean, onAsk(listener: () => void): () => void, onInsist(listener: () => void): () => void }} Ending
 * @returns {Ending}
 */
export function watchForEnd() {
  let since = null
  const asking = new Set()
  const insisting = new Set()
  const ask = () => {
    const again = since !== null && performance.now() - since > oneKeystrokeMs
    since ??= performance.now()
    for (const listener of [...(again ? insisting : asking)]) listener()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ask)
  // npm passes a signal to the shell between it and this process, which dies of it without a word.
  if (process.env.npm_lifecycle_event) whenGone(process.ppid, () => since === null && ask())
  const on = (listeners) => (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    get asked() {
      return since !== null
    },
    onAsk: on(asking),
    onInsist: on(insisting),
  }
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
