import { type BrowserWindow, powerMonitor } from 'electron'

/** Longest silence of a ticking timer, in milliseconds, that a running machine can explain. */
const maxGapMs = 60_000
const tickMs = 15_000
/** How often Linux is asked, and from how much idle time on it would say "idle", which is not asked for. */
const askMs = 5000
const idleSeconds = 60

/** What {@link lockOnAbsence} needs to know. */
export interface Absence {
  lock(): void
  /** Wall clock, Unix milliseconds. */
  now(): number
  platform: NodeJS.Platform
}

/**
 * Locks the desk whenever the system says that the machine may be unattended: its screen was locked, another
 * person's session came to the front, it went to sleep or woke up. Some systems sleep without
 * telling (hibernation, lids, virtual machines), so a gap in the wall clock counts as sleep too.
 * Linux tells of a locked screen only when asked, and not on every desktop.
 * Inactivity at the desk itself is the desk's own matter.
 */
export function lockOnAbsence({ lock, now, platform }: Absence): void {
  powerMonitor.on('lock-screen', lock)
  powerMonitor.on('user-did-resign-active', lock)
  powerMonitor.on('suspend', lock)
  powerMonitor.on('resume', lock)
  const tick = watchGaps(lock, now())
  setInterval(() => tick(now()), tickMs).unref()
  if (platform !== 'linux') return
  setInterval(() => {
    if (powerMonitor.getSystemIdleState(idleSeconds) === 'locked') lock()
  }, askMs).unref()
}

/**
 * Ends in order before the system does. Linux and macOS wait for a program that asks them to; Windows tells each
 * window of a log-off and waits for little, so the vault locks at its first word.
 */
export function endBeforeSystem(window: BrowserWindow, { lock, quit }: { lock(): void; quit(): void }): void {
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault()
    quit()
  })
  window.on('query-session-end', lock)
  window.on('session-end', lock)
}

/** Returns what to call at each tick with the wall clock; calls `lock` when it slept in between. */
export function watchGaps(lock: () => void, start: number): (now: number) => void {
  let last = start
  return (now) => {
    if (now - last > maxGapMs) lock()
    last = now
  }
}
