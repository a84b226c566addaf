import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { answerCall, maxBodyBytes } from '../../../electron/hosts/browser/calls'

const app = new Hono()
app.post('/ipc/:name', (context) =>
  answerCall(context, async (name, input, caller) => ({ ok: true, value: { name, input, caller } })),
)
const post = async (body: string | Uint8Array<ArrayBuffer>) =>
  app.request('/ipc/users.create', { method: 'POST', body })

it('a call from the browser comes from either side of the desk: both are tabs with one token', async () => {
  const response = await post('{"side":"person"}')
  expect(await response.json()).toEqual({
    ok: true,
    value: { name: 'users.create', input: { side: 'person' }, caller: { side: null } },
  })
})

it('no answer can be held by another origin, taken for a page, or kept', async () => {
  for (const body of ['{}', '{', '']) {
    const { headers } = await post(body)
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  }
})

describe('a body that is no text', () => {
  it.each([
    ['a byte that no character begins with', [0xff]],
    ['half a character', [0xc3]],
    ['half a character before the end of the text', [0xe2, 0x82]],
    ['a longer form than needed', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['Latin-1', [0xe9]],
    ['a character beyond Unicode', [0xf5, 0x80, 0x80, 0x80]],
  ])('is refused and never mended: %s', async (_what, bytes) => {
    const text = (part: string) => new TextEncoder().encode(part)
    const body = Buffer.concat([text('{"name":"Mara '), new Uint8Array(bytes), text('"}')])
    const answer = await (await post(new Uint8Array(body))).json()
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    expect(answer.error.message).toContain('UTF-8')
  })

  it('is refused when it is too large, whatever is in it', async () => {
    const answer = await (await post('x'.repeat(maxBodyBytes + 1))).json()
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    expect((await (await post(JSON.stringify('x'.repeat(maxBodyBytes - 2)))).json()).ok).toBe(true)
  })
})
