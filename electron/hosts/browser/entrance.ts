import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { readText } from '../../loopback/body'
import { type Access, tokenOf } from './access'
import { json, parseJson, refusal } from './calls'

/** Far above what is asked here. */
const maxBodyBytes = 4096

const entrySchema = z.strictObject({ code: z.string().max(200) })
const proofSchema = z.strictObject({ key: z.string().max(100), nonce: z.string().min(16).max(100) })

/**
 * What is answered without a token: how a link becomes one, and how a page that has one makes sure whom it talks to.
 *
 * @param urlOf - the address of a link with this code
 */
export function createEntrance(access: Access, urlOf: (code: string) => string): Hono {
  const app = new Hono()

  // The code goes on in the fragment, which no server is ever sent; the page uses it up, so that a preview cannot.
  app.get('/enter/:code', (context) => {
    const headers = {
      location: `/enter.html#${encodeURIComponent(context.req.param('code'))}`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    }
    return new Response(null, { status: 303, headers })
  })

  app.post('/enter', async (context) => {
    const input = await inputOf(context, entrySchema)
    return input ? json(200, access.enter(input.code, tokenOf(context.req.header('authorization')))) : unreadable()
  })

  app.post('/proof', async (context) => {
    const input = await inputOf(context, proofSchema)
    return input ? json(200, access.prove(input.key, input.nonce) ?? {}) : unreadable()
  })

  /** For scripts that open a browser later: the first link dies after a minute. */
  app.post('/link', (context) =>
    access.bearer(context.req.header('authorization')) === 'script'
      ? json(200, { url: urlOf(access.newLink()) })
      : refusal(401, 'unauthenticated', 'A new link is given for the token of the JSON line alone.'),
  )
  return app
}

async function inputOf<T>(context: Context, schema: z.ZodType<T>): Promise<T | null> {
  const read = await readText(context.req.raw.body, maxBodyBytes)
  const parsed = schema.safeParse('text' in read ? parseJson(read.text) : undefined)
  return parsed.success ? parsed.data : null
}

const unreadable = () => refusal(400, 'invalid_input', 'This is not a request that TOTP Desk can read.')
