import type { Output } from '../../../shared/contract/contract'
import { DeskError } from '../../../shared/errors'
import type { EnrollInput, RevealedTotp, Totp } from '../../../shared/model/totp'
import type { Side } from '../../../shared/sides'
import { otpauthUri } from '../../otp/otpauth-uri'
import { secretToBase32 } from '../../otp/secrets'
import type { ClockDesk } from '../clock/desk-clock'
import { localTime } from '../clock/local-time'
import type { Call, DeskContext } from '../context'
import type { Recovery } from '../recovery/recovery'
import { deleteRecoverySetOf } from '../store/recovery'
import {
  codeSourceOf,
  findTotp,
  forgetSecrets,
  hasExpired,
  requireTotp,
  type TotpRow,
  toTotp,
  updateTotp,
} from '../store/totps'
import { requireUser, subjectOf, type UserRow } from '../store/users'
import { beginEnrollment, type EnrollmentContext, type NewEnrollment } from './begin'
import { settleExpiry } from './expiry'
import { qrSvg } from './qr-svg'

export interface Enrollment {
  /**
   * Makes a pending totp. A pending one before it is replaced without asking.
   *
   * @throws DeskError `not_found`, `user_deactivated`, `clock_blocked`; `active_totp_exists` unless `replaceActive`
   */
  begin(call: Call, input: EnrollInput): Promise<Totp>
  /**
   * Shows it, and records on which side of the desk: the side the host knows the call to come from, and
   * the one that the caller names only where the host cannot tell.
   * @throws DeskError `not_found`, `totp_not_pending`, `totp_expired`, `clock_blocked`
   */
  reveal(call: Call, input: { totpId: string; side: Side }): Promise<RevealedTotp>
  /** Begin, reveal on the operator's side and a set of recovery codes, in one act. Throws as `begin`. */
  enroll(call: Call, input: EnrollInput): Promise<RevealedTotp & { recoveryCodes: string[] }>
  /** Id of the person who has this totp, while it is pending or active; undefined otherwise. */
  liveOwner(totpId: string): string | undefined
  /** @throws DeskError `not_found` */
  forPerson(totpId: string): Output<'totps.forPerson'>
  /** Ends the enrollment: the person holds their sheet. @throws DeskError `not_found`, `totp_not_active` */
  handOver(call: Call, input: { totpId: string }): Promise<Totp>
  /** Ends it at once, with its recovery codes. @throws DeskError `not_found`, `totp_not_active` when it has ended */
  revoke(call: Call, input: { totpId: string; reason: string }): Promise<Totp>
}

export function createEnrollment(ctx: DeskContext, clock: ClockDesk, recovery: Recovery): Enrollment {
  async function begin<T>(
    call: Call,
    input: EnrollInput,
    work: (made: NewEnrollment, context: EnrollmentContext) => T,
  ): Promise<T> {
    await clock.watch()
    const interaction = call.interaction ?? ctx.newId('interaction')
    return ctx.act({ ...call, interaction }, (tx, record) => {
      clock.requireRunning('anyone is enrolled')
      const context = { ctx, call, tx, record, input, interaction }
      return work(beginEnrollment(context), context)
    })
  }
  return {
    begin: (call, input) => begin(call, input, ({ totp }) => toTotp(totp, ctx.clock.now())),
    reveal: (call, input) => reveal(ctx, clock, call, input),
    async enroll(call, input) {
      const { user, totp, recoveryCodes } = await begin(call, input, ({ user, totp }, { tx, record }) => {
        record({
          action: 'totp.shown',
          subject: subjectOf(user),
          object: totp.totpId,
          details: { side: 'operator' },
        })
        return { user, totp, recoveryCodes: recovery.issue(tx, record, user).recoveryCodes }
      })
      return { ...(await revealed(ctx, user, totp)), recoveryCodes }
    },
    liveOwner: (totpId) => liveOwner(ctx, totpId),
    forPerson: (totpId) => forPerson(ctx, totpId),
    handOver: (call, input) => handOver(ctx, call, input.totpId),
    revoke: (call, input) => revoke(ctx, call, input),
  }
}

