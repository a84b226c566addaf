import { type Lock, maxConsecutiveFailures } from '../../shared/model/lock'
import { clockTime, counted } from './times'

/** Whether a lock that was read a while ago still holds. */
export function isInForce({ until }: Lock, nowMs: number): boolean {
  return until === null || until > nowMs
}

/** A lock in a few words, such as "Locked until 11:05". */
export function lockLabel({ until }: Lock, nowMs: number): string {
  return until === null ? 'Locked until unlocked' : `Locked until ${clockTime(until, nowMs)}`
}

/** What happened and what to do next, for the operator. `failures` in a row brought it, as far as is known. */
export function lockWords(
  { until }: Lock,
  { nowMs, name, failures, mayUnlock }: { nowMs: number; name: string; failures: number; mayUnlock: boolean },
): { title: string; sentence: string } {
  if (until === null) {
    return {
      title: `Locked after ${maxConsecutiveFailures} failures in a row`,
      sentence: `This lock has no end. Only an admin can unlock ${name}, with a reason.`,
    }
  }
  return {
    title: `${lockLabel({ until }, nowMs)}${failures > 0 ? ` after ${counted(failures, 'failure')}` : ''}`,
    sentence: mayUnlock
      ? `No code is checked until then. Unlock ${name} once you know what went wrong.`
      : `No code is checked until then. An admin can unlock ${name} with a reason.`,
  }
}

/** What a refusal says of the lock; `failures` is 0 when nothing was checked. */
export function lockRefusal(
  lock: Lock | undefined,
  { clock, name, failures }: { clock: (timeMs: number) => string; name: string; failures: number },
): { headline: string; sentence: string } {
  if (lock?.until === null) {
    return {
      headline: `Locked after ${maxConsecutiveFailures} failures`,
      sentence: `Only an admin can unlock ${name}, with a reason.`,
    }
  }
  const why = failures > 0 ? `After ${failures} failures.` : 'Too many failures. Nothing typed now is checked.'
  return {
    headline: lock ? `Locked until ${clock(lock.until)}` : 'Locked',
    sentence: `${why} An admin can unlock ${name} with a reason.`,
  }
}
