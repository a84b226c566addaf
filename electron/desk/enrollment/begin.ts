import { DeskError } from '../../../shared/errors'
import { type EnrollInput, totpParametersSchema } from '../../../shared/model/totp'
import { newSecret } from '../../otp/secrets'
import type { Writer } from '../../vault/types'
import type { Call, DeskContext, Recorder } from '../context'
import { checkedBy, identityDetails } from '../identity-check'
import { deletePassesOf } from '../store/passes'
import { deleteRecoverySetOf } from '../store/recovery'
import { insertTotp, isSecretKnown, liveTotpOf, requireTotp, type TotpRow, updateTotp } from '../store/totps'
import { requireActiveUser, subjectOf, type UserRow } from '../store/users'
import { settleExpiry } from './expiry'

/** One enrollment inside its running act. */
export interface EnrollmentContext {
  ctx: DeskContext
  call: Call
  tx: Writer
  record: Recorder
  input: EnrollInput
  /** Interaction of the new totp, which all its events carry. */
  interaction: string
}

export interface NewEnrollment {
  user: UserRow
  totp: TotpRow
}

/** Makes the new pending totp and ends the one before it. Throws as `Enrollment.begin`. */
export function beginEnrollment(context: EnrollmentContext): NewEnrollment {
  const { ctx, call, tx, record, input, interaction } = context
  const { userId, identityCheck } = input
  const now = ctx.clock.now()
  const user = requireActiveUser(tx, userId)
  const totpId = ctx.newId('totp')
  endEarlier(context, user, totpId, now)
  const parameters = totpParametersSchema.parse(input.parameters ?? {})
  const expirationMinutes = input.expirationMinutes ?? ctx.settings().expirationMinutes
  insertTotp(tx, {
    ...parameters,
    totpId,
    userId,
    status: 'pending',
    secret: unusedSecret(ctx, tx),
    label: input.label || null,
    createdAt: now,
    expiresAt: now + expirationMinutes * 60_000,
    identityKind: identityCheck?.kind,
    identityReference: identityCheck?.reference,
    checkedBy: checkedBy(call),
    interaction,
    lastStep: -1,
    driftSamples: 0,
  })
  const details = { ...parameters, expirationMinutes, ...identityDetails(identityCheck) }
  record({ action: 'totp.created', subject: subjectOf(user), object: totpId, interaction, details })
  return { user, totp: requireTotp(tx, totpId) }
}

function endEarlier(context: EnrollmentContext, user: UserRow, newTotpId: string, now: number): void {
  const { tx, record, input } = context
  const earlier = liveTotpOf(tx, user.userId)
  if (!earlier) return
  const subject = subjectOf(user)
  if (settleExpiry(tx, record, earlier, subject, now)) return
  if (earlier.status === 'active') {
    if (!input.replaceActive) throw alreadyActive(user, earlier)
    replaceActive(context, user, earlier, newTotpId, now)
    return
  }
  // Its secret stays until the new one is active, so that a code of the earlier QR can be named as such.
  updateTotp(tx, earlier.totpId, { status: 'revoked', endedAt: now })
  record({
    action: 'totp.revoked',
    subject,
    object: earlier.totpId,
    reason: 'new_qr',
    interaction: earlier.interaction,
    // Handed out with that QR, they would be good for the authenticator of the next.
    details: { recoveryCodes: deleteRecoverySetOf(tx, user.userId) },
  })
}

function replaceActive(
  { tx, record, input, interaction }: EnrollmentContext,
  user: UserRow,
  old: TotpRow,
  newTotpId: string,
  now: number,
): void {
  updateTotp(tx, old.totpId, { status: 'revoked', endedAt: now })
  const recoveryCodes = deleteRecoverySetOf(tx, user.userId)
  const passes = deletePassesOf(tx, user.userId)
  record({
    action: 'totp.replaced',
    subject: subjectOf(user),
    object: old.totpId,
    reason: input.situation ?? 'other',
    interaction,
    details: { replacedBy: newTotpId, recoveryCodes, passes, identityCheck: input.identityCheck?.kind ?? null },
  })
}

/** Two registrations never share a secret (RFC 6238 section 3), however improbable it is. */
function unusedSecret(ctx: DeskContext, tx: Writer): Uint8Array {
  for (let tries = 0; tries < 3; tries += 1) {
    const secret = newSecret((bytes) => ctx.random(bytes))
    if (!isSecretKnown(tx, secret)) return secret
  }
  throw new Error('The generator of random bytes repeats itself.')
}

function alreadyActive(user: UserRow, totp: TotpRow): DeskError {
  const message = `${user.name} has a working authenticator. Confirm to replace it; the old one stops working at once.`
  return new DeskError('active_totp_exists', message, { totpId: totp.totpId })
}
