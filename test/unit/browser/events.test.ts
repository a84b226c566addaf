import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { createListeners } from '../../../electron/desk/listeners'
import { eventStream } from '../../../electron/hosts/browser/events'

/** A desk that can only tell what happens, and how many listen to it. */
function telling() {
  const listeners = createListeners(() => {})
  let listening = 0
  const desk: Parameters<typeof eventStream>[1] = {
    subscribe(listener) {
      listening += 1
      const end = listeners.subscribe(listener)
      return () => {
        listening -= 1
        end()
      }
    },
  }
  const ending = new AbortController()
  const app = new Hono()
  app.get('/events', (context) => eventStream(context, desk, ending.signal))
  return {
    emit: listeners.emit,
    listening: () => listening,
    end: () => ending.abort(),
    open: async () => {
      const response = await app.request('/events')
      if (!response.body) throw new Error('There is no stream.')
      return { response, reader: response.body.pipeThrough(new TextDecoderStream()).getReader() }
    },
  }
}

describe('the event stream', () => {
  it('gives every event in order, may not be kept, and ends when the right to it does', async () => {
    const { emit, listening, end, open } = telling()
    const { response, reader } = await open()
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect((await reader.read()).value).toBe(': welcome\n\n')
    for (let seq = 1; seq <= 5; seq += 1) {
      emit('audit.appended', { seq, action: 'user.created', subject: null, channel: 'screen' })
    }
    let heard = ''
    while (!heard.includes('"seq":5')) heard += (await reader.read()).value ?? ''
    expect([...heard.matchAll(/"seq":(\d)/g)].map(([, seq]) => seq)).toEqual(['1', '2', '3', '4', '5'])
    expect(listening()).toBe(1)
    end()
    expect(listening()).toBe(0)
    emit('vault.unlocked', {})
    const rest = await reader.read()
    expect(rest).toEqual({ done: true, value: undefined })
  })

  it('is cut off for a reader that does not read: what waits for it has a bound', async () => {
    const { emit, listening, open } = telling()
    const { reader } = await open()
    for (let n = 0; n < 500; n += 1) emit('vault.unlocked', {})
    expect(listening()).toBe(1)
    for (let n = 0; n < 1000; n += 1) emit('vault.unlocked', {})
    expect(listening()).toBe(0)
    // One that reads meanwhile is not cut off.
    await reader.cancel()
    const second = await open()
    for (let n = 0; n < 3000; n += 1) {
      emit('vault.unlocked', {})
      await second.reader.read()
    }
    expect(listening()).toBe(1)
    await second.reader.cancel()
  })
})
