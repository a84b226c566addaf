import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { events } from '../../../shared/contract/events'
import type { Desk } from '../../desk/desk'

/** Keeps idle connections from being cut; a page that hears nothing for longer takes the host for gone. */
const heartbeatMs = 15_000
/** A reader that lets so many events wait is cut off; when it connects again it reads everything again. */
const maxWaiting = 1000

/**
 * The desk's events as server-sent events, each parsed by its schema, until the page goes away or `ending` is
 * aborted. Events of one stream arrive in the order in which they happened.
 */
export function eventStream(context: Context, desk: Pick<Desk, 'subscribe'>, ending: AbortSignal | null): Response {
  context.header('x-content-type-options', 'nosniff')
  context.header('cross-origin-resource-policy', 'same-origin')
  const response = streamSSE(context, async (stream) => {
    await new Promise<void>((resolve) => {
      let last: Promise<unknown> = stream.write(': welcome\n\n')
      let waiting = 0
      const send = (write: () => Promise<unknown>) => {
        waiting += 1
        if (waiting > maxWaiting) return end()
        last = last.then(write, write).finally(() => {
          waiting -= 1
        })
        last.catch(() => {})
      }
      const stop = desk.subscribe((name, payload) => {
        const data = JSON.stringify(events[name].parse(payload))
        send(() => stream.writeSSE({ event: name, data }))
      })
      const heartbeat = setInterval(() => send(() => stream.write(': still here\n\n')), heartbeatMs)
      function end() {
        clearInterval(heartbeat)
        stop()
        resolve()
      }
      stream.onAbort(end)
      ending?.addEventListener('abort', end, { once: true })
    })
  })
  // The library says `no-cache`, which lets a browser keep it.
  response.headers.set('cache-control', 'no-store')
  return response
}
