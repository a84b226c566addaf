import type { RedemptionOutcome } from '../../shared/model/verification'
import type { RefusalWords } from './refusals'
import { counted } from './times'

type Redeemed = Extract<RedemptionOutcome, { outcome: 'accepted' }>

/** The words for a recovery code that was accepted. */
export function redeemedWords({ position, left }: Redeemed): RefusalWords {
  return {
    headline: 'Accepted',
    sentence: `Code ${position} is spent; cross it off the sheet. ${counted(left, 'code')} left.`,
  }
}

/** Why a new set is offered; null while there are enough codes (NIST SP 800-63B-4 section 4.2.1.1). */
export function newSetOffer({ left, low }: Redeemed): string | null {
  if (!low) return null
  return left === 0 ? 'That was the last one.' : `Only ${counted(left, 'code')} left.`
}
