import type { Overview } from '../../shared/model/desk'
import { clockTime, counted, timeUntil } from './times'

type Care = Overview['needsAttention'][number]

/** Why somebody needs care, in one line. */
export function attentionText(care: Care, nowMs: number): string {
  switch (care.kind) {
    case 'pending': {
      const end = care.until ?? nowMs
      return end > nowMs ? `QR expires in ${timeUntil(end, nowMs)}` : 'QR expired just now'
    }
    case 'locked': {
      const until = care.until === null ? 'Locked' : `Locked until ${clockTime(care.until, nowMs)}`
      return care.count ? `${until} after ${counted(care.count, 'failure')}` : until
    }
    case 'low_codes':
      return `${counted(care.count ?? 0, 'recovery code')} left`
    case 'no_codes':
      return 'No recovery codes left'
    case 'unfinished':
      return 'Recovery sheet not handed over'
    case 'clock':
      return 'Codes wait until an admin confirms the time'
  }
}
