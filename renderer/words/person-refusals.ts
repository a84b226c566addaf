import type { Diagnosis, RefusalReason, Refused } from '../../shared/model/verification'
import { type RefusalWords, spokenLength } from './refusals'

/** What a refusal means to the person who typed the code: shorter than the operator's words, and to them. */
const words: Partial<Record<RefusalReason, (refused: Refused, leftSeconds: number) => RefusalWords>> = {
  wrong_code: (refused) => ({ headline: 'Not this one', sentence: diagnosed(refused.diagnosis) }),
  already_used: (_, left) => ({
    headline: 'Already used',
    sentence: left > 0 ? `The next code works in ${left} s.` : 'Type the code your app shows now.',
  }),
  malformed: () => ({ headline: 'Digits only', sentence: 'The code is the digits your app shows, 0 to 9.' }),
  throttled: (_, left) => ({
    headline: left > 0 ? `Wait ${left} s` : 'Try again',
    sentence: 'There were several wrong codes in a row. The last one was not checked.',
  }),
  expired: () => ({ headline: 'This QR code has expired', sentence: 'The desk shows you a new one.' }),
  recovery_code_in_code_box: () => ({
    headline: 'This is a recovery code',
    sentence: 'Keep it. Type the digits your app shows.',
  }),
  pass_in_code_box: () => ({
    headline: 'This is a temporary pass',
    sentence: 'Keep it. Type the digits your app shows.',
  }),
}

function diagnosed(diagnosis: Diagnosis | undefined): string {
  switch (diagnosis?.kind) {
    case 'clock_off':
      return `Your phone’s clock is off by about ${spokenLength(Math.abs(diagnosis.phoneBehindSeconds))}. Set it to automatic and type the new code.`
    case 'spent':
      return 'It was used before. Type the code your app shows now.'
    case 'earlier_qr':
      return 'It belongs to an earlier QR code. Scan this one and type the code of the new entry.'
    case 'other_person':
      return 'It belongs to another entry in your app. Open the one you just added.'
    default:
      return 'Type the code your app shows now.'
  }
}

/**
 * @param leftSeconds - whole seconds until another try makes sense
 */
export function personRefusalWords(refused: Refused, leftSeconds: number): RefusalWords {
  const say = words[refused.reason]
  if (say && !refused.lock) return say(refused, leftSeconds)
  const headline = refused.lock ? 'Too many wrong codes' : 'Not accepted'
  return { headline, sentence: 'Ask at the desk: they see what happened.' }
}
