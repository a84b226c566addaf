import type { Refused, VerificationOutcome } from '../../../shared/model/verification'
import type { CodeSource } from '../../otp/codes'
import { type Drift, narrowDrift } from '../../otp/drift'
import { judgeCode } from '../../otp/typed-code'
import { secondsUntilNextCode, type Verdict, verifyCode } from '../../otp/verify'
import type { Writer } from '../../vault/types'
import type { ClockDesk } from '../clock/desk-clock'
import type { Call, DeskContext, Recorder } from '../context'
import { settleExpiry } from '../enrollment/expiry'
import { codeSourceOf, driftOf } from '../store/totp-source'
import { inProgress, latestTotpOf, type TotpRow } from '../store/totps'
import {
  type Attempt,
  heldBack,
  nextFailureLocks,
  recordAbout,
  refuse,
  refuseAndCount,
  succeed,
} from '../throttling/attempt'
import { requirePerson } from '../users/person'
import { createDoctor } from './diagnosis'

export interface Verification {
  /**
   * Judges a code as typed. A refusal is an answer, not an error. `diagnose` asks the wrong-code doctor
   * (only inside an in-person enrollment); it defaults to true on the screen and false on the API.
   * `accepted` runs in the same transaction, so that what follows from a good code is never lost.
   * @throws DeskError `not_found` for an unknown user
   */
  submit(
    call: Call,
    input: {
      userId: string
      code: string
      diagnose?: boolean
      accepted?: (tx: Writer, record: Recorder, outcome: Accepted) => void
    },
  ): Promise<VerificationOutcome>
}

/** An attempt at a totp that can be tried: live, not expired, its secret at hand. */
interface Trial {
  attempt: Attempt
  totp: TotpRow
  source: CodeSource
  code: string
}

type Accepted = Extract<VerificationOutcome, { outcome: 'accepted' }>

/**
 * The verifier: everything about one submission (the step spent, the counters, the state of the totp,
 * the audit events) is one transaction, on disk before the answer is given.
 */
export function createVerification(ctx: DeskContext, clock: ClockDesk): Verification {
  const doctor = createDoctor()

  /** The doctor sees wrong codes of enrollments in progress only, and none that brings the lock. */
  const examine = ({ attempt, totp, source, code }: Trial) =>
    inProgress(totp) && !nextFailureLocks(attempt)
      ? doctor.examine(attempt.tx, {
          totp,
          source,
          code,
          now: attempt.clock.now,
          monotonic: ctx.clock.monotonic(),
        })
      : undefined

  return {
    async submit(call, { userId, code, diagnose = call.channel === 'screen', accepted }) {
      const reading = await clock.watch()
      return ctx.act(call, (tx, record): VerificationOutcome => {
        const totp = latestTotpOf(tx, userId)
        const attempt: Attempt = {
          tx,
          record,
          clock: reading,
          settings: ctx.settings(),
          person: requirePerson(tx, userId),
          factor: 'code',
          totpId: totp?.totp_id ?? null,
          interaction: totp && inProgress(totp) ? totp.interaction : undefined,
        }
        const held = heldBack(attempt)
        if (held) return held
        const usable = usableTotp(attempt, totp)
        if ('outcome' in usable) return usable
        const outcome = judge({ attempt, ...usable, code }, diagnose ? examine : () => undefined)
        if (outcome.outcome === 'accepted') accepted?.(tx, record, outcome)
        return outcome
      })
    },
  }
}

/** The totp if a code for it can be evaluated at all, or why not; nothing is evaluated or counted. */
function usableTotp(attempt: Attempt, totp: TotpRow | undefined): { totp: TotpRow; source: CodeSource } | Refused {
  if (!totp) return refuse(attempt, 'not_enrolled')
  if (totp.status === 'revoked') return refuse(attempt, 'revoked')
  const { tx, record, person, clock } = attempt
  if (totp.status === 'expired' || settleExpiry(tx, record, totp, person.subject, clock.now)) {
    return refuse(attempt, 'expired', { expiredAt: totp.expires_at })
  }
  const source = codeSourceOf(totp)
  if (!source) throw new Error('A live totp has no secret.')
  return { totp, source }
}

