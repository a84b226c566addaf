import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { Call, DeskContext } from '../context'

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

interface KeyRow {
  kid: string
  public_jwk: string
  private_jwk: string | null
  made_at: number
}

export function createSessionKeys(ctx: DeskContext): SessionKeys {
  let making: Promise<void> | null = null
  let imported: SigningKey | null = null

  const present = () =>
    ctx.vault.get<KeyRow>('select * from session_keys where retired_at is null order by made_at desc limit 1')

  /** Two calls at once must not make two keys. */
  function make(call: Call): Promise<void> {
    making ??= makeKey(ctx, call).finally(() => {
      making = null
    })
    return making
  }

  return {
    async signing() {
      const row = present()
      if (!row || ctx.clock.now() - row.made_at > signsForMs) await make(bySystem)
      const current = present()
      if (!current?.private_jwk) throw new Error('There is no key for session JWTs.')
      if (imported?.kid !== current.kid) {
        imported = { kid: current.kid, key: await importJWK(JSON.parse(current.private_jwk), 'RS256') }
      }
      return imported
    },
    published() {
      return ctx.vault
        .all<KeyRow>(
          'select * from session_keys where retired_at is null or retired_at > ? order by made_at desc, kid',
          [ctx.clock.now() - publishedAfterMs],
        )
        .map((row) => ({ kid: row.kid, jwk: JSON.parse(row.public_jwk) }))
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
    tx.run('update session_keys set retired_at = ?, private_jwk = null where retired_at is null', [now])
    tx.run('delete from session_keys where retired_at <= ?', [now - publishedAfterMs])
    tx.run('insert into session_keys (kid, public_jwk, private_jwk, made_at) values (?, ?, ?, ?)', [
      kid,
      JSON.stringify(publicJwk),
      JSON.stringify(privateJwk),
      now,
    ])
    record({ action: 'session.key_made', object: kid })
  })
}
