import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { DeskError } from '../../shared/errors'
import type { AttackAttempt, AttackKind } from '../../shared/model/demo'
import type { VerificationOutcome } from '../../shared/model/verification'
import type { OpenDesk } from '../desk/open-desk'
import { bruteForceScript, freshCode, replayScript, type Script, type Try } from './attack-scripts'
import type { Phone, Phones } from './phones'
import type { VirtualClock } from './virtual-clock'

export interface Attacker {
  /** Id of the attack that is running. */
  readonly running: string | null
  /** Starts an attack and returns its id. @throws DeskError as `Demo.attack` */
  start(input: { kind: AttackKind; userId: string }): string
  /** Ends the attack that is running. */
  cancel(): void
}

export interface AttackerParts {
  /** The desk over a demo's vault, or a refusal. */
  open(): OpenDesk
  phones: Phones
  clock: VirtualClock
  /** Milliseconds between two tries, for a room to follow. */
  paceMs: number
  onDefect(error: unknown): void
}

/** Submissions of a race. */
const raceWidth = 10

type Place = Pick<AttackAttempt, 'n' | 'of' | 'done'>

interface Attack {
  attackId: string
  kind: AttackKind
  phone: Phone
  signal: AbortSignal
  /** Tries reported so far. */
  reported: number
}

/** The demo's attacker: its tries go through the desk like any call of the API, and are refused by it. */
export function createAttacker(parts: AttackerParts): Attacker {
  const { open, phones, clock, paceMs, onDefect } = parts
  let running: { attackId: string; stop: AbortController } | null = null

  async function run(attack: Attack): Promise<void> {
    if (attack.kind === 'race') await race(attack)
    else await inTurn(attack, scriptOf(attack.kind, attack.phone))
  }

  function scriptOf(kind: 'replay' | 'brute_force', phone: Phone): Script {
    if (kind === 'replay') return replayScript(phone, clock.now())
    const { context, throttles } = open()
    const { failures, waitUntil } = throttles.state('code', phone.userId)
    const { delayAfter, lockAfter } = context.settings()
    const guarded = { failures, waiting: waitUntil !== null, delayAfter, lockAfter }
    return bruteForceScript(phone, guarded, clock.now, () => Buffer.from(context.random(4)).readUInt32BE())
  }

  async function inTurn(attack: Attack, { of, tries }: Script): Promise<void> {
    let next = tries.next()
    for (let n = 1; !next.done; n += 1) {
      if (n > 1) await pause(paceMs, undefined, { signal: attack.signal })
      const one = next.value
      const outcome = await submit(attack, one)
      next = tries.next(outcome)
      report(attack, one, outcome, { n, of: next.done ? n : Math.max(of, n + 1), done: next.done === true })
    }
  }

  /** All are under way before the first is answered. */
  async function race(attack: Attack): Promise<void> {
    const { afterMs, code } = freshCode(attack.phone, clock.now())
    letPass(afterMs)
    let answered = 0
    await Promise.all(
      Array.from({ length: raceWidth }, async (_, index) => {
        await nextTurn(undefined, { signal: attack.signal })
        const one = {
          what: `Call ${index + 1} of ${raceWidth} at once, all with the code ${code}.`,
          code,
          honest: true,
        }
        const outcome = await submit(attack, one)
        answered += 1
        report(attack, one, outcome, { n: answered, of: raceWidth, done: answered === raceWidth })
      }),
    )
  }

  function submit({ phone }: Attack, { code, afterMs = 0 }: Try): Promise<VerificationOutcome> {
    letPass(afterMs)
    const desk = open()
    const requestId = desk.context.newId('request-id')
    return desk.verification.submit(
      { operator: desk.operator, channel: 'api', requestId },
      { userId: phone.userId, code },
    )
  }

  function letPass(milliseconds: number): void {
    if (milliseconds <= 0) return
    clock.pass(milliseconds)
    const { context, clock: deskClock } = open()
    context.emit('clock.changed', deskClock.status())
  }

  function report(attack: Attack, { what, honest = false }: Try, outcome: VerificationOutcome, place: Place): void {
    const accepted = outcome.outcome === 'accepted'
    const reason = accepted ? null : outcome.reason
    emit(attack, { ...place, what, outcome: outcome.outcome, reason, expected: accepted && honest })
  }

  /** The desk did not take a try at all, as when the person was removed meanwhile: the attack ends with its words. */
  function reportEnd(attack: Attack, { code, message }: DeskError): void {
    const n = attack.reported + 1
    emit(attack, { n, of: n, what: message, outcome: 'refused', reason: code, expected: false, done: true })
  }

  function emit(attack: Attack, attempt: Omit<AttackAttempt, 'attackId' | 'kind' | 'at'>): void {
    const { attackId, kind } = attack
    attack.reported += 1
    open().context.emit('demo.attempt', { attackId, kind, at: clock.now(), ...attempt })
  }

  return {
    get running() {
      return running?.attackId ?? null
    },
    start({ kind, userId }) {
      if (running) throw new DeskError('too_many_requests', 'An attack is running already. Wait for its end.')
      const phone = phones.of(userId)
      if (phone.status !== 'active') {
        throw new DeskError(
          'totp_not_active',
          `${phone.name} has no working authenticator to attack. Enroll them first.`,
        )
      }
      const stop = new AbortController()
      const attackId = open().context.newId('attack')
      running = { attackId, stop }
      const attack: Attack = { attackId, kind, phone, signal: stop.signal, reported: 0 }
      // Not before the caller knows the id that the tries carry.
      void nextTurn()
        .then(() => run(attack))
        .catch((error: unknown) => {
          if (stop.signal.aborted) return
          if (!(error instanceof DeskError)) onDefect(error)
          // A lock ends an attack silently: no screen listens any more.
          else if (error.code !== 'vault_locked') reportEnd(attack, error)
        })
        .finally(() => {
          if (running?.attackId === attackId) running = null
        })
      return attackId
    },
    cancel() {
      running?.stop.abort()
      running = null
    },
  }
}
