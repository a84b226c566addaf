/** Takes items one by one and passes them on in batches. */
export interface Batcher<T> {
  add(item: T): void
  /** Drops what waits; nothing is passed on after this. */
  end(): void
}

/**
 * Passes the first items on at once and, while more come, one batch every `everyMs` milliseconds: a program
 * that makes hundreds of calls a second must not make the screen read the desk as often.
 */
export function createBatcher<T>(everyMs: number, onBatch: (items: T[]) => void): Batcher<T> {
  let waiting: T[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let resting = true

  function flush() {
    resting = waiting.length === 0
    if (resting) return
    const items = waiting
    waiting = []
    timer = setTimeout(flush, everyMs)
    onBatch(items)
  }

  return {
    add(item) {
      waiting.push(item)
      if (!resting) return
      resting = false
      queueMicrotask(flush)
    },
    end() {
      clearTimeout(timer)
      resting = false
      waiting = []
    },
  }
}
