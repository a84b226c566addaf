import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { events } from '../../../shared/contract/events'
import type { Desk } from '../../desk/desk'

/** Keeps idle connections from being cut and shows a page quickly that the host is gone. */
const heartbeatMs = 15_000

/**
 * The desk's events as server-sent events, each parsed by its schema, until the page goes away.
 * Events of one stream arrive in the order in which they happened.
 */
export function eventStream(context: Context, desk: Pick<Desk, 'subscribe'>): Response {
  context.header('x-content-type-options', 'nosniff')
  context.header('cross-origin-resource-policy', 'same-origin')
  return streamSSE(context, async (stream) => {
    let last: Promise<void> = stream.write(': welcome\n\n').then(() => undefined)
    const send = (write: () => Promise<unknown>) => {
      last = last.then(write).then(
        () => undefined,
        () => undefined,
      )
    }
    const stop = desk.subscribe((name, payload) => {
      const data = JSON.stringify(events[name].parse(payload))
      send(() => stream.writeSSE({ event: name, data }))
    })
    const heartbeat = setInterval(() => send(() => stream.write(': still here\n\n')), heartbeatMs)
    await new Promise<void>((resolve) => stream.onAbort(resolve))
    clearInterval(heartbeat)
    stop()
    await last
  })
}
