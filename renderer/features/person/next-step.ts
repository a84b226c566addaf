import { IconClock, IconClockExclamation, IconClockOff, IconLock, IconQrcode, IconUserOff } from '@tabler/icons-react'
import type { Lock } from '../../../shared/model/lock'
import type { UserDetail } from '../../../shared/model/user'
import { clockHeldWords } from '../../words/clock'
import { isInForce, lockWords } from '../../words/locks'
import { firstNameOf } from '../../words/names'
import { clockTime, timeUntil } from '../../words/times'

/** Why no code can be verified now, and the act that changes it. */
export interface NextStep {
  Icon: typeof IconClock
  tone: 'neutral' | 'warn' | 'bad'
  title: string
  sentence: string
  act: { kind: 'enroll' | 'again' | 'unlock' | 'reactivate' | 'confirmClock'; label: string } | null
  /** A temporary pass can still be verified. */
  passWorks: boolean
}

/**
 * What to do next for a person whose codes cannot be verified now; null when they can.
 *
 * @param clockHeld - true while the desk's clock is held back: then a code is neither checked nor begun
 */
export function nextStepOf(
  user: UserDetail,
  nowMs: number,
  may: { act: boolean; unlock: boolean },
  clockHeld: boolean,
): NextStep | null {
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
  if (user.lock && isInForce(user.lock, nowMs)) return lockedStep(user, user.lock, nowMs, name, may)
  if (clockHeld) {
    return {
      Icon: IconClockExclamation,
      tone: 'bad',
      title: clockHeldWords.title,
      sentence: clockHeldWords.sentence,
      act: { kind: 'confirmClock', label: clockHeldWords.act },
      passWorks: false,
    }
  }
  const { totp } = user
  if (totp?.status === 'active') return null
  if (totp?.status === 'pending' && totp.expiresAt > nowMs) {
    return {
      Icon: IconClock,
      tone: 'warn',
      title: 'The enrollment is waiting for its first code',
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

function lockedStep(user: UserDetail, lock: Lock, nowMs: number, name: string, may: { unlock: boolean }): NextStep {
  const failures = Math.max(user.codeThrottle.failures, user.recoveryThrottle.failures)
  return {
    Icon: IconLock,
    tone: 'bad',
    ...lockWords(lock, { nowMs, name, failures, mayUnlock: may.unlock }),
    act: unlockAct(may),
    passWorks: false,
  }
}

function unlockAct(may: { unlock: boolean }): NextStep['act'] {
  return may.unlock ? { kind: 'unlock', label: 'Unlock with a reason' } : null
}
