import { DeskError } from '../../../shared/errors'
import type { IdentityCheck } from '../../../shared/model/common'
import type { RecoveryState } from '../../../shared/model/user'
import type { RedemptionOutcome } from '../../../shared/model/verification'
import { defaultHashCost, type HashCost, hashCode } from '../../otp/code-hash'
import { newRecoveryCodes, recoveryFingerprint } from '../../otp/recovery-codes'
import type { Writer } from '../../vault/types'
import type { ClockDesk } from '../clock/desk-clock'
import type { Call, DeskContext, Recorder } from '../context'
import { dropSet, readableCodes, recoveryCodesOf, recoverySetOf } from '../store/recovery'
import { inProgress, liveTotpOf, type TotpRow } from '../store/totps'
import { requireActivePerson, requirePerson } from '../users/person'
import { type Redemption, redeemRecoveryCode } from './redeem'

/** A fresh set, the only time its codes are seen. */
export interface IssuedRecoverySet {
  setId: string
  fingerprint: string
  recoveryCodes: string[]
  createdAt: number
}

export interface Recovery {
  /**
   * A new set in an act of its own; the old one dies in the same transaction.
   * @throws DeskError `not_found`, `user_deactivated`, `totp_not_active`
   */
  replace(call: Call, input: { userId: string }): Promise<IssuedRecoverySet>
  /** A new set inside a running act, for enrollment; records recovery.created or recovery.replaced. */
  issueInside(tx: Writer, record: Recorder, user: { id: string; name: string }, now: number): IssuedRecoverySet
  /** Kills the set of a person inside a running act (removal, revocation); returns how many unspent codes went. */
  dropInside(tx: Writer, userId: string): number
  /**
   * Judges a recovery code as typed and spends it when it is one. `accepted` runs in the same transaction.
   * @throws DeskError `not_found`
   */
  redeem(
    call: Call,
    input: {
      userId: string
      code: string
      identityCheck?: IdentityCheck | undefined
      accepted?: Redemption['accepted']
    },
  ): Promise<RedemptionOutcome>
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
export function createRecovery(ctx: DeskContext, clock: ClockDesk, cost: HashCost = defaultHashCost): Recovery {
  const issuer = createIssuer(ctx, cost)
  return {
    replace(call, { userId }) {
      return ctx.act(call, (tx, record) => {
        const person = requireActivePerson(tx, userId)
        const totp = liveTotpOf(tx, userId)
        if (totp?.status !== 'active') {
          const message = `${person.name} has no working authenticator. Enroll one; it comes with recovery codes.`
          throw new DeskError('totp_not_active', message)
        }
        return issuer(tx, ofEnrollment(totp, record), person.subject, ctx.clock.now())
      })
    },
    issueInside: issuer,
    dropInside: dropSet,
    async redeem(call, input) {
      const reading = await clock.watch()
      return ctx.act(call, (tx, record) => redeemRecoveryCode({ tx, record, settings: ctx.settings() }, reading, input))
    },
    state(userId) {
      const set = recoverySetOf(ctx.vault, userId)
      if (!set) return null
      const spent = recoveryCodesOf(ctx.vault, set.set_id).map((code) => code.spent_at !== null)
      return {
        setId: set.set_id,
        total: spent.length,
        left: spent.filter((isSpent) => !isSpent).length,
        spent,
        createdAt: set.created_at,
        lastUsedAt: set.last_used_at,
      }
    },
    printed(call, { userId, setId, how }) {
      return ctx.act(call, (tx, record) => {
        const { subject } = requirePerson(tx, userId)
        if (recoverySetOf(tx, userId)?.set_id !== setId) {
          throw new DeskError('not_found', 'These recovery codes were replaced. Print the new set instead.')
        }
        ofEnrollment(
          liveTotpOf(tx, userId),
          record,
        )({ action: 'recovery.printed', subject, object: setId, details: { how } })
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

function createIssuer(ctx: DeskContext, cost: HashCost): Recovery['issueInside'] {
  return (tx, record, user, now) => {
    const readable = ctx.settings().recoveryCodes === 'readable'
    const recoveryCodes = newRecoveryCodes(readable ? 'stytch' : 'printed', (bytes) => ctx.random(bytes))
    const hadSet = recoverySetOf(tx, user.id) !== undefined
    const dropped = dropSet(tx, user.id)
    const setId = ctx.newId('recovery-set')
    const fingerprint = recoveryFingerprint(setId)
    tx.run('insert into recovery_sets (set_id, user_id, fingerprint, created_at) values (?, ?, ?, ?)', [
      setId,
      user.id,
      fingerprint,
      now,
    ])
    recoveryCodes.forEach((code, index) => {
      const hash = hashCode(code, cost, (bytes) => ctx.random(bytes))
      tx.run('insert into recovery_codes (code_id, set_id, position, hash, readable) values (?, ?, ?, ?, ?)', [
        ctx.newId('totp-recovery-code'),
        setId,
        index + 1,
        hash,
        readable ? code : null,
      ])
    })
    record({
      action: hadSet ? 'recovery.replaced' : 'recovery.created',
      subject: user,
      object: setId,
      details: { fingerprint, codes: recoveryCodes.length, ...(hadSet ? { unspentDropped: dropped } : {}) },
    })
    return { setId, fingerprint, recoveryCodes, createdAt: now }
  }
}
