import { z } from 'zod'
import { post } from './post'

const encoder = new TextEncoder()

async function hmac(token: string, text: string): Promise<string> {
  const usage = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(token), usage, false, ['sign'])
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

const answerSchema = z.object({ proof: z.string(), good: z.boolean() })

/**
 * What a host says to a token. `foreign`: it cannot prove that it is the run of the desk that gave it out, and has not
 * been sent it. `silent`: nothing answered.
 */
export type Standing = 'good' | 'ended' | 'foreign' | 'silent'

/** Asks the host for a proof that no older answer serves (see `prove` in electron/hosts/browser/access.ts). */
export async function standingOf(token: string): Promise<Standing> {
  const nonce = crypto.randomUUID()
  const [key, proof] = await Promise.all([hmac(token, 'key'), hmac(token, `proof ${nonce}`)])
  const response = await post('/proof', { key, nonce })
  if (response === null) return 'silent'
  const answer = answerSchema.safeParse(await response.json().catch(() => null)).data
  if (answer?.proof !== proof) return 'foreign'
  return answer.good ? 'good' : 'ended'
}
