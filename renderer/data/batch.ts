/** Takes what comes one by one and hands it on in bunches. */
export interface Gatherer<T> {
  add(item: T): void
  /** Drops what waits; nothing is handed on from here. */
  end(): void
}

/**
 * Hands on what came together at once and, while more come, a bunch every `everyMs` milliseconds: a program
 * that makes hundreds of calls a second must not make the screen read the desk as often.
 */
export function gather<T>(everyMs: number, hand: (items: T[]) => void): Gatherer<T> {
  let waiting: T[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let resting = true

  function flush() {
    resting = waiting.length === 0
    if (resting) return
    const items = waiting
    waiting = []
    timer = setTimeout(flush, everyMs)
    hand(items)
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
