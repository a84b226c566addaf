import type { Diagnosis } from '../../../shared/model/verification'
import { type CodeSource, matchingSteps } from '../../otp/codes'
import { stepNearby } from '../../otp/diagnose'
import type { Reader } from '../../vault/types'
import { countDiagnoses } from '../store/audit-events'
import { codeSourceOf, earlierTotpsOf, liveTotpsOfOthers, type TotpRow } from '../store/totps'

/** A code that was refused, and the totp it was meant for. */
export interface DiagnosisInput {
  totp: TotpRow
  source: CodeSource
  code: string
  /** Wall time of the attempt. */
  now: number
}

/** Per person and time span: enough for an honest mistake, too few to test guesses with. */
const diagnosisLimit = { max: 6, withinMs: 5 * 60_000 }
/** How long ago a registration may have been begun for its codes to be told apart. */
const sameDayMs = 24 * 60 * 60_000
/** Other registrations that are compared, newest first. */
const maxCompared = 200
/** Steps to either side at which another registration's code is recognized. */
const otherReach = 1

/**
 * Explains wrong codes to staff who stand beside the person. It never accepts and changes nothing.
 * Undefined when that was done often enough for this person, by what the audit log says.
 */
export function diagnose(from: Reader, input: DiagnosisInput): Diagnosis | undefined {
  const since = input.now - diagnosisLimit.withinMs
  return countDiagnoses(from, input.totp.userId, since) < diagnosisLimit.max ? diagnosisOf(from, input) : undefined
}

function diagnosisOf(from: Reader, input: DiagnosisInput): Diagnosis {
  const { totp, source, code, now } = input
  const nearby = stepNearby(source, code, now)
  // A phone that has just proven its clock is not blamed for a code that was noted down and typed again.
  if (nearby?.step === totp.lastStep) return { kind: 'spent' }
  if (nearby) return { kind: 'clock_off', phoneBehindSeconds: nearby.behindSeconds }
  const since = now - sameDayMs
  if (anyMatches(earlierTotpsOf(from, totp, since, maxCompared), input)) return { kind: 'earlier_qr' }
  if (anyMatches(liveTotpsOfOthers(from, totp.userId, since, maxCompared), input)) return { kind: 'other_person' }
  return { kind: 'nothing_found' }
}

function anyMatches(totps: readonly TotpRow[], { code, now }: DiagnosisInput): boolean {
  return totps.some((totp) => {
    const source = codeSourceOf(totp)
    return source?.digits === code.length && matchingSteps(source, code, now, otherReach).length > 0
  })
}
