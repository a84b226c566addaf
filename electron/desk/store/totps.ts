import { DeskError } from '../../../shared/errors'
import { identityCheckSchema } from '../../../shared/model/common'
import type { Totp, TotpStatus } from '../../../shared/model/totp'
import { totpSchema } from '../../../shared/model/totp'
import type { Reader } from '../../vault/types'

/** A row of `totps` as the vault holds it: the only shape in which a secret is read. */
export interface TotpRow {
  totp_id: string
  user_id: string
  status: TotpStatus
  /** Raw bytes; null once it can no longer be used or diagnosed. */
  secret: Uint8Array | null
  algorithm: string
  digits: number
  period: number
  label: string | null
  created_at: number
  expires_at: number
  activated_at: number | null
  verified_again_at: number | null
  handed_over_at: number | null
  ended_at: number | null
  identity_kind: string | null
  identity_reference: string | null
  checked_by: string
  interaction: string
  last_step: number
  drift_min: number | null
  drift_max: number | null
  drift_samples: number
}

/** The person's pending or active totp; there is at most one. */
export function liveTotpOf(from: Reader, userId: string): TotpRow | undefined {
  return from.get<TotpRow>(`select * from totps where user_id = ? and status in ('pending', 'active')`, [userId])
}

/** The person's pending or active totp, or else the one that was begun last. */
export function latestTotpOf(from: Reader, userId: string): TotpRow | undefined {
  return from.get<TotpRow>(
    `select * from totps where user_id = ?
     order by status in ('pending', 'active') desc, created_at desc, totp_id desc limit 1`,
    [userId],
  )
}

/** @throws DeskError `not_found` when there is no such totp. */
export function totpById(from: Reader, totpId: string): TotpRow {
  const row = from.get<TotpRow>('select * from totps where totp_id = ?', [totpId])
  if (!row) throw new DeskError('not_found', 'This registration is not here any more. Open the person again.')
  return row
}

/** Whether a pending totp has run out at `now`, whatever its row still says. */
export function hasExpired(row: Pick<TotpRow, 'status' | 'expires_at'>, now: number): boolean {
  return row.status === 'pending' && row.expires_at <= now
}

/** Whether the person is still being enrolled: pending, or active with the sheet not handed over. */
export function inProgress(row: Pick<TotpRow, 'status' | 'handed_over_at'>): boolean {
  return row.status === 'pending' || (row.status === 'active' && row.handed_over_at === null)
}

/** A totp as it may cross the contract: without its secret, its expiry judged at `now`. */
export function toTotp(row: TotpRow, now: number): Totp {
  return totpSchema.parse({
    totpId: row.totp_id,
    status: hasExpired(row, now) ? 'expired' : row.status,
    algorithm: row.algorithm,
    digits: row.digits,
    period: row.period,
    label: row.label,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    activatedAt: row.activated_at,
    verifiedAgainAt: row.verified_again_at,
    handedOverAt: row.handed_over_at,
    identityCheck: identityCheckOf(row),
    checkedBy: row.checked_by,
    interactionId: row.interaction,
  })
}

function identityCheckOf(row: TotpRow): Totp['identityCheck'] {
  if (row.identity_kind === null) return null
  const reference = row.identity_reference === null ? {} : { reference: row.identity_reference }
  return identityCheckSchema.parse({ kind: row.identity_kind, ...reference })
}
