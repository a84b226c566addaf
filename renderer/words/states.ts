import type { UserSummary } from '../../shared/model/user'
import { clockTime, timeLeft } from './times'

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
      const left = (user.expiresAt ?? nowMs) - nowMs
      if (left <= 0) return { kind: 'expired', label: 'QR expired', tone: 'warn' }
      return { kind: 'pending', label: `Pending, ${timeLeft(left)} left`, tone: 'warn' }
    }
    case 'expired':
      return { kind: 'expired', label: 'QR expired', tone: 'warn' }
    case 'none':
      return { kind: 'none', label: 'Not enrolled', tone: 'neutral' }
  }
}
