import type { AuditEvent } from '../../shared/model/audit'
import { type RefusalReason, refusalReasonSchema } from '../../shared/model/verification'
import type { Role } from '../../shared/roles'
import { identityCheckedBy } from './identity'
import { roleLabels } from './roles'
import { clockTime, counted, timeLeft } from './times'

type Value = string | number | boolean | null

/** A refusal in two or three words, for a row; the whole sentence is where the code was typed. */
const refusalsInShort: Record<RefusalReason, string> = {
  wrong_code: 'wrong code',
  already_used: 'already used',
  malformed: 'not a code',
  not_enrolled: 'no authenticator',
  expired: 'QR expired',
  revoked: 'authenticator revoked',
  deactivated: 'person deactivated',
  throttled: 'tried too soon',
  locked: 'while locked',
  clock_blocked: 'clock not confirmed',
  recovery_code_in_code_box: 'recovery code in the code box',
  totp_code_in_recovery_box: 'code in the recovery box',
  pass_in_code_box: 'temporary pass in another box',
  no_recovery_codes: 'no recovery codes left',
  no_pass: 'no pass',
}

/** Reasons that the desk itself gives, where the code alone says too little. */
const reasons: Record<string, string> = {
  asked: 'by the operator',
  idle: 'no one at the desk',
  system: 'the desk ended or the computer went to sleep',
  role: 'the role does not allow it',
  zone_changed: 'time zone changed',
  jumped_back: 'clock went back',
  jumped_forward: 'clock went forward',
}

const diagnoses: Record<string, string> = {
  clock_off: 'clock off',
  spent: 'spent before',
  earlier_qr: 'code of the earlier QR',
  other_person: 'code of another person',
  nothing_found: '',
}

const steps: Record<string, string> = {
  '-1': 'previous step, phone behind',
  '0': 'this step',
  '1': 'next step, phone ahead',
}

/** How each known detail is said; the rest is shown as name and value. */
const say: Record<string, (value: Value, nowMs: number) => string | null> = {
  offset: (value) => steps[String(value)] ?? null,
  left: (value) => `${value} left`,
  identityCheck: (value) => (value ? `identity checked by ${identityCheckedBy(String(value))}` : null),
  identityReference: (value) => (value ? String(value) : null),
  position: (value) => `code ${value}`,
  failuresBefore: (value) => (typeof value === 'number' && value > 0 ? `after ${counted(value, 'failure')}` : null),
  failures: (value) => (typeof value === 'number' && value > 0 ? counted(value, 'failure') : null),
  factor: (value) => ({ code: 'by codes', recovery: 'by recovery codes', pass: 'by passes' })[String(value)] ?? null,
  factors: (value) => (value ? `counted for ${value}` : null),
  lockedUntil: (value, nowMs) => (typeof value === 'number' ? `until ${clockTime(value, nowMs)}` : null),
  untilUnlocked: (value) => (value ? 'until an admin unlocks' : null),
  diagnosis: (value) => diagnoses[String(value)] ?? null,
  phoneBehindSeconds: (value) =>
    typeof value === 'number' ? `phone ${timeLeft(Math.abs(value) * 1000)} ${value < 0 ? 'ahead' : 'behind'}` : null,
  milliseconds: (value) => (typeof value === 'number' ? `by ${timeLeft(Math.abs(value))}` : null),
  codes: (value) => (typeof value === 'number' ? counted(value, 'code') : null),
  unspentDropped: (value) => (typeof value === 'number' && value > 0 ? `${value} unused ones dropped` : null),
  count: (value) => (typeof value === 'number' ? counted(value, 'time') : null),
  role: (value) => roleLabels[value as Role] ?? String(value),
  name: (value) => String(value),
  minutes: (value) => (typeof value === 'number' ? `for ${timeLeft(value * 60_000)}` : null),
  expirationMinutes: (value) => (typeof value === 'number' ? `QR for ${timeLeft(value * 60_000)}` : null),
  changed: (value) => `${value}`.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  // Rows of the first vaults say `facing` for the person's side.
  side: (value) => (value === 'operator' ? 'on the operator’s side' : 'to the person'),
  rows: (value) => (typeof value === 'number' ? counted(value, 'row') : null),
  format: (value) => (value === 'jsonl' ? 'JSON Lines' : String(value).toUpperCase()),
  how: (value) => (value === 'copy' ? 'copied' : 'printed'),
  totps: (value) => (typeof value === 'number' && value > 0 ? counted(value, 'authenticator') : null),
  recoveryCodes: (value) => (typeof value === 'number' && value > 0 ? counted(value, 'recovery code') : null),
  sessions: (value) => (typeof value === 'number' && value > 0 ? counted(value, 'session') : null),
  passes: (value) => (typeof value === 'number' && value > 0 ? counted(value, 'pass', 'passes') : null),
  clock: (value) => (value === 'steady' ? null : words(String(value))),
  situation: (value) => (value ? words(String(value)) : null),
}

/** Details that only matter in full, in the inspector. */
const quiet = new Set([
  'lastSeq',
  'replacedBy',
  'step',
  'period',
  'setId',
  'fingerprint',
  'filter',
  'digits',
  'algorithm',
  'version',
  'interaction',
])

const words = (code: string) => code.replaceAll('_', ' ')

/** `expirationMinutes` as `expiration minutes`. */
export function fieldInWords(name: string): string {
  return words(name.replace(/([a-z])([A-Z])/gu, (_all, a: string, b: string) => `${a} ${b.toLowerCase()}`))
}

function detailInWords(name: string, value: Value, nowMs: number): string | null {
  if (value === null || value === '' || quiet.has(name)) return null
  const known = say[name]
  if (known) return known(value, nowMs)
  if (typeof value === 'boolean') return value ? fieldInWords(name) : null
  return `${fieldInWords(name)} ${value}`
}

/** A changed setting: `delay after 4 → 5`. */
function changeInWords(name: string, details: Record<string, Value>): string {
  return `${fieldInWords(name)} ${details[`${name}.before`]} → ${details[`${name}.after`]}`
}

/** Why it happened, in words; null when the event gives no reason. */
export function reasonInWords(reason: string | null): string | null {
  if (reason === null || reason === '') return null
  const refusal = refusalReasonSchema.safeParse(reason)
  if (refusal.success) return refusalsInShort[refusal.data]
  const known = reasons[reason]
  if (known !== undefined) return known
  return /^[a-z]+(_[a-z]+)+$/u.test(reason) ? words(reason) : reason
}

const order = Object.keys(say)

/** What matters most first; the canonical line has them by the alphabet. */
function inOrder(details: Record<string, Value>): [string, Value][] {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(details).sort(([a], [b]) => rank(a) - rank(b))
}

/**
 * What happened beyond the action's name: reason first, then the details, in one line.
 *
 * @param nowMs - desk time, by which a time of another day is written with its day
 */
export function eventInWords(event: Pick<AuditEvent, 'reason' | 'details'>, nowMs: number): string {
  const parts = [reasonInWords(event.reason)]
  for (const [name, value] of inOrder(event.details)) {
    if (name.endsWith('.after')) parts.push(changeInWords(name.slice(0, -6), event.details))
    else if (!name.endsWith('.before')) parts.push(detailInWords(name, value, nowMs))
  }
  return parts.filter((part) => part !== null && part !== '').join(', ')
}
