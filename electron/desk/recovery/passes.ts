import type { Output, ParsedInput } from '../../../shared/contract/contract'
import { DeskError } from '../../../shared/errors'
import type { UserDetail } from '../../../shared/model/user'
import type { PassOutcome } from '../../../shared/model/verification'
import { defaultHashCost, type HashCost, hashCode, hashMatches } from '../../otp/code-hash'
import { isPassShape, newPass } from '../../otp/pass-codes'
import { recoveryShape } from '../../otp/recovery-codes'
import { looksLikeTotpCode } from '../../otp/typed-code'
import type { ClockDesk } from '../clock/desk-clock'
import type { Call, DeskContext } from '../context'
import { checkedBy, identityDetails } from '../identity-check'
import { deletePass, deletePassesOf, insertPass, validPassOf } from '../store/passes'
import { requireActiveUser, requireUser, subjectOf } from '../store/users'
import { type Attempt, beginAttempt } from '../throttling/attempt'

export interface Passes {
  /**
   * Issues a pass for a person without their phone; the one before it stops working. The only time it is seen.
   * `minutes` is 5 to 1440.
   * @throws DeskError `not_found`, `user_deactivated`, `invalid_input`, `clock_blocked`
   */
  issue(call: Call, input: ParsedInput<'passes.issue'>): Promise<Output<'passes.issue'>>
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

/** Minutes that a pass may live (NIST SP 800-63B-4 section 4.2.1.2: at most 24 hours in person). */
const minutesRange = { min: 5, max: 1440 }

/** `cost` is there for tests that issue thousands of passes. */
export function createPasses(ctx: DeskContext, clock: ClockDesk, cost: HashCost = defaultHashCost): Passes {
  return {
    issue: (call, input) => issuePass(ctx, clock, cost, call, input),
    async redeem(call, { userId, code }) {
      await clock.watch()
      return ctx.act(call, (tx, record): PassOutcome => {
        const act = { tx, record, clock: clock.read(), settings: ctx.settings() }
        return redeemPass(beginAttempt(act, { user: requireUser(tx, userId), factor: 'pass' }), code)
      })
    },
    revoke(call, { userId }) {
      return ctx.act(call, (tx, record) => {
        const user = requireUser(tx, userId)
        const pass = validPassOf(tx, userId, ctx.clock.now())
        if (!pass) throw new DeskError('not_found', `${user.name} has no temporary pass. There is nothing to revoke.`)
        deletePass(tx, pass.passId)
        record({ action: 'pass.revoked', subject: subjectOf(user), object: pass.passId })
      })
    },
    state(userId) {
      const pass = validPassOf(ctx.vault, userId, ctx.clock.now())
      if (!pass) return null
      const { passId, expiresAt, issuedAt, reason } = pass
      return { passId, expiresAt, issuedAt, reason }
    },
  }
}

async function issuePass(
  ctx: DeskContext,
  clock: ClockDesk,
  cost: HashCost,
  call: Call,
  { userId, minutes, reason, identityCheck }: Parameters<Passes['issue']>[1],
): ReturnType<Passes['issue']> {
  if (!Number.isInteger(minutes) || minutes < minutesRange.min || minutes > minutesRange.max) {
    throw new DeskError('invalid_input', 'A temporary pass lasts between 5 and 1440 minutes.')
  }
  const random = (bytes: number) => ctx.random(bytes)
  await clock.watch()
  return ctx.act(call, (tx, record) => {
    clock.requireRunning('a pass is given')
    const subject = subjectOf(requireActiveUser(tx, userId))
    const issuedAt = ctx.clock.now()
    const replaced = validPassOf(tx, userId, issuedAt)
    deletePassesOf(tx, userId)
    if (replaced) record({ action: 'pass.revoked', subject, object: replaced.passId, reason: 'replaced' })
    const passId = ctx.newId('pass')
    const pass = newPass(random)
    const expiresAt = issuedAt + minutes * 60_000
    insertPass(tx, {
      passId,
      userId,
      hash: hashCode(pass, cost, random),
      issuedAt,
      expiresAt,
      issuedBy: checkedBy(call),
      reason,
      identityKind: identityCheck.kind,
      identityReference: identityCheck.reference,
    })
    const details = { minutes, ...identityDetails(identityCheck) }
    record({ action: 'pass.issued', subject, object: passId, reason, details })
    return { passId, pass, expiresAt }
  })
}

function redeemPass(attempt: Attempt, code: string): PassOutcome {
  const { tx, clock, user } = attempt
  const held = attempt.checkThrottle()
  if (held) return held
  const pass = validPassOf(tx, user.userId, clock.now)
  if (!pass) return attempt.refuse('no_pass')
  // What cannot be a pass is no guess at one, and is not counted as one.
  if (looksLikeTotpCode(code)) return attempt.refuse('totp_code_in_recovery_box')
  if (recoveryShape(code) !== null) return attempt.refuse('recovery_code_in_code_box')
  if (!isPassShape(code)) return attempt.refuse('malformed')
  if (!hashMatches(code, pass.hash)) return attempt.fail('wrong_code')
  deletePass(tx, pass.passId)
  const failuresBefore = attempt.succeed()
  const details = { failuresBefore, clock: clock.verdict }
  attempt.recordAbout({ action: 'pass.redeemed', object: pass.passId, details })
  return { outcome: 'accepted', at: clock.now }
}
