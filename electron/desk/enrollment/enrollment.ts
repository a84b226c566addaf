import { DeskError } from '../../../shared/errors'
import type { Settings } from '../../../shared/model/desk'
import { type EnrollInput, type RevealedTotp, type Totp, totpParametersSchema } from '../../../shared/model/totp'
import type { Side } from '../../../shared/sides'
import { otpauthUri } from '../../otp/otpauth-uri'
import { secretToBase32 } from '../../otp/secrets'
import type { ClockDesk } from '../clock/desk-clock'
import { localTime } from '../clock/local-time'
import type { Call, DeskContext } from '../context'
import type { Recovery } from '../recovery/recovery'
import { hasExpired, type TotpRow, toTotp, totpById } from '../store/totps'
import { type UserRow, userRow } from '../users/detail'
import { type Beginning, beginInside } from './begin'
import { settleExpiry } from './expiry'
import { qrSvg } from './qr-svg'

/** What the person's screen may know of a totp. */
export type PersonTotp = Pick<Totp, 'status' | 'digits' | 'period' | 'expiresAt'> &
  Record<'userId' | 'name' | 'issuer', string> &
  Record<'verifiedAgain' | 'handedOver', boolean> &
  Pick<Settings, 'window'>

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
   * @throws DeskError `not_found`, `totp_not_pending`, `totp_expired`
   */
  reveal(call: Call, input: { totpId: string; side: Side }): Promise<RevealedTotp>
  /** Begin, reveal on the operator's side and a set of recovery codes, in one act. Throws as `begin`. */
  enroll(call: Call, input: EnrollInput): Promise<RevealedTotp & { recoveryCodes: string[] }>
  /** Id of the person whose pending or active totp this is; undefined when there is none such, or it has ended. */
  liveOwner(totpId: string): string | undefined
  /** @throws DeskError `not_found` */
  forPerson(totpId: string): PersonTotp
  /** Ends the enrollment: the person holds their sheet. @throws DeskError `not_found`, `totp_not_active` */
  handOver(call: Call, input: { totpId: string }): Promise<Totp>
  /** Kills it at once, with its recovery codes. @throws DeskError `not_found`, `totp_not_active` when it has ended */
  revoke(call: Call, input: { totpId: string; reason: string }): Promise<Totp>
}

export function createEnrollment(ctx: DeskContext, clock: ClockDesk, recovery: Recovery): Enrollment {
  async function beginAct<T>(call: Call, input: EnrollInput, work: (begun: BegunParts) => T): Promise<T> {
    const { blocked } = await clock.watch()
    if (blocked) {
      const message = "The desk's clock went back. An admin must confirm it before anyone is enrolled."
      throw new DeskError('clock_blocked', message)
    }
    const interaction = call.interaction ?? ctx.newId('interaction')
    return ctx.act({ ...call, interaction }, (tx, record) => {
      const beginning = { ctx, recovery, call, tx, record, input, interaction }
      return work({ beginning, ...beginInside(beginning) })
    })
  }
  return {
    begin: (call, input) => beginAct(call, input, ({ totp }) => toTotp(totp, ctx.clock.now())),
    reveal: (call, input) => reveal(ctx, call, input),
    async enroll(call, input) {
      const made = await beginAct(call, input, ({ beginning: { tx, record }, user, totp }) => {
        const subject = { id: user.user_id, name: user.name }
        record({ action: 'totp.shown', subject, object: totp.totp_id, details: { side: 'operator' } })
        const { recoveryCodes } = recovery.issueInside(tx, record, subject, ctx.clock.now())
        return { user, totp, recoveryCodes }
      })
      return { ...(await revealed(ctx, made.user, made.totp)), recoveryCodes: made.recoveryCodes }
    },
    liveOwner: (totpId) => liveOwner(ctx, totpId),
    forPerson: (totpId) => forPerson(ctx, totpId),
    handOver: (call, input) => handOver(ctx, call, input.totpId),
    revoke: (call, input) => revoke(ctx, recovery, call, input),
  }
}

interface BegunParts {
  beginning: Beginning
  user: UserRow
  totp: TotpRow
}

