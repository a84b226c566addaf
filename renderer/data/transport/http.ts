import type { EventName, EventPayload } from '../../../shared/contract/events'
import { eventNames } from '../../../shared/contract/names'
import type { Answer, Transport } from '../../../shared/contract/transport'
import { reportGone } from './connection'

const gone: Answer = {
  ok: false,
  error: {
    code: 'unauthenticated',
    message: 'The desk is not running any more. Start it again and open its new link.',
  },
}

async function post(name: string, input: unknown): Promise<Answer> {
  try {
    const response = await fetch(`/ipc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(input),
    })
    if (response.status === 401) {
      reportGone()
      return gone
    }
    return (await response.json()) as Answer
  } catch {
    // The host answers every call it receives, so silence means that it has ended.
    reportGone()
    return gone
  }
}

type Listener = (payload: never) => void

/** One event stream for the page, opened with the first subscription. */
function eventStream() {
  const listeners = new Map<EventName, Set<Listener>>()
  let source: EventSource | null = null

  function deliver(name: EventName, data: string) {
    const payload = JSON.parse(data) as never
    for (const listener of listeners.get(name) ?? []) listener(payload)
  }

  function open() {
    source = new EventSource('/events', { withCredentials: true })
    // The stream ends with the host, so asking then tells at once instead of at the next click.
    source.addEventListener('error', () => void post('vault.status', {}))
    for (const name of eventNames) source.addEventListener(name, (event) => deliver(name, event.data as string))
  }

  return function subscribe<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) {
    if (!source) open()
    const set = listeners.get(name) ?? new Set()
    listeners.set(name, set.add(listener as Listener))
    return () => void set.delete(listener as Listener)
  }
}

/** The transport of the browser host: same-origin calls, an event stream and download addresses. */
export function createHttpTransport(): Transport {
  return {
    invoke: post,
    subscribe: eventStream(),
    downloadUrl: (downloadId) => `/download/${encodeURIComponent(downloadId)}`,
  }
}
