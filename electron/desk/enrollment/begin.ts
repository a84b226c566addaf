import { DeskError } from '../../../shared/errors'
import { type EnrollInput, type TotpParameters, totpParametersSchema } from '../../../shared/model/totp'
import { newSecret } from '../../otp/secrets'
import type { Writer } from '../../vault/types'
import type { Call, DeskContext, Recorder } from '../context'
import type { Recovery } from '../recovery/recovery'
import { liveTotpOf, type TotpRow, totpById } from '../store/totps'
import { type UserRow, userRow } from '../users/detail'
import { requireActivePerson } from '../users/person'
import { settleExpiry } from './expiry'

/** One enrollment inside its running act. */
export interface Beginning {
  ctx: DeskContext
  recovery: Recovery
  call: Call
  tx: Writer
  record: Recorder
  input: EnrollInput
  /** Interaction of the new totp, which all its events carry. */
  interaction: string
}

/** Makes the new pending totp and ends the one before it. Throws as `Enrollment.begin`. */
export function beginInside(beginning: Beginning): { user: UserRow; totp: TotpRow } {
  const { ctx, tx, record, input, interaction } = beginning
  const now = ctx.clock.now()
  requireActivePerson(tx, input.userId)
  const user = userRow(tx, input.userId)
  const totpId = ctx.newId('totp')
  endEarlier(beginning, user, totpId, now)
  const parameters = totpParametersSchema.parse(input.parameters ?? {})
  const minutes = input.expirationMinutes ?? ctx.settings().expirationMinutes
  insertTotp(beginning, { totpId, parameters, expiresAt: now + minutes * 60_000, now })
  record({
    action: 'totp.created',
    subject: { id: user.user_id, name: user.name },
    object: totpId,
    interaction,
    details: {
      ...parameters,
      expirationMinutes: minutes,
      identityCheck: input.identityCheck?.kind ?? null,
      identityReference: input.identityCheck?.reference ?? null,
    },
  })
  return { user, totp: totpById(tx, totpId) }
}

function endEarlier(beginning: Beginning, user: UserRow, newTotpId: string, now: number): void {
  const { tx, record, recovery, input } = beginning
  const earlier = liveTotpOf(tx, user.user_id)
  if (!earlier) return
  const subject = { id: user.user_id, name: user.name }
  if (settleExpiry(tx, record, earlier, subject, now)) return
  if (earlier.status === 'active') {
    if (!input.replaceActive) throw alreadyActive(user, earlier)
    replaceActive(beginning, subject, earlier, newTotpId, now)
    return
  }
  // Its secret stays until the new one is active, so that a code of the earlier QR can be named as such.
  tx.run(`update totps set status = 'revoked', ended_at = ? where totp_id = ?`, [now, earlier.totp_id])
  record({
    action: 'totp.revoked',
    subject,
    object: earlier.totp_id,
    reason: 'new_qr',
    interaction: earlier.interaction,
    // Handed out with that QR, they would be good for the authenticator of the next.
    details: { recoveryCodes: recovery.dropInside(tx, user.user_id) },
  })
}

function replaceActive(
  beginning: Beginning,
  subject: { id: string; name: string },
  old: TotpRow,
  newTotpId: string,
  now: number,
): void {
  const { tx, record, recovery, input, interaction } = beginning
  tx.run(`update totps set status = 'revoked', ended_at = ? where totp_id = ?`, [now, old.totp_id])
  const recoveryCodes = recovery.dropInside(tx, subject.id)
  const passes = tx.run('delete from passes where user_id = ?', [subject.id])
  record({
    action: 'totp.replaced',
    subject,
    object: old.totp_id,
    reason: input.situation ?? 'other',
    interaction,
    details: { replacedBy: newTotpId, recoveryCodes, passes, identityCheck: input.identityCheck?.kind ?? null },
  })
}

function insertTotp(
  { ctx, call, tx, input, interaction }: Beginning,
  made: { totpId: string; parameters: TotpParameters; expiresAt: number; now: number },
): void {
  const { algorithm, digits, period } = made.parameters
  tx.run(
    `insert into totps (totp_id, user_id, status, secret, algorithm, digits, period, label, created_at, expires_at,
       identity_kind, identity_reference, checked_by, interaction, last_step, drift_samples)
     values (?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, -1, 0)`,
    [
      made.totpId,
      input.userId,
      unusedSecret(ctx, tx),
      algorithm,
      digits,
      period,
      input.label || null,
      made.now,
      made.expiresAt,
      input.identityCheck?.kind ?? null,
      input.identityCheck?.reference ?? null,
      call.operator?.name ?? call.channel,
      interaction,
    ],
  )
}

/** Two registrations never share a secret (RFC 6238 section 3), however improbable it is. */
function unusedSecret(ctx: DeskContext, tx: Writer): Uint8Array {
  for (let tries = 0; tries < 3; tries += 1) {
    const secret = newSecret((bytes) => ctx.random(bytes))
    if (!tx.get('select 1 from totps where secret = ?', [secret])) return secret
  }
  throw new Error('The generator of random bytes repeats itself.')
}

function alreadyActive(user: UserRow, totp: TotpRow): DeskError {
  const message = `${user.name} has a working authenticator. Confirm to replace it; the old one dies at once.`
  return new DeskError('active_totp_exists', message, { totpId: totp.totp_id })
}
