import { z } from 'zod'
import { DeskError } from '../../../shared/errors'
import { identityCheckSchema } from '../../../shared/model/common'
import {
  algorithmSchema,
  type Drift,
  type Totp,
  totpParametersSchema,
  totpSchema,
  totpStatusSchema,
} from '../../../shared/model/totp'
import type { CodeSource } from '../../otp/codes'
import type { Reader, Writer } from '../../vault/types'
import { bytesColumn, defineTable, type NewRowOf, type RowOf } from './table'

const totps = defineTable('totps', ['totpId'], {
  totpId: z.string(),
  userId: z.string(),
  status: totpStatusSchema,
  /** Raw bytes; null once it can no longer be used or diagnosed. */
  secret: bytesColumn.nullable(),
  algorithm: algorithmSchema,
  digits: totpParametersSchema.shape.digits.unwrap(),
  period: totpParametersSchema.shape.period.unwrap(),
  label: z.string().nullable(),
  createdAt: z.int(),
  expiresAt: z.int(),
  activatedAt: z.int().nullable(),
  verifiedAgainAt: z.int().nullable(),
  handedOverAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  identityKind: identityCheckSchema.shape.kind.nullable(),
  identityReference: z.string().nullable(),
  /** Name of the operator, or the channel. */
  checkedBy: z.string(),
  interaction: z.string(),
  /** The high-water mark: no step at or below it is ever accepted again. */
  lastStep: z.int(),
  driftMin: z.number().nullable(),
  driftMax: z.number().nullable(),
  driftSamples: z.int(),
})
/** A totp as the vault holds it: the only shape in which a secret is read. */
export type TotpRow = RowOf<typeof totps.columns.shape>

/** Of a person's totps the pending or active one, of which there is at most one, or else the one begun last. */
const latestFirst = `order by status in ('pending', 'active') desc, created_at desc, totp_id desc limit 1`

/** Id of a person's latest totp inside a query. @param userId the column that holds the person's id */
export function latestTotpIdOf(userId: string): string {
  return `(select totp_id from totps where user_id = ${userId} ${latestFirst})`
}

/** The person's pending or active totp; there is at most one. */
export function liveTotpOf(from: Reader, userId: string): TotpRow | undefined {
  return totps.get(from, `where user_id = ? and status in ('pending', 'active')`, [userId])
}

/** The person's pending or active totp, or else the one that was begun last. */
export function latestTotpOf(from: Reader, userId: string): TotpRow | undefined {
  return totps.get(from, `where user_id = ? ${latestFirst}`, [userId])
}

export function findTotp(from: Reader, totpId: string): TotpRow | undefined {
  return totps.get(from, 'where totp_id = ?', [totpId])
}

/** @throws DeskError `not_found` when there is no such totp. */
export function requireTotp(from: Reader, totpId: string): TotpRow {
  const totp = findTotp(from, totpId)
  if (!totp) throw new DeskError('not_found', 'This registration is not here any more. Open the person again.')
  return totp
}

/** The person's other registrations since a time that still have a secret, newest first. */
export function earlierTotpsOf(from: Reader, totp: TotpRow, since: number, limit: number): TotpRow[] {
  return totps.all(
    from,
    `where user_id = ? and totp_id <> ? and secret is not null and created_at > ?
     order by created_at desc limit ?`,
    [totp.userId, totp.totpId, since, limit],
  )
}

/** Live registrations of other people since a time, newest first. */
export function liveTotpsOfOthers(from: Reader, userId: string, since: number, limit: number): TotpRow[] {
  return totps.all(
    from,
    `where user_id <> ? and status in ('pending', 'active') and created_at > ?
     order by created_at desc limit ?`,
    [userId, since, limit],
  )
}

/** Each person's latest totp whose QR was shown and whose secret is still there. */
export function shownTotps(from: Reader): TotpRow[] {
  return totps.all(
    from,
    `where secret is not null and status in ('pending', 'active', 'expired')
       and totp_id = (select totp_id from totps latest where latest.user_id = totps.user_id ${latestFirst})
       and exists (select 1 from audit_events e where e.subject_id = totps.user_id
         and e.action = 'totp.shown' and e.interaction = totps.interaction)`,
  )
}

export function isSecretKnown(from: Reader, secret: Uint8Array): boolean {
  return totps.get(from, 'where secret = ?', [secret]) !== undefined
}

export function insertTotp(tx: Writer, totp: NewRowOf<typeof totps.columns.shape>): void {
  totps.insert(tx, totp)
}

export function updateTotp(tx: Writer, totpId: string, changes: Partial<TotpRow>): void {
  totps.update(tx, { totpId }, changes)
}

/**
 * Raises the high-water mark of a totp: the step and all before it are spent (RFC 6238 section 5.2).
 * Throws when that has happened meanwhile.
 */
export function markStepUsed(tx: Writer, totp: TotpRow, step: number, drift: Drift): void {
  const changed = tx.run(
    `update totps set last_step = ?, drift_min = ?, drift_max = ?, drift_samples = ?
     where totp_id = ? and status = ? and last_step < ?`,
    [step, drift.minSeconds, drift.maxSeconds, drift.samples, totp.totpId, totp.status, step],
  )
  if (changed !== 1) throw new Error('The step was used meanwhile.')
}

/** Forgets the secrets of a person's totps, but one of them. */
export function forgetSecrets(tx: Writer, userId: string, except?: string): void {
  tx.run('update totps set secret = null where user_id = ? and totp_id <> ?', [userId, except ?? ''])
}

/** Returns how many there were. */
export function deleteTotpsOf(tx: Writer, userId: string): number {
  tx.run('delete from steps_used_ahead where totp_id in (select totp_id from totps where user_id = ?)', [userId])
  return tx.run('delete from totps where user_id = ?', [userId])
}

/** Whether a pending totp has run out at `now`, whatever its row still says. */
export function hasExpired(totp: Pick<TotpRow, 'status' | 'expiresAt'>, now: number): boolean {
  return totp.status === 'pending' && totp.expiresAt <= now
}

/** Whether the person is still being enrolled: pending, or active with the sheet not handed over. */
export function inProgress(totp: Pick<TotpRow, 'status' | 'handedOverAt'>): boolean {
  return totp.status === 'pending' || (totp.status === 'active' && totp.handedOverAt === null)
}

/** What computes the codes of a totp; null when its secret is gone. */
export function codeSourceOf({ secret, algorithm, digits, period }: TotpRow): CodeSource | null {
  return secret && { algorithm, digits, period, secret }
}

/** What is known of the phone's clock from the codes that were accepted; null before the first. */
export function driftOf({ driftMin, driftMax, driftSamples }: TotpRow): Drift | null {
  if (driftMin === null || driftMax === null || driftSamples < 1) return null
  return { minSeconds: driftMin, maxSeconds: driftMax, samples: driftSamples }
}

/** A totp as it may cross the contract: without its secret, its expiry judged at `now`. */
export function toTotp(row: TotpRow, now: number): Totp {
  const { identityKind: kind, identityReference: reference, interaction: interactionId } = row
  const status = hasExpired(row, now) ? 'expired' : row.status
  const identityCheck = kind && { kind, ...(reference === null ? {} : { reference }) }
  return totpOutput.parse({ ...row, status, identityCheck, interactionId })
}

/** Of a row it takes what the contract names. */
const totpOutput = z.object(totpSchema.shape)
