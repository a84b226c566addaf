/** Counts refused credentials and has them written down: the first at once, then one row a minute. */
export interface AuthFailures {
  count(): void
  /** Writes what is counted and not written yet, where the vault is open. */
  flush(): void
}

const windowMs = 60_000

/**
 * A flood of wrong credentials must not fill the audit log, and none of them may be left out of it:
 * each row says how many there were since the row before. `write` returns false while the vault is
 * locked; the count then waits for the next chance.
 */
export function createAuthFailures(write: (count: number) => boolean): AuthFailures {
  let waiting = 0
  let timer: NodeJS.Timeout | null = null

  function flush(): void {
    if (waiting > 0 && write(waiting)) waiting = 0
  }

  return {
    count() {
      waiting += 1
      if (timer) return
      flush()
      timer = setTimeout(() => {
        timer = null
        flush()
      }, windowMs)
      timer.unref()
    },
    flush,
  }
}
