import type { UserSummary } from '../../shared/model/user'
import { clockTime, timeUntil } from './times'

export interface PersonState {
  kind: 'enrolled' | 'pending' | 'expired' | 'none' | 'locked' | 'deactivated'
  label: string
  tone: 'good' | 'warn' | 'bad' | 'neutral'
}

type Standing = Pick<UserSummary, 'status' | 'enrollment' | 'expiresAt' | 'lockedUntil' | 'untilUnlocked'>

/** Where a person stands, in two or three words. A lock and a deactivation stand above the enrollment. */
export function personState(user: Standing, nowMs: number): PersonState {
  if (user.status === 'deactivated') return { kind: 'deactivated', label: 'Deactivated', tone: 'neutral' }
  if (user.untilUnlocked) return { kind: 'locked', label: 'Locked until unlocked', tone: 'bad' }
  if (user.lockedUntil !== null && user.lockedUntil > nowMs)
    return { kind: 'locked', label: `Locked until ${clockTime(user.lockedUntil, nowMs)}`, tone: 'bad' }
  switch (user.enrollment) {
    case 'active':
      return { kind: 'enrolled', label: 'Enrolled', tone: 'good' }
    case 'pending': {
      const end = user.expiresAt ?? nowMs
      if (end <= nowMs) return { kind: 'expired', label: 'QR expired', tone: 'warn' }
      return { kind: 'pending', label: `Pending, ${timeUntil(end, nowMs)} left`, tone: 'warn' }
    }
    case 'expired':
      return { kind: 'expired', label: 'QR expired', tone: 'warn' }
    case 'none':
      return { kind: 'none', label: 'Not enrolled', tone: 'neutral' }
  }
}
