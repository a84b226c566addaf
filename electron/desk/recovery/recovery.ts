import type { Output } from '../../../shared/contract/contract'
import { DeskError } from '../../../shared/errors'
import type { RecoveryState } from '../../../shared/model/user'
import type { RedemptionOutcome } from '../../../shared/model/verification'
import { defaultHashCost, type HashCost, hashCode } from '../../otp/code-hash'
import { newRecoveryCodes, recoveryFingerprint } from '../../otp/recovery-codes'
import type { Writer } from '../../vault/types'
import type { ClockDesk } from '../clock/desk-clock'
import type { Call, DeskContext, Recorder } from '../context'
import type { SessionGrant, SessionOptions, Sessions } from '../sessions/sessions'
import {
  deleteRecoverySetOf,
  insertRecoverySet,
  readableCodes,
  recoveryCodesOf,
  recoverySetOf,
} from '../store/recovery'
import { inProgress, liveTotpOf, type TotpRow } from '../store/totps'
import { requireActiveUser, requireUser, subjectOf, type UserRow } from '../store/users'
import { type Redemption, redeemRecoveryCode } from './redeem'

/** A fresh set, the only time its codes are seen. */
type IssuedRecoverySet = Output<'recovery.replace'>

export interface Recovery {
  /**
   * A new set in an act of its own; the old one is deleted in the same transaction.
   * @throws DeskError `not_found`, `user_deactivated`, `totp_not_active`
   */
  replace(call: Call, input: { userId: string }): Promise<IssuedRecoverySet>
  /** A new set inside a running act, for enrollment; records recovery.created or recovery.replaced. */
  issue(tx: Writer, record: Recorder, user: UserRow): IssuedRecoverySet
  /**
   * Judges a recovery code as typed and spends it when it is one.
   * @throws DeskError `not_found`
   */
  redeem(call: Call, input: Redemption): Promise<RedemptionOutcome>
  /**
   * The same for a program: a good code is added to a session or starts one, in the same transaction.
   * @throws DeskError `not_found`, `session_ended`; the code is not spent then
   */
  authenticate(
    call: Call,
    input: Redemption & { session: SessionOptions },
  ): Promise<{ outcome: RedemptionOutcome; grant: SessionGrant | null }>
  state(userId: string): RecoveryState | null
  /**
   * Records that the sheet of the person's current set was printed or copied.
   * @throws DeskError `not_found` for another set
   */
  printed(call: Call, input: { userId: string; setId: string; how: 'print' | 'copy' }): Promise<void>
  /** Unspent codes kept readable (setting `recoveryCodes: readable`), in the order printed; for the Stytch call. */
  readable(userId: string): string[]
}

/** `cost` is there for tests that issue thousands of sets. */
export function createRecovery(
  ctx: DeskContext,
  clock: ClockDesk,
  sessions: Sessions,
  cost: HashCost = defaultHashCost,
): Recovery {
  const issue = createIssue(ctx, cost)

  const authenticate: Recovery['authenticate'] = async (call, { session, ...input }) => {
    await clock.watch()
    return ctx.act(call, (tx, record) => {
      const act = { tx, record, clock: clock.read(), settings: ctx.settings() }
      const { outcome, codeId } = redeemRecoveryCode(act, input)
      if (codeId === undefined) return { outcome, grant: null }
      const factor = { kind: 'recovery_code', objectId: codeId } as const
      return { outcome, grant: sessions.addFactor({ tx, record, call }, input.userId, session, factor) }
    })
  }

  return {
    replace(call, { userId }) {
      return ctx.act(call, (tx, record) => {
        const user = requireActiveUser(tx, userId)
        const totp = liveTotpOf(tx, userId)
        if (totp?.status !== 'active') {
          const message = `${user.name} has no working authenticator. Enroll one; it comes with recovery codes.`
          throw new DeskError('totp_not_active', message)
        }
        return issue(tx, ofEnrollment(totp, record), user)
      })
    },
    issue,
    redeem: async (call, input) => (await authenticate(call, { ...input, session: {} })).outcome,
    authenticate,
    state(userId) {
      const set = recoverySetOf(ctx.vault, userId)
      if (!set) return null
      const { setId, createdAt, lastUsedAt } = set
      const spent = recoveryCodesOf(ctx.vault, setId).map((code) => code.spentAt !== null)
      const left = spent.filter((isSpent) => !isSpent).length
      return { setId, total: spent.length, left, spent, createdAt, lastUsedAt }
    },
    printed(call, { userId, setId, how }) {
      return ctx.act(call, (tx, record) => {
        const subject = subjectOf(requireUser(tx, userId))
        if (recoverySetOf(tx, userId)?.setId !== setId) {
          throw new DeskError('not_found', 'These recovery codes were replaced. Print the new set instead.')
        }
        const recordStep = ofEnrollment(liveTotpOf(tx, userId), record)
        recordStep({ action: 'recovery.printed', subject, object: setId, details: { how } })
      })
    },
    readable: (userId) => readableCodes(ctx.vault, userId),
  }
}

/** While the person is being enrolled, what happens to their codes is a step of that: it carries its interaction. */
function ofEnrollment(totp: TotpRow | undefined, record: Recorder): Recorder {
  if (!totp || !inProgress(totp)) return record
  return (entry) => record({ interaction: totp.interaction, ...entry })
}

function createIssue(ctx: DeskContext, cost: HashCost): Recovery['issue'] {
  const random = (bytes: number) => ctx.random(bytes)
  return (tx, record, user) => {
    const { userId } = user
    const createdAt = ctx.clock.now()
    const readable = ctx.settings().recoveryCodes === 'readable'
    const recoveryCodes = newRecoveryCodes(readable ? 'stytch' : 'printed', random)
    const hadSet = recoverySetOf(tx, userId) !== undefined
    const unspentDropped = deleteRecoverySetOf(tx, userId)
    const setId = ctx.newId('recovery-set')
    const fingerprint = recoveryFingerprint(setId)
    const rows = recoveryCodes.map((code, index) => ({
      codeId: ctx.newId('totp-recovery-code'),
      setId,
      position: index + 1,
      hash: hashCode(code, cost, random),
      readable: readable ? code : null,
    }))
    insertRecoverySet(tx, { setId, userId, fingerprint, createdAt }, rows)
    record({
      action: hadSet ? 'recovery.replaced' : 'recovery.created',
      subject: subjectOf(user),
      object: setId,
      details: { fingerprint, codes: recoveryCodes.length, ...(hadSet ? { unspentDropped } : {}) },
    })
    return { setId, fingerprint, recoveryCodes, createdAt }
  }
}
