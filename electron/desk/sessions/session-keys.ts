import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { Call, DeskContext } from '../context'
import {
  currentSessionKey,
  deleteSessionKeysRetiredBefore,
  replaceSessionKey,
  sessionKeysSince,
} from '../store/session-keys'

/** The key that signs now. */
export interface SigningKey {
  kid: string
  key: Awaited<ReturnType<typeof importJWK>>
}

/** The RSA keys of session JWTs. Private halves are in the vault and leave it only to sign here. */
export interface SessionKeys {
  /** The present key; made when there is none, followed by a new one when older than six months. */
  signing(): Promise<SigningKey>
  /** The public keys that a JWT may still be checked with: the present one and those of the last month. */
  published(): { kid: string; jwk: JWK }[]
  /** Makes a new key now; the one before it stays published for a month. */
  rotate(call: Call): Promise<void>
}

const dayMs = 24 * 60 * 60_000
/** Stytch follows its keys up about every six months, and publishes the old ones a month longer. */
const signsForMs = 182 * dayMs
const publishedAfterMs = 30 * dayMs
const bySystem: Call = { operator: null, channel: 'system' }

export function createSessionKeys(ctx: DeskContext): SessionKeys {
  let making: Promise<void> | null = null
  let imported: SigningKey | null = null

  /** Two calls at once must not make two keys. */
  function make(call: Call): Promise<void> {
    making ??= makeKey(ctx, call).finally(() => {
      making = null
    })
    return making
  }

  return {
    async signing() {
      const present = currentSessionKey(ctx.vault)
      if (!present || ctx.clock.now() - present.madeAt > signsForMs) await make(bySystem)
      const current = currentSessionKey(ctx.vault)
      if (!current?.privateJwk) throw new Error('There is no key for session JWTs.')
      if (imported?.kid !== current.kid) {
        imported = { kid: current.kid, key: await importJWK(current.privateJwk, 'RS256') }
      }
      return imported
    },
    published() {
      const since = ctx.clock.now() - publishedAfterMs
      return sessionKeysSince(ctx.vault, since).map(({ kid, publicJwk: jwk }) => ({ kid, jwk }))
    },
    rotate: make,
  }
}

async function makeKey(ctx: DeskContext, call: Call): Promise<void> {
  const pair = await generateKeyPair('RS256', { extractable: true, modulusLength: 2048 })
  const [publicJwk, privateJwk] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)])
  const kid = ctx.newId('jwk')
  const now = ctx.clock.now()
  await ctx.act(call, (tx, record) => {
    replaceSessionKey(tx, { kid, publicJwk, privateJwk, madeAt: now })
    deleteSessionKeysRetiredBefore(tx, now - publishedAfterMs)
    record({ action: 'session.key_made', object: kid })
  })
}
