import type { Output } from '../../../shared/contract/contract'
import type { DeskError } from '../../../shared/errors'
import type { RevealedTotp } from '../../../shared/model/totp'
import type { Showing } from '../../data/person-screen-channel'

/** What the person's screen may know of the enrollment. */
export type Facts = Output<'totps.forPerson'>

/** What the person's screen shows. */
export type PersonStage =
  | { kind: 'waiting' }
  | { kind: 'closed' }
  | { kind: 'expired' }
  | { kind: 'qr'; revealed: RevealedTotp }
  | { kind: 'next' }
  | { kind: 'verified' }
  | { kind: 'codes'; codes: readonly string[] }
  | { kind: 'thanks' }

/** What only this window knows. The secret and the codes are here and nowhere else. */
export interface PersonScreenState {
  /** The QR and key, while a first code is awaited. */
  revealed: RevealedTotp | null
  /** Recovery codes, while the operator lets the person read them here. */
  codes: readonly string[] | null
  /** Why nothing is shown: the desk is locked, or it refused. Null while the screen is open. */
  closed: 'locked' | DeskError | null
}

export const initialState: PersonScreenState = { revealed: null, codes: null, closed: null }

export type PersonScreenEvent =
  /** The desk answered what state the enrollment is in. */
  | { kind: 'opened' }
  | { kind: 'revealed'; revealed: RevealedTotp }
  /** The operator lets the person read the recovery codes here, or takes them off again. */
  | { kind: 'codes'; codes: readonly string[] }
  | { kind: 'hide' }
  | { kind: 'locked' }
  | { kind: 'refused'; error: DeskError }
  /** Another stage is shown. */
  | { kind: 'stage'; stage: PersonStage['kind'] }

/** The next state. A secret leaves it with the stage that shows it, with a lock and with a refusal. */
export function personScreenReducer(state: PersonScreenState, event: PersonScreenEvent): PersonScreenState {
  switch (event.kind) {
    case 'opened':
      return { ...state, closed: null }
    case 'revealed':
      return { ...state, revealed: event.revealed }
    case 'codes':
      return { ...state, codes: event.codes }
    case 'hide':
      return { ...state, codes: null }
    case 'locked':
      return { ...initialState, closed: 'locked' }
    case 'refused':
      return { ...initialState, closed: event.error }
    case 'stage':
      return {
        ...state,
        // A secret that was just read waits for the facts that say it may be shown.
        revealed: event.stage === 'qr' || event.stage === 'waiting' ? state.revealed : null,
        codes: event.stage === 'thanks' ? null : state.codes,
      }
  }
}

/** Whether the QR ran out before a good code came, whatever the desk said when it was last asked. */
export function isExpired(facts: Facts | null, nowMs: number): boolean {
  if (!facts) return false
  return facts.status === 'expired' || (facts.status === 'pending' && nowMs >= facts.expiresAt)
}

/**
 * What to show.
 *
 * @param facts - the enrollment's state at the desk; null until it was read
 * @param expired - {@link isExpired} at this moment
 */
export function stageOf(state: PersonScreenState, facts: Facts | null, expired: boolean): PersonStage {
  if (state.closed) return { kind: 'closed' }
  if (!facts) return { kind: 'waiting' }
  if (facts.status === 'revoked') return { kind: 'closed' }
  if (expired) return { kind: 'expired' }
  if (facts.status === 'pending') {
    return state.revealed ? { kind: 'qr', revealed: state.revealed } : { kind: 'waiting' }
  }
  if (facts.handedOver) return { kind: 'thanks' }
  if (state.codes) return { kind: 'codes', codes: state.codes }
  return facts.verifiedAgain ? { kind: 'verified' } : { kind: 'next' }
}

const showings: Record<PersonStage['kind'], Showing> = {
  waiting: 'nothing',
  closed: 'nothing',
  expired: 'nothing',
  qr: 'qr',
  next: 'code',
  verified: 'nothing',
  codes: 'codes',
  thanks: 'nothing',
}

/** What the operator's side is told about this screen: what kind of thing is on it and, where the desk refused, why nothing is. */
export function reportOf(state: PersonScreenState, stage: PersonStage): { showing: Showing; problem: string | null } {
  const problem = state.closed === null || state.closed === 'locked' ? null : state.closed.message
  return { showing: showings[stage.kind], problem }
}
