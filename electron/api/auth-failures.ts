/** Counts refused credentials and has them written down: the first at once, then one row a minute. */
export interface AuthFailures {
  count(): void
  /** Writes what is counted and not written yet, where the vault is open. */
  flush(): Promise<void>
}

const windowMs = 60_000

/**
 * A flood of wrong credentials must not fill the audit log, and none of them may be left out of it:
 * each row says how many there were since the row before. `write` answers false while the vault is
 * locked, and never rejects; the count then waits for the next chance.
 */
export function createAuthFailures(write: (count: number) => Promise<boolean>): AuthFailures {
  let waiting = 0
  let timer: NodeJS.Timeout | null = null

  async function flush(): Promise<void> {
    if (waiting === 0) return
    const count = waiting
    waiting = 0
    if (!(await write(count))) waiting += count
  }

  return {
    count() {
      waiting += 1
      if (timer) return
      void flush()
      timer = setTimeout(() => {
        timer = null
        void flush()
      }, windowMs)
      timer.unref()
    },
    flush,
  }
}
