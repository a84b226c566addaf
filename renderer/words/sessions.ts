import type { AuthenticationFactor, Session } from '../../shared/model/session'
import type { Tone } from './tone'

/** What was proved, in a word. */
export const factorLabels: Record<AuthenticationFactor['kind'], string> = {
  totp: 'Code',
  recovery_code: 'Recovery code',
  pass: 'Temporary pass',
}

/** The kinds of factor a session rests on, each once, in the order they were proved. */
export function factorKinds(session: Pick<Session, 'factors'>): AuthenticationFactor['kind'][] {
  return [...new Set(session.factors.map((factor) => factor.kind))]
}

/** "code and recovery code", as it is written in a sentence. */
export function factorsInWords(session: Pick<Session, 'factors'>): string {
  return factorKinds(session)
    .map((kind) => factorLabels[kind].toLowerCase())
    .join(' and ')
}

/** A list is read once, and a session in it may end while it is looked at. */
export function stateAt(session: Pick<Session, 'state' | 'expiresAt'>, nowMs: number): Session['state'] {
  return session.state === 'open' && session.expiresAt <= nowMs ? 'expired' : session.state
}

export const stateWords: Record<Session['state'], { label: string; tone: Tone }> = {
  open: { label: 'Open', tone: 'good' },
  expired: { label: 'Ran out', tone: 'neutral' },
  revoked: { label: 'Revoked', tone: 'warn' },
}
