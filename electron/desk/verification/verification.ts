import type { Refused, VerificationOutcome } from '../../../shared/model/verification'
import type { CodeSource } from '../../otp/codes'
import { narrowDrift } from '../../otp/drift'
import { parseTypedCode } from '../../otp/typed-code'
import { secondsUntilNextCode, type Verdict, verifyCode } from '../../otp/verify'
import type { ClockDesk } from '../clock/desk-clock'
import type { Call, DeskContext } from '../context'
import { settleExpiry } from '../enrollment/expiry'
import type { SessionGrant, SessionOptions, Sessions } from '../sessions/sessions'
import { forgetStepsUsedAhead, stepsUsedAhead } from '../store/steps-used-ahead'
import {
  codeSourceOf,
  driftOf,
  forgetSecrets,
  inProgress,
  latestTotpOf,
  markStepUsed,
  type TotpRow,
  updateTotp,
} from '../store/totps'
import { requireUser, subjectOf, updateUser } from '../store/users'
import { type Attempt, type AttemptAct, beginAttempt } from '../throttling/attempt'
import { diagnose } from './diagnosis'

export interface Verification {
  /**
   * Judges a code as typed. A refusal is an answer, not an error. Inside an in-person enrollment a wrong
   * code comes with a diagnosis.
   * @throws DeskError `not_found` for an unknown user
   */
  submit(call: Call, input: { userId: string; code: string }): Promise<VerificationOutcome>
  /**
   * The same for a program: a good code is added to a session or starts one, in the same transaction.
   * @throws DeskError `not_found`, `session_ended`; the code is not used then
   */
  authenticate(
    call: Call,
    input: { userId: string; code: string; session: SessionOptions },
  ): Promise<{ outcome: VerificationOutcome; grant: SessionGrant | null }>
}

/** A code for a totp that can be tried: live, not expired, its secret at hand. */
interface CodeAttempt {
  attempt: Attempt
  totp: TotpRow
  source: CodeSource
  code: string
}

type Accepted = Extract<VerificationOutcome, { outcome: 'accepted' }>

/**
 * The verifier: everything about one submission (the used step, the counters, the state of the totp,
 * the audit events) is one transaction, on disk before the answer is given.
 */
export function createVerification(ctx: DeskContext, clock: ClockDesk, sessions: Sessions): Verification {
  /** Wrong codes of enrollments in progress are explained, but none that brings the lock. */
  const diagnosisOf = ({ attempt, totp, source, code }: CodeAttempt) => {
    if (!inProgress(totp) || attempt.nextFailureLocks()) return undefined
    return diagnose(attempt.tx, { totp, source, code, now: attempt.clock.now })
  }

  function verify(act: AttemptAct, userId: string, code: string): VerificationOutcome {
    const { tx } = act
    const totp = latestTotpOf(tx, userId)
    const attempt = beginAttempt(act, {
      user: requireUser(tx, userId),
      factor: 'code',
      totpId: totp?.totpId ?? null,
      interaction: totp && inProgress(totp) ? totp.interaction : undefined,
    })
    const held = attempt.checkThrottle()
    if (held) return held
    const usable = usableTotp(attempt, totp)
    if ('outcome' in usable) return usable
    return judge({ attempt, ...usable, code }, diagnosisOf)
  }

  const authenticate: Verification['authenticate'] = async (call, { userId, code, session }) => {
    await clock.watch()
    return ctx.act(call, (tx, record) => {
      const outcome = verify({ tx, record, clock: clock.read(), settings: ctx.settings() }, userId, code)
      if (outcome.outcome === 'refused') return { outcome, grant: null }
      const factor = { kind: 'totp', objectId: outcome.totpId } as const
      return { outcome, grant: sessions.addFactor({ tx, record, call }, userId, session, factor) }
    })
  }

  return {
    submit: async (call, input) => (await authenticate(call, { ...input, session: {} })).outcome,
    authenticate,
  }
}

