/**
 * Before a test of components (`@vitest-environment jsdom`): what a browser has and jsdom has not, and a desk at
 * the end of the bridge that a test answers for. Does nothing in the tests that have no page.
 */
import { vi } from 'vitest'
import type { EventName } from '../../shared/contract/events'
import type { Answer } from '../../shared/contract/transport'

type Handler = (input: unknown) => unknown
type Listener = (payload: never) => void

const handlers = new Map<string, Handler>()
const listeners = new Map<string, Set<Listener>>()
/** Every call that was made, in order. */
export const calls: { name: string; input: unknown }[] = []

/** Answers a procedure from here on; what the handler throws is the refusal. */
export function answer(name: string, handler: Handler): void {
  handlers.set(name, handler)
}

/** An event of the desk. */
export function emit(name: EventName, payload: unknown): void {
  for (const listener of listeners.get(name) ?? []) listener(payload as never)
}

/** Forgets every answer and call. */
export function resetDesk(): void {
  handlers.clear()
  calls.length = 0
}

async function invoke(name: string, input: unknown): Promise<Answer> {
  calls.push({ name, input })
  const handler = handlers.get(name)
  if (!handler) return { ok: false, error: { code: 'internal', message: `No test answers ${name}.` } }
  try {
    return { ok: true, value: await handler(input) }
  } catch (error) {
    const { code = 'internal', message } = error as { code?: 'internal'; message: string }
    return { ok: false, error: { code, message } }
  }
}

if (typeof window !== 'undefined') {
  const still = { matches: true, addEventListener: () => undefined, removeEventListener: () => undefined }
  Object.assign(window, {
    deskBridge: {
      invoke,
      subscribe(name: string, listener: Listener) {
        const set = listeners.get(name) ?? new Set()
        listeners.set(name, set.add(listener))
        return () => void set.delete(listener)
      },
    },
    // Reduced motion: nothing is drawn frame by frame.
    matchMedia: () => still,
    ResizeObserver: class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  })
  Element.prototype.scrollIntoView = vi.fn()
}
