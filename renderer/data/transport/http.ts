import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { EventName, EventPayload } from '../../../shared/contract/events'
import { eventNames } from '../../../shared/contract/names'
import type { Answer, Transport } from '../../../shared/contract/transport'
import { reportResumed } from './connection'
import { createLine, type Line } from './line'
import { post } from './post'
import { createTokenKeeper } from './token'

const unanswered: Answer = {
  ok: false,
  error: {
    code: 'no_answer',
    message: 'The desk stopped answering. When it is back, see whether this was done before you do it again.',
  },
}
const shutOut: Answer = {
  ok: false,
  error: { code: 'unauthenticated', message: 'This page was closed by a newer link. Nothing was changed.' },
}

function createInvoke(line: Line): Transport['invoke'] {
  return async function invoke(name, input) {
    for (let token: string | null = await line.ready(); token !== null; token = await line.readySoon()) {
      const response = await post(`/ipc/${name}`, input, token, null)
      if (response?.status === 401) {
        // Refused before anybody looked at it, so it may be sent again: another tab may have a newer token by now.
        line.trouble()
        continue
      }
      const renewed = response?.headers.get('desk-token')
      if (renewed) line.keep(renewed)
      const answer = await response?.json().catch(() => null)
      if (answer) return answer as Answer
      line.trouble()
      return unanswered
    }
    return shutOut
  }
}

type Listener = (payload: never) => void

/** The host says something every 15 seconds; a stream that is silent for longer has nobody at its other end. */
const silenceMs = 40_000
/** Between the end of a stream and the next. */
const againMs = 200

/** One event stream for the page, opened with the first subscription and again whenever it breaks. */
function createSubscribe(line: Line): Transport['subscribe'] {
  const listeners = new Map<string, Set<Listener>>(eventNames.map((name) => [name, new Set()]))
  let opened = 0

  async function listen() {
    for (;;) {
      const token = await line.ready()
      try {
        await follow(token, (name, data) => {
          for (const listener of listeners.get(name) ?? []) listener(JSON.parse(data) as never)
        })
      } catch {
        // Cut off, silent, or never there: the line looks after it.
      }
      line.trouble()
      await new Promise((resolve) => setTimeout(resolve, againMs))
    }
  }

  async function follow(token: string, deliver: (name: string, data: string) => void) {
    const cut = new AbortController()
    let watch = setTimeout(() => cut.abort(), silenceMs)
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch('/events', { headers, credentials: 'omit', signal: cut.signal })
    if (!response.ok || !response.body) return
    opened += 1
    if (opened > 1) reportResumed()
    const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(bytes, controller) {
        clearTimeout(watch)
        watch = setTimeout(() => cut.abort(), silenceMs)
        controller.enqueue(bytes)
      },
    })
    const parsed = response.body
      .pipeThrough(heard)
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
      .getReader()
    try {
      for (let next = await parsed.read(); !next.done; next = await parsed.read()) {
        if (next.value.event !== undefined) deliver(next.value.event, next.value.data)
      }
    } finally {
      clearTimeout(watch)
    }
  }

  let listening = false
  return function subscribe<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) {
    if (!listening) void listen()
    listening = true
    const set = listeners.get(name)
    set?.add(listener as Listener)
    return () => void set?.delete(listener as Listener)
  }
}

/** The transport of the browser host: same-origin calls with a token in a header, an event stream and download addresses. */
export function createHttpTransport(): Transport {
  const line = createLine(createTokenKeeper())
  return {
    invoke: createInvoke(line),
    subscribe: createSubscribe(line),
    downloadUrl: (downloadId) => `/download/${encodeURIComponent(downloadId)}`,
  }
}