async function reveal(
  ctx: DeskContext,
  clock: ClockDesk,
  call: Call,
  input: { totpId: string; side: Side },
): Promise<RevealedTotp> {
  await clock.watch()
  const { user, totp, expired } = await ctx.act(call, (tx, record) => {
    clock.requireRunning('a QR is shown')
    const totp = requireTotp(tx, input.totpId)
    const user = requireUser(tx, totp.userId)
    const subject = subjectOf(user)
    if (settleExpiry(tx, record, totp, subject, ctx.clock.now())) return { user, totp, expired: true }
    if (totp.status === 'expired') throw qrExpired(ctx, totp)
    if (totp.status !== 'pending') {
      const message = 'This QR is not shown any more: its registration is no longer pending. Begin a new one.'
      throw new DeskError('totp_not_pending', message)
    }
    const { totpId: object, interaction } = totp
    record({ action: 'totp.shown', subject, object, interaction, details: { side: call.side ?? input.side } })
    return { user, totp, expired: false }
  })
  if (expired) throw qrExpired(ctx, totp)
  return revealed(ctx, user, totp)
}

async function revealed(ctx: DeskContext, user: UserRow, totp: TotpRow): Promise<RevealedTotp> {
  const source = codeSourceOf(totp)
  if (!source) throw new Error('A pending totp has no secret.')
  const { issuer } = ctx.settings()
  const uri = otpauthUri({ ...source, issuer, account: user.email ?? user.phone ?? user.name })
  const { totpId, expiresAt } = totp
  return { totpId, secret: secretToBase32(source.secret), uri, qrSvg: await qrSvg(uri), expiresAt }
}

function liveOwner(ctx: DeskContext, totpId: string): string | undefined {
  const totp = findTotp(ctx.vault, totpId)
  return totp && isLive(totp, ctx.clock.now()) ? totp.userId : undefined
}

function isLive(totp: TotpRow, now: number): boolean {
  return totp.status === 'active' || (totp.status === 'pending' && !hasExpired(totp, now))
}

function forPerson(ctx: DeskContext, totpId: string): Output<'totps.forPerson'> {
  const row = requireTotp(ctx.vault, totpId)
  const { status, digits, period, expiresAt, verifiedAgainAt, handedOverAt } = toTotp(row, ctx.clock.now())
  const { issuer, window } = ctx.settings()
  return {
    userId: row.userId,
    name: requireUser(ctx.vault, row.userId).name,
    issuer,
    status,
    digits,
    period,
    expiresAt,
    verifiedAgain: verifiedAgainAt !== null,
    handedOver: handedOverAt !== null,
    window,
  }
}

async function handOver(ctx: DeskContext, call: Call, totpId: string): Promise<Totp> {
  await ctx.act(call, (tx, record) => {
    const { userId, status, handedOverAt, interaction } = requireTotp(tx, totpId)
    const user = requireUser(tx, userId)
    if (status !== 'active') {
      const message = `${user.name} has no working authenticator yet. Enter a first good code.`
      throw new DeskError('totp_not_active', message)
    }
    if (handedOverAt !== null) return
    updateTotp(tx, totpId, { handedOverAt: ctx.clock.now() })
    record({ action: 'totp.handed_over', subject: subjectOf(user), object: totpId, interaction })
  })
  return toTotp(requireTotp(ctx.vault, totpId), ctx.clock.now())
}

async function revoke(ctx: DeskContext, call: Call, input: { totpId: string; reason: string }): Promise<Totp> {
  const { totpId, reason } = input
  await ctx.act(call, (tx, record) => {
    const totp = requireTotp(tx, totpId)
    const user = requireUser(tx, totp.userId)
    const now = ctx.clock.now()
    if (!isLive(totp, now)) {
      throw new DeskError('totp_not_active', `This registration of ${user.name} has ended already.`)
    }
    updateTotp(tx, totpId, { status: 'revoked', endedAt: now })
    // No diagnosis needs the secrets of the earlier ones any more, so they go too.
    forgetSecrets(tx, user.userId)
    record({
      action: 'totp.revoked',
      subject: subjectOf(user),
      object: totpId,
      reason,
      interaction: totp.interaction,
      details: { recoveryCodes: deleteRecoverySetOf(tx, user.userId) },
    })
  })
  return toTotp(requireTotp(ctx.vault, totpId), ctx.clock.now())
}

function qrExpired(ctx: DeskContext, { expiresAt }: TotpRow): DeskError {
  const at = localTime(ctx.clock, expiresAt)
  return new DeskError('totp_expired', `The QR expired at ${at}. Show a new one.`, { expiredAt: expiresAt })
}
