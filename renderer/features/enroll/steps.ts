import type { RevealedTotp, Totp } from '../../../shared/model/totp'
import type { VerificationOutcome } from '../../../shared/model/verification'
import type { ScreenMessage, Showing } from '../../data/person-screen-channel'

export const steps = ['identify', 'show', 'verify', 'again', 'handOver'] as const
/** A step of the enrollment, or `expired` and `done`, which are beside them. */
export type Step = (typeof steps)[number]
export type Stage = Step | 'expired' | 'done'

type Accepted = Extract<VerificationOutcome, { outcome: 'accepted' }>

/** The state of the person's screen, as far as it said. */
export interface PersonScreenState {
  open: boolean
  showing: Showing
  /** Why it shows nothing, where the desk refused. */
  problem: string | null
  /** Digits in its code box. */
  typed: number
}

/** What only this page knows of one totp: the desk's record does not say it. Another totp starts afresh. */
export interface EnrollmentState {
  /** The QR was shown since the page was opened. */
  shown: boolean
  /** The second code was skipped. */
  skipped: boolean
  /** It was finished here. */
  finished: boolean
  /** The QR and key on the operator's own screen. */
  revealed: RevealedTotp | null
  /** The newest good code, for the time until the next one comes. */
  lastAccepted: Accepted | null
  personScreen: PersonScreenState
}

const noPersonScreen: PersonScreenState = { open: false, showing: 'nothing', problem: null, typed: 0 }

export const initialState: EnrollmentState = {
  shown: false,
  skipped: false,
  finished: false,
  revealed: null,
  lastAccepted: null,
  personScreen: noPersonScreen,
}

export type EnrollmentEvent =
  /** What the person's screen said. */
  | Extract<ScreenMessage, { kind: 'here' | 'typing' | 'gone' }>
  /** A code was answered, on either screen. */
  | { kind: 'answered'; outcome: VerificationOutcome }
  | { kind: 'revealed'; revealed: RevealedTotp }
  /** The person has scanned what was shown on this screen. */
  | { kind: 'scanned' }
  | { kind: 'backToQr' }
  | { kind: 'skipped' }
  | { kind: 'finished' }
  /** Another stage is shown. */
  | { kind: 'stage'; stage: Stage }

/** The next state. A secret leaves it with the stages that show it, and with the first good code. */
export function enrollmentReducer(state: EnrollmentState, event: EnrollmentEvent): EnrollmentState {
  const { personScreen } = state
  switch (event.kind) {
    case 'here': {
      const { showing, problem } = event
      return {
        ...state,
        shown: state.shown || showing === 'qr',
        personScreen: { ...personScreen, open: true, showing, problem },
      }
    }
    case 'typing':
      return { ...state, personScreen: { ...personScreen, open: true, typed: event.count } }
    case 'gone':
      return { ...state, personScreen: noPersonScreen }
    case 'answered': {
      const answered = { ...state, personScreen: { ...personScreen, typed: 0 } }
      if (event.outcome.outcome !== 'accepted') return answered
      return { ...answered, revealed: null, lastAccepted: event.outcome }
    }
    case 'revealed':
      return { ...state, revealed: event.revealed }
    case 'scanned':
      return { ...state, shown: true }
    case 'backToQr':
      return { ...state, shown: false }
    case 'skipped':
      return { ...state, skipped: true }
    case 'finished':
      return { ...state, finished: true }
    case 'stage':
      return event.stage === 'show' || event.stage === 'verify' ? state : { ...state, revealed: null }
  }
}

/**
 * The stage of an enrollment. Everything that must outlive this page comes from the totp, so leaving
 * and coming back, also on another day, goes on at the right step.
 *
 * @param nowMs - desk time
 */
export function stageOf(
  totp: Totp | null,
  here: Pick<EnrollmentState, 'shown' | 'skipped' | 'finished'>,
  nowMs: number,
): Stage {
  if (totp === null || totp.status === 'revoked') return 'identify'
  if (totp.status === 'expired') return 'expired'
  if (totp.status === 'pending') {
    if (nowMs >= totp.expiresAt) return 'expired'
    return here.shown ? 'verify' : 'show'
  }
  if (here.finished) return 'done'
  if (totp.handedOverAt !== null) return 'identify'
  if (totp.verifiedAgainAt === null && !here.skipped) return 'again'
  return 'handOver'
}
