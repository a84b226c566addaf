import type { Diagnosis } from '../../../shared/model/verification'
import { type CodeSource, matchingSteps } from '../../otp/codes'
import { stepNearby } from '../../otp/diagnose'
import type { Reader } from '../../vault/types'
import { codeSourceOf } from '../store/totp-source'
import type { TotpRow } from '../store/totps'

/** What the wrong-code doctor looks at: the code that was refused, and the totp it was meant for. */
export interface Symptom {
  totp: TotpRow
  source: CodeSource
  code: string
  /** Wall time of the attempt; not to be confused with `monotonic`, which paces the doctor. */
  now: number
  monotonic: number
}

/** Explains refused codes to staff who stand beside the person. It never accepts and changes nothing. */
export interface Doctor {
  /** What it saw; undefined when it has looked often enough for this person. */
  examine(from: Reader, symptom: Symptom): Diagnosis | undefined
}

/** Looks per person and time span: enough for an honest mishap, too few to test guesses with. */
const looks = { most: 6, withinMs: 5 * 60_000 }
/** How long ago a registration may have been begun for its codes to be told apart. */
const sameDayMs = 24 * 60 * 60_000
/** Registrations of other people that are compared, newest first. */
const mostOthers = 200
/** Steps to either side at which another registration's code is recognized. */
const otherReach = 1

export function createDoctor(): Doctor {
  const looked = new Map<string, number[]>()

  const mayLook = (userId: string, monotonic: number): boolean => {
    const recent = (looked.get(userId) ?? []).filter((at) => monotonic - at < looks.withinMs)
    if (recent.length >= looks.most) return false
    looked.set(userId, [...recent, monotonic])
    return true
  }

  return {
    examine(from, symptom) {
      return mayLook(symptom.totp.user_id, symptom.monotonic) ? diagnose(from, symptom) : undefined
    },
  }
}

function diagnose(from: Reader, symptom: Symptom): Diagnosis {
  const nearby = stepNearby(symptom.source, symptom.code, symptom.now)
  // A phone that has just proven its clock is not blamed for a code that was noted down and typed again.
  if (nearby?.step === symptom.totp.last_step) return { kind: 'spent' }
  if (nearby) return { kind: 'clock_off', phoneBehindSeconds: nearby.behindSeconds }
  if (someMatches(earlierOf(from, symptom), symptom)) return { kind: 'earlier_qr' }
  if (someMatches(othersOf(from, symptom), symptom)) return { kind: 'other_person' }
  return { kind: 'nothing_found' }
}

function someMatches(rows: readonly TotpRow[], { code, now }: Symptom): boolean {
  return rows.some((row) => {
    const source = codeSourceOf(row)
    return source?.digits === code.length && matchingSteps(source, code, now, otherReach).length > 0
  })
}

function earlierOf(from: Reader, { totp, now }: Symptom): TotpRow[] {
  return from.all<TotpRow>(
    `select * from totps where user_id = ? and totp_id <> ? and secret is not null and created_at > ?
     order by created_at desc limit ?`,
    [totp.user_id, totp.totp_id, now - sameDayMs, mostOthers],
  )
}

function othersOf(from: Reader, { totp, now }: Symptom): TotpRow[] {
  return from.all<TotpRow>(
    `select * from totps where user_id <> ? and status in ('pending', 'active') and created_at > ?
     order by created_at desc limit ?`,
    [totp.user_id, now - sameDayMs, mostOthers],
  )
}