async function reveal(ctx: DeskContext, call: Call, input: { totpId: string; side: Side }): Promise<RevealedTotp> {
  const totp = totpById(ctx.vault, input.totpId)
  const user = userRow(ctx.vault, totp.user_id)
  const subject = { id: user.user_id, name: user.name }
  if (hasExpired(totp, ctx.clock.now())) {
    await ctx.act(call, (tx, record) => settleExpiry(tx, record, totp, subject, ctx.clock.now()))
    throw qrExpired(ctx, totp)
  }
  if (totp.status === 'expired') throw qrExpired(ctx, totp)
  if (totp.status !== 'pending') {
    const message = 'This QR is not shown any more: its registration is no longer pending. Begin a new one.'
    throw new DeskError('totp_not_pending', message)
  }
  await ctx.act(call, (_tx, record) =>
    record({
      action: 'totp.shown',
      subject,
      object: totp.totp_id,
      interaction: totp.interaction,
      details: { side: sideOf(call, input.side) },
    }),
  )
  return revealed(ctx, user, totp)
}

function sideOf({ side }: Call, claimed: Side): Side {
  return side ?? claimed
}

async function revealed(ctx: DeskContext, user: UserRow, totp: TotpRow): Promise<RevealedTotp> {
  if (!totp.secret) throw new Error('A pending totp has no secret.')
  const { algorithm, digits, period } = totp
  const uri = otpauthUri({
    ...totpParametersSchema.parse({ algorithm, digits, period }),
    issuer: ctx.settings().issuer,
    account: user.email ?? user.phone ?? user.name,
    secret: totp.secret,
  })
  return {
    totpId: totp.totp_id,
    secret: secretToBase32(totp.secret),
    uri,
    qrSvg: await qrSvg(uri),
    expiresAt: totp.expires_at,
  }
}

function liveOwner(ctx: DeskContext, totpId: string): string | undefined {
  const row = ctx.vault.get<Pick<TotpRow, 'user_id' | 'status' | 'expires_at'>>(
    `select user_id, status, expires_at from totps where totp_id = ? and status in ('pending', 'active')`,
    [totpId],
  )
  return row && !hasExpired(row, ctx.clock.now()) ? row.user_id : undefined
}

function forPerson(ctx: DeskContext, totpId: string): PersonTotp {
  const row = totpById(ctx.vault, totpId)
  const totp = toTotp(row, ctx.clock.now())
  return {
    userId: row.user_id,
    name: userRow(ctx.vault, row.user_id).name,
    issuer: ctx.settings().issuer,
    status: totp.status,
    digits: totp.digits,
    period: totp.period,
    expiresAt: totp.expiresAt,
    verifiedAgain: totp.verifiedAgainAt !== null,
    handedOver: totp.handedOverAt !== null,
    window: ctx.settings().window,
  }
}

async function handOver(ctx: DeskContext, call: Call, totpId: string): Promise<Totp> {
  const totp = totpById(ctx.vault, totpId)
  const { name } = userRow(ctx.vault, totp.user_id)
  if (totp.status !== 'active') {
    throw new DeskError('totp_not_active', `${name} has no working authenticator yet. Enter a first good code.`)
  }
  const now = ctx.clock.now()
  if (totp.handed_over_at === null) {
    await ctx.act(call, (tx, record) => {
      tx.run('update totps set handed_over_at = ? where totp_id = ?', [now, totpId])
      const subject = { id: totp.user_id, name }
      record({ action: 'totp.handed_over', subject, object: totpId, interaction: totp.interaction })
    })
  }
  return toTotp(totpById(ctx.vault, totpId), now)
}

async function revoke(
  ctx: DeskContext,
  recovery: Recovery,
  call: Call,
  input: { totpId: string; reason: string },
): Promise<Totp> {
  const totp = totpById(ctx.vault, input.totpId)
  const { name } = userRow(ctx.vault, totp.user_id)
  const now = ctx.clock.now()
  if (hasExpired(totp, now) || (totp.status !== 'pending' && totp.status !== 'active')) {
    throw new DeskError('totp_not_active', `This registration of ${name} has ended already.`)
  }
  await ctx.act(call, (tx, record) => {
    tx.run(`update totps set status = 'revoked', ended_at = ? where totp_id = ?`, [now, totp.totp_id])
    // Nothing is left to be told apart from it, so the secrets of the earlier ones go too.
    tx.run('update totps set secret = null where user_id = ?', [totp.user_id])
    const recoveryCodes = recovery.dropInside(tx, totp.user_id)
    record({
      action: 'totp.revoked',
      subject: { id: totp.user_id, name },
      object: totp.totp_id,
      reason: input.reason,
      interaction: totp.interaction,
      details: { recoveryCodes },
    })
  })
  return toTotp(totpById(ctx.vault, input.totpId), now)
}

function qrExpired(ctx: DeskContext, totp: TotpRow): DeskError {
  const at = localTime(ctx.clock, totp.expires_at)
  return new DeskError('totp_expired', `The QR expired at ${at}. Show a new one.`, { expiredAt: totp.expires_at })
}