function judge(trial: Trial, examine: (trial: Trial) => Refused['diagnosis']): VerificationOutcome {
  const { attempt, totp, source } = trial
  const { now } = attempt.clock
  const { window } = attempt.settings
  const typed = judgeCode(trial.code, source.digits)
  if (typed.kind === 'malformed') return refuseAndCount(attempt, 'malformed')
  if (typed.kind === 'recovery_code') return refuseAndCount(attempt, 'recovery_code_in_code_box')

  const verdict = verifyCode({ ...source, lastStep: totp.last_step }, typed.code, now, window)
  if (verdict.kind === 'accepted') return accept(trial, verdict)
  if (verdict.kind === 'already_used') {
    const mark = { period: source.period, lastStep: totp.last_step, drift: driftOf(totp) }
    return refuseAndCount(attempt, 'already_used', { retryAfterSeconds: secondsUntilNextCode(mark, now, window) })
  }
  const diagnosis = examine({ ...trial, code: typed.code })
  return refuseAndCount(attempt, 'wrong_code', diagnosis ? { diagnosis } : {})
}

function accept({ attempt, totp }: Trial, verdict: Extract<Verdict, { kind: 'accepted' }>): Accepted {
  const { now: at, verdict: clock } = attempt.clock
  const { period } = totp
  const drift = narrowDrift(driftOf(totp), { step: verdict.step, period, acceptedAtMs: at })
  spend(attempt, totp, verdict.spentStep, drift)
  const failuresBefore = succeed(attempt)
  recordAbout(attempt, {
    action: 'verification.accepted',
    details: { offset: verdict.offset, step: verdict.step, failuresBefore, clock },
  })
  const activated = totp.status === 'pending'
  const verifiedAgain = totp.status === 'active' && totp.verified_again_at === null
  if (activated) activate(attempt, totp)
  if (verifiedAgain) markVerifiedAgain(attempt, totp)
  return {
    outcome: 'accepted',
    totpId: totp.totp_id,
    offset: verdict.offset,
    step: verdict.step,
    period,
    at,
    activated,
    verifiedAgain,
    drift,
    clock,
  }
}

/** Raises the high-water mark: the step and all before it are spent (RFC 6238 section 5.2). */
function spend({ tx, clock, person }: Attempt, totp: TotpRow, step: number, drift: Drift): void {
  const changed = tx.run(
    `update totps set last_step = ?, drift_min = ?, drift_max = ?, drift_samples = ?
     where totp_id = ? and status = ? and last_step < ?`,
    [step, drift.minSeconds, drift.maxSeconds, drift.samples, totp.totp_id, totp.status, step],
  )
  if (changed !== 1) throw new Error('The step was spent meanwhile.')
  tx.run('update users set last_accepted_at = ? where user_id = ?', [clock.now, person.subject.id])
}

/** The first good code: the totp counts from now on, and no earlier secret is of use any more. */
function activate(attempt: Attempt, totp: TotpRow): void {
  const { tx, clock } = attempt
  tx.run(`update totps set status = 'active', activated_at = ? where totp_id = ?`, [clock.now, totp.totp_id])
  tx.run('update totps set secret = null where user_id = ? and totp_id <> ?', [totp.user_id, totp.totp_id])
  recordAbout(attempt, { action: 'totp.activated' })
}

/** The second good code, necessarily of a later step: the phone's clock runs and the spent-code rule is known. */
function markVerifiedAgain(attempt: Attempt, totp: TotpRow): void {
  attempt.tx.run('update totps set verified_again_at = ? where totp_id = ?', [attempt.clock.now, totp.totp_id])
  recordAbout(attempt, { action: 'totp.verified_again' })
}
