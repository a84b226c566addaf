import { DeskError } from '../../../shared/errors'
import type { IdentityCheck } from '../../../shared/model/common'
import type { UserDetail } from '../../../shared/model/user'
import type { PassOutcome } from '../../../shared/model/verification'
import { defaultHashCost, type HashCost, hashCode, hashMatches } from '../../otp/code-hash'
import { isPassShape, newPass } from '../../otp/pass-codes'
import { recoveryShape } from '../../otp/recovery-codes'
import { looksLikeTotpCode } from '../../otp/typed-code'
import type { Reader } from '../../vault/types'
import type { ClockDesk } from '../clock/desk-clock'
import type { Call, DeskContext } from '../context'
import { type Attempt, heldBack, recordAbout, refuse, refuseAndCount, succeed } from '../throttling/attempt'
import { requireActivePerson, requirePerson } from '../users/person'

export interface Passes {
  /**
   * Issues a pass for a person without their phone; the one before it dies. The only time it is seen.
   * `minutes` is 5 to 1440.
   * @throws DeskError `not_found`, `user_deactivated`, `invalid_input`
   */
  issue(
    call: Call,
    input: { userId: string; minutes: number; reason: string; identityCheck: IdentityCheck },
  ): Promise<{ passId: string; pass: string; expiresAt: number }>
  /**
   * Judges a pass as typed and uses it up when it is one.
   * @throws DeskError `not_found`
   */
  redeem(call: Call, input: { userId: string; code: string }): Promise<PassOutcome>
  /** @throws DeskError `not_found`, also when the person has no pass */
  revoke(call: Call, input: { userId: string }): Promise<void>
  /** The pass that is good now; null when there is none. */
  state(userId: string): UserDetail['pass']
}

interface PassRow {
  pass_id: string
  hash: string
  issued_at: number
  expires_at: number
  reason: string
}

/** Minutes that a pass may live (NIST SP 800-63B-4 section 4.2.1.2: at most 24 hours in person). */
const minutesRange = { least: 5, most: 1440 }

/** `cost` is there for tests that issue thousands of passes. */
export function createPasses(ctx: DeskContext, clock: ClockDesk, cost: HashCost = defaultHashCost): Passes {
  return {
    issue: (call, input) => issuePass(ctx, cost, call, input),
    async redeem(call, { userId, code }) {
      const reading = await clock.watch()
      return ctx.act(call, (tx, record): PassOutcome => {
        const person = requirePerson(tx, userId)
        return redeemPass(
          {
            tx,
            record,
            clock: reading,
            settings: ctx.settings(),
            person,
            factor: 'pass',
            totpId: null,
            interaction: undefined,
          },
          code,
        )
      })
    },
    revoke(call, { userId }) {
      return ctx.act(call, (tx, record) => {
        const { name, subject } = requirePerson(tx, userId)
        const pass = goodPassOf(tx, userId, ctx.clock.now())
        if (!pass) throw new DeskError('not_found', `${name} has no temporary pass. There is nothing to revoke.`)
        tx.run('delete from passes where pass_id = ?', [pass.pass_id])
        record({ action: 'pass.revoked', subject, object: pass.pass_id })
      })
    },
    state(userId) {
      const pass = goodPassOf(ctx.vault, userId, ctx.clock.now())
      if (!pass) return null
      return { passId: pass.pass_id, expiresAt: pass.expires_at, issuedAt: pass.issued_at, reason: pass.reason }
    },
  }
}

async function issuePass(
  ctx: DeskContext,
  cost: HashCost,
  call: Call,
  { userId, minutes, reason, identityCheck }: Parameters<Passes['issue']>[1],
): ReturnType<Passes['issue']> {
  if (!Number.isInteger(minutes) || minutes < minutesRange.least || minutes > minutesRange.most) {
    throw new DeskError('invalid_input', 'A temporary pass lasts between 5 and 1440 minutes.')
  }
  const random = (bytes: number) => ctx.random(bytes)
  return ctx.act(call, (tx, record) => {
    const { subject } = requireActivePerson(tx, userId)
    const now = ctx.clock.now()
    const replaced = goodPassOf(tx, userId, now)
    tx.run('delete from passes where user_id = ?', [userId])
    if (replaced) record({ action: 'pass.revoked', subject, object: replaced.pass_id, reason: 'replaced' })
    const passId = ctx.newId('pass')
    const pass = newPass(random)
    const expiresAt = now + minutes * 60_000
    tx.run(
      `insert into passes (pass_id, user_id, hash, issued_at, expires_at, issued_by, reason, identity_kind, identity_reference)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        passId,
        userId,
        hashCode(pass, cost, random),
        now,
        expiresAt,
        call.operator?.name ?? call.channel,
        reason,
        identityCheck.kind,
        identityCheck.reference ?? null,
      ],
    )
    const identity = { identityCheck: identityCheck.kind, identityReference: identityCheck.reference ?? null }
    record({ action: 'pass.issued', subject, object: passId, reason, details: { minutes, ...identity } })
    return { passId, pass, expiresAt }
  })
}

function redeemPass(attempt: Attempt, code: string): PassOutcome {
  const { tx, clock, person } = attempt
  const held = heldBack(attempt)
  if (held) return held
  const pass = goodPassOf(tx, person.subject.id, clock.now)
  if (!pass) return refuse(attempt, 'no_pass')
  if (looksLikeTotpCode(code)) return refuseAndCount(attempt, 'totp_code_in_recovery_box')
  if (recoveryShape(code) !== null) return refuseAndCount(attempt, 'recovery_code_in_code_box')
  if (!isPassShape(code)) return refuseAndCount(attempt, 'malformed')
  if (!hashMatches(code, pass.hash)) return refuseAndCount(attempt, 'wrong_code')
  if (tx.run('delete from passes where pass_id = ?', [pass.pass_id]) !== 1)
    throw new Error('The pass was used meanwhile.')
  const failuresBefore = succeed(attempt)
  recordAbout(attempt, {
    action: 'pass.redeemed',
    object: pass.pass_id,
    details: { failuresBefore, clock: clock.verdict },
  })
  return { outcome: 'accepted', at: clock.now }
}

function goodPassOf(from: Reader, userId: string, now: number): PassRow | undefined {
  return from.get<PassRow>(
    'select pass_id, hash, issued_at, expires_at, reason from passes where user_id = ? and expires_at > ?',
    [userId, now],
  )
}
