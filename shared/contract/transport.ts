import type { ErrorAnswer } from '../errors'
import type { ProcedureName } from './contract'
import type { EventName, EventPayload } from './events'

/** Every call is answered with one of these, whatever the host. */
export type Answer<T = unknown> = { ok: true; value: T } | { ok: false; error: ErrorAnswer }

/** What a host gives the renderer: two functions and the way to a download. */
export interface Transport {
  invoke(name: ProcedureName, input: unknown): Promise<Answer>
  /** Returns the function that ends the subscription. */
  subscribe<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void
  /** Address from which a download ticket can be fetched once. */
  downloadUrl(downloadId: string): string
}
