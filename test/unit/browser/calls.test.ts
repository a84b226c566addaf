import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { answerCall } from '../../../electron/hosts/browser/calls'

it('a call from the browser comes from either side of the desk: both are tabs with one cookie', async () => {
  const app = new Hono()
  app.post('/ipc/:name', (context) =>
    answerCall(context, async (name, input, caller) => ({ ok: true, value: { name, input, caller } })),
  )
  const response = await app.request('/ipc/totps.reveal', { method: 'POST', body: '{"side":"person"}' })
  expect(await response.json()).toEqual({
    ok: true,
    value: { name: 'totps.reveal', input: { side: 'person' }, caller: { side: null } },
  })
})
