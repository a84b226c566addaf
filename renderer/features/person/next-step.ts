import { IconClock, IconClockOff, IconLock, IconQrcode, IconUserOff } from '@tabler/icons-react'
import type { UserDetail } from '../../../shared/model/user'
import { mostConsecutiveFailures } from '../../../shared/model/verification'
import { firstNameOf } from '../../words/names'
import { clockTime, counted, timeUntil } from '../../words/times'

/** Why no code can be verified now, and the act that changes it. */
export interface NextStep {
  Icon: typeof IconClock
  tone: 'neutral' | 'warn' | 'bad'
  title: string
  sentence: string
  act: { kind: 'enroll' | 'again' | 'unlock' | 'reactivate'; label: string } | null
  /** A temporary pass can still be verified. */
  passWorks: boolean
}

/** What to do next for a person whose codes cannot be verified now; null when they can. */
export function nextStepOf(user: UserDetail, nowMs: number, may: { act: boolean; unlock: boolean }): NextStep | null {
  const name = firstNameOf(user.name)
  const enroll = (label: string) => (may.act ? { kind: 'enroll' as const, label } : null)
  if (user.status === 'deactivated') {
    return {
      Icon: IconUserOff,
      tone: 'neutral',
      title: `${name} is deactivated`,
      sentence: `No code is accepted. Authenticator and recovery codes are kept for the day ${name} is back.`,
      act: may.act ? { kind: 'reactivate', label: `Reactivate ${name}` } : null,
      passWorks: false,
    }
  }
  if (user.untilUnlocked) return lockedForGood(name, may)
  if (user.lockedUntil !== null && user.lockedUntil > nowMs) return lockedStep(user, name, user.lockedUntil, nowMs, may)
  const { totp } = user
  if (totp?.status === 'active') return null
  if (totp?.status === 'pending' && totp.expiresAt > nowMs) {
    return {
      Icon: IconClock,
      tone: 'warn',
      title: 'The enrollment waits for its first code',
      sentence: `The QR works for another ${timeUntil(totp.expiresAt, nowMs)}. Go on where it stopped.`,
      act: enroll('Continue enrolling'),
      passWorks: true,
    }
  }
  if (totp?.status === 'pending' || totp?.status === 'expired') {
    return {
      Icon: IconClockOff,
      tone: 'warn',
      title: `The QR expired at ${clockTime(totp.expiresAt, nowMs)}`,
      sentence: 'No code was accepted in time. Show a new one.',
      act: may.act ? { kind: 'again', label: 'Show a new QR' } : null,
      passWorks: true,
    }
  }
  return {
    Icon: IconQrcode,
    tone: 'neutral',
    title: totp?.status === 'revoked' ? 'The authenticator was revoked' : `${name} is not enrolled`,
    sentence: `With ${name} and the phone in front of you it takes two minutes.`,
    act: enroll(`Enroll ${name}`),
    passWorks: true,
  }
}

function lockedStep(
  user: UserDetail,
  name: string,
  lockedUntil: number,
  nowMs: number,
  may: { unlock: boolean },
): NextStep {
  const failures = Math.max(user.codeThrottle.failures, user.recoveryThrottle.failures)
  return {
    Icon: IconLock,
    tone: 'bad',
    title: `Locked until ${clockTime(lockedUntil, nowMs)}${failures > 0 ? ` after ${counted(failures, 'failure')}` : ''}`,
    sentence: may.unlock
      ? `No code is checked until then. Unlock ${name} once you know what went wrong.`
      : `No code is checked until then. An admin can unlock ${name} with a reason.`,
    act: unlockAct(may),
    passWorks: false,
  }
}

function lockedForGood(name: string, may: { unlock: boolean }): NextStep {
  return {
    Icon: IconLock,
    tone: 'bad',
    title: `Locked after ${mostConsecutiveFailures} failures in a row`,
    sentence: `This lock has no end. Only an admin can unlock ${name}, with a reason.`,
    act: unlockAct(may),
    passWorks: false,
  }
}

function unlockAct(may: { unlock: boolean }): NextStep['act'] {
  return may.unlock ? { kind: 'unlock', label: 'Unlock with a reason' } : null
}
