import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { Writer } from '../../vault/types'
import type { ClockDesk } from '../clock/desk-clock'
import type { Call, DeskContext, Recorder } from '../context'
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

/** A key pair that is not in use yet. */
export interface NewSessionKey {
  kid: string
  publicJwk: JWK
  privateJwk: JWK
}

/** The RSA keys of session JWTs. Private halves are in the vault and leave it only to sign here. */
export interface SessionKeys {
  /** The present key; made when there is none, followed by a new one when older than six months. */
  signing(): Promise<SigningKey>
  /** The public keys that a JWT may still be checked with: the present one and those of the last month. */
  published(): { kid: string; jwk: JWK }[]
  /** A new key, made ahead of the act that puts it in place. */
  generate(): Promise<NewSessionKey>
  /** Inside an act: makes it the present key; the one before it stays published for a month. */
  replace(tx: Writer, record: Recorder, key: NewSessionKey): void
}

const dayMs = 24 * 60 * 60_000
/** Stytch follows its keys up about every six months, and publishes the old ones a month longer. */
const signsForMs = 182 * dayMs
const publishedAfterMs = 30 * dayMs
const bySystem: Call = { operator: null, channel: 'system' }

export function createSessionKeys(ctx: DeskContext, clock: ClockDesk): SessionKeys {
  let making: Promise<void> | null = null
  let imported: SigningKey | null = null

  /** Two calls at once must not make two keys. */
  function make(call: Call): Promise<void> {
    making ??= generate()
      .then((key) => ctx.act(call, (tx, record) => replace(tx, record, key)))
      .finally(() => {
        making = null
      })
    return making
  }

  async function generate(): Promise<NewSessionKey> {
    const pair = await generateKeyPair('RS256', { extractable: true, modulusLength: 2048 })
    const [publicJwk, privateJwk] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)])
    return { kid: ctx.newId('jwk'), publicJwk, privateJwk }
  }

  function replace(tx: Writer, record: Recorder, key: NewSessionKey): void {
    const now = ctx.clock.now()
    replaceSessionKey(tx, { ...key, madeAt: now })
    deleteSessionKeysRetiredBefore(tx, now - publishedAfterMs)
    record({ action: 'session.key_made', object: key.kid })
  }

  return {
    async signing() {
      const present = currentSessionKey(ctx.vault)
      if (!present || clock.latest() - present.madeAt > signsForMs) await make(bySystem)
      const current = currentSessionKey(ctx.vault)
      if (!current?.privateJwk) throw new Error('There is no key for session JWTs.')
      if (imported?.kid !== current.kid) {
        imported = { kid: current.kid, key: await importJWK(current.privateJwk, 'RS256') }
      }
      return imported
    },
    published() {
      const since = clock.latest() - publishedAfterMs
      return sessionKeysSince(ctx.vault, since).map(({ kid, publicJwk: jwk }) => ({ kid, jwk }))
    },
    generate,
    replace,
  }
}
