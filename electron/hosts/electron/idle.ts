import { powerMonitor } from 'electron'

/** Longest silence of a ticking timer, in milliseconds, that a running machine can explain. */
const longestGapMs = 60_000
const tickMs = 15_000

/**
 * Locks the desk whenever the system says that nobody may be there: its screen was locked, another
 * person's session came to the front, it went to sleep or woke up. Some systems sleep without
 * telling (hibernation, lids, virtual machines), so a gap in the wall clock counts as sleep too.
 * Inactivity at the desk itself is the desk's own matter.
 *
 * @param now - wall clock, Unix milliseconds
 */
export function lockOnAbsence(lock: () => void, now: () => number): void {
  powerMonitor.on('lock-screen', lock)
  powerMonitor.on('user-did-resign-active', lock)
  powerMonitor.on('suspend', lock)
  powerMonitor.on('resume', lock)
  const tick = watchGaps(lock, now())
  setInterval(() => tick(now()), tickMs).unref()
}

/** Returns what to call at each tick with the wall clock; calls `lock` when it slept in between. */
export function watchGaps(lock: () => void, start: number): (now: number) => void {
  let last = start
  return (now) => {
    if (now - last > longestGapMs) lock()
    last = now
  }
}
