import { create } from 'zustand'

/**
 * How this page stands with its host.
 * - `up`: calls are answered.
 * - `silent`: nothing answers; it is asked again and again.
 * - `ended`: the desk answers and lets this page in no more: a newer link was opened, or the vault unlocked elsewhere.
 * - `other`: what answers is another run of the desk, or another program that has taken the port.
 * - `outside`: the page was opened without a link.
 */
export type ConnectionState = 'up' | 'silent' | 'ended' | 'other' | 'outside'

export interface Connection {
  state: ConnectionState
  /** Goes on with the run of the desk that another tab of this browser was let in to; null where there is none. */
  goOn: (() => void) | null
  /** Looks again at once. */
  lookNow(): void
}

/** Under Electron it stays `up`: there the host and the page end together. */
export const useConnection = create<Connection>(() => ({ state: 'up', goOn: null, lookNow: () => {} }))

const listeners = new Set<() => void>()

/** Calls `listener` whenever the page may have missed events: after the host was away. Returns the function that ends it. */
export function onResume(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Says that the host is there again. */
export function reportResumed(): void {
  for (const listener of listeners) listener()
}
