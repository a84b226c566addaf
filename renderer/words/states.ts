import type { UserSummary } from '../../shared/model/user'
import { isInForce, lockLabel } from './locks'
import { timeUntil } from './times'

export interface PersonState {
  kind: 'enrolled' | 'pending' | 'expired' | 'none' | 'locked' | 'deactivated'
  label: string
  tone: 'good' | 'warn' | 'bad' | 'neutral'
}

type Standing = Pick<UserSummary, 'status' | 'enrollment' | 'expiresAt' | 'lock'>

/** The state of a person, in two or three words. A lock and a deactivation come before the enrollment. */
export function personState(user: Standing, nowMs: number): PersonState {
  if (user.status === 'deactivated') return { kind: 'deactivated', label: 'Deactivated', tone: 'neutral' }
  const { lock } = user
  if (lock && isInForce(lock, nowMs)) return { kind: 'locked', label: lockLabel(lock, nowMs), tone: 'bad' }
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
