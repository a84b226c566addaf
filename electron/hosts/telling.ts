import type { EventName, EventPayload } from '../../shared/contract/events'

/** A desk that tells what happens; the returned function ends the telling. */
export interface Telling {
  subscribe(listener: <N extends EventName>(name: N, payload: EventPayload<N>) => void): () => void
}