/** The totp if a code for it can be evaluated at all, or why not; nothing is evaluated or counted. */
function usableTotp(attempt: Attempt, totp: TotpRow | undefined): { totp: TotpRow; source: CodeSource } | Refused {
  if (!totp) return attempt.refuse('not_enrolled')
  if (totp.status === 'revoked') return attempt.refuse('revoked')
  const { tx, record, user, clock } = attempt
  if (totp.status === 'expired' || settleExpiry(tx, record, totp, subjectOf(user), clock.now)) {
    return attempt.refuse('expired', { expiredAt: totp.expiresAt })
  }
  const source = codeSourceOf(totp)
  if (!source) throw new Error('A live totp has no secret.')
  return { totp, source }
}

function judge(
  codeAttempt: CodeAttempt,
  diagnosisOf: (codeAttempt: CodeAttempt) => Refused['diagnosis'],
): VerificationOutcome {
  const { attempt, totp, source } = codeAttempt
  const { now } = attempt.clock
  const { window } = attempt.settings
  const typed = parseTypedCode(codeAttempt.code, source.digits)
  // What cannot be a code is no guess at one, and is not counted as one.
  if (typed.kind === 'malformed') return attempt.refuse('malformed')
  if (typed.kind === 'recovery_code') return attempt.refuse('recovery_code_in_code_box')
  if (typed.kind === 'pass') return attempt.refuse('pass_in_code_box')

  const usedAhead = stepsUsedAhead(attempt.tx, totp.totpId)
  const verdict = verifyCode({ ...source, lastStep: totp.lastStep, usedAhead }, typed.code, now, window)
  if (verdict.kind === 'accepted') return accept(attempt, totp, verdict)
  if (verdict.kind === 'already_used') {
    const mark = { period: source.period, lastStep: verdict.usedUntil, drift: driftOf(totp) }
    return attempt.fail('already_used', { retryAfterSeconds: secondsUntilNextCode(mark, now, window) })
  }
  const diagnosis = diagnosisOf({ ...codeAttempt, code: typed.code })
  return attempt.fail('wrong_code', diagnosis ? { diagnosis } : {})
}

function accept(attempt: Attempt, totp: TotpRow, verdict: Extract<Verdict, { kind: 'accepted' }>): Accepted {
  const { tx, user } = attempt
  const { now: at, verdict: clock } = attempt.clock
  const { totpId, period } = totp
  const { offset, step } = verdict
  const drift = narrowDrift(driftOf(totp), { step, period, acceptedAtMs: at })
  markStepUsed(tx, totp, verdict.spentStep, drift)
  forgetStepsUsedAhead(tx, totpId, verdict.spentStep)
  updateUser(tx, user.userId, { lastAcceptedAt: at })
  const failuresBefore = attempt.succeed()
  attempt.recordAbout({ action: 'verification.accepted', details: { offset, step, failuresBefore, clock } })
  const activated = totp.status === 'pending'
  const verifiedAgain = totp.status === 'active' && totp.verifiedAgainAt === null
  if (activated) activate(attempt, totp)
  if (verifiedAgain) markVerifiedAgain(attempt, totp)
  return { outcome: 'accepted', totpId, offset, step, period, at, activated, verifiedAgain, drift, clock }
}

/** The first good code: the totp counts from now on, and no earlier secret is of use any more. */
function activate({ tx, clock, recordAbout }: Attempt, { totpId, userId }: TotpRow): void {
  updateTotp(tx, totpId, { status: 'active', activatedAt: clock.now })
  forgetSecrets(tx, userId, totpId)
  recordAbout({ action: 'totp.activated' })
}

/** The second good code, necessarily of a later step: the phone's clock runs and the spent-code rule is known. */
function markVerifiedAgain({ tx, clock, recordAbout }: Attempt, { totpId }: TotpRow): void {
  updateTotp(tx, totpId, { verifiedAgainAt: clock.now })
  recordAbout({ action: 'totp.verified_again' })
}
