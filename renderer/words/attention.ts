import type { Overview } from '../../shared/model/desk'
import { clockTime, counted, timeUntil } from './times'

type AttentionItem = Overview['needsAttention'][number]

/** Why it needs attention, in one line. */
export function attentionText(item: AttentionItem, nowMs: number): string {
  switch (item.kind) {
    case 'pending': {
      const end = item.until ?? nowMs
      return end > nowMs ? `QR expires in ${timeUntil(end, nowMs)}` : 'QR expired just now'
    }
    case 'locked': {
      const until = item.until === null ? 'Locked' : `Locked until ${clockTime(item.until, nowMs)}`
      return item.count ? `${until} after ${counted(item.count, 'failure')}` : until
    }
    case 'low_codes':
      return `${counted(item.count ?? 0, 'recovery code')} left`
    case 'no_codes':
      return 'No recovery codes left'
    case 'unfinished':
      return 'Recovery sheet not handed over'
    case 'clock':
      return 'Codes are paused until an admin confirms the time'
  }
}
