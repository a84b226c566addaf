import type { EventName, EventPayload } from '../../shared/contract/events'
import type { DeskContext } from './context'

/** Hears every event of the desk. */
export type Listener = <N extends EventName>(name: N, payload: EventPayload<N>) => void

/** The desk's listeners. A host parses an event by its schema before it leaves the process. */
export interface Listeners {
  subscribe(listener: Listener): () => void
  emit: DeskContext['emit']
}

/** @param onDefect called when a listener throws: what the event reports has happened all the same */
export function createListeners(onDefect: (error: unknown) => void): Listeners {
  const listeners = new Set<Listener>()
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    emit(name, payload) {
      for (const listener of listeners) {
        try {
          listener(name, payload)
        } catch (error) {
          onDefect(error)
        }
      }
    },
  }
}
