import { DeskError } from '../../shared/errors'
import type { DemoPhone } from '../../shared/model/demo'
import { timeStepAt } from '../../shared/time-step'
import type { OpenDesk } from '../desk/open-desk'
import { codeSourceOf } from '../desk/store/totp-source'
import { type TotpRow, toTotp } from '../desk/store/totps'
import { type CodeSource, codeOfStep } from '../otp/codes'

/** A virtual phone as the scripts of the demo use it. */
export interface Phone {
  userId: string
  name: string
  status: DemoPhone['status']
  source: CodeSource
  driftSeconds: number
  /** The highest step that the desk has spent. */
  lastStep: number
}

/** The phones of the made-up people: each knows the secret of the QR that its person was shown. */
export interface Phones {
  list(): DemoPhone[]
  /** @throws DeskError `not_found` for a person without a phone */
  of(userId: string): Phone
  setDrift(userId: string, driftSeconds: number): void
}

type PhoneRow = TotpRow & { name: string }

/** A QR counts as scanned once it was shown; of several the one that counts, or else the last one. */
const select = `select t.*, u.name from totps t join users u using (user_id)
  where t.secret is not null and t.status in ('pending', 'active', 'expired')
    and t.totp_id = (select totp_id from totps where user_id = t.user_id
      order by status in ('pending', 'active') desc, created_at desc, totp_id desc limit 1)
    and exists (select 1 from audit_events e
      where e.subject_id = t.user_id and e.action = 'totp.shown' and e.interaction = t.interaction)`

const byName = new Intl.Collator('en').compare

/** @param open the desk over a demo's vault, or a refusal */
export function createPhones(open: () => OpenDesk): Phones {
  // Kept by person and not by totp: a new QR does not put a phone's clock right.
  const drifts = new Map<string, number>()

  function phoneOf(row: PhoneRow, now: number): Phone {
    const source = codeSourceOf(row)
    if (!source) throw new Error('A phone has no secret.')
    return {
      userId: row.user_id,
      name: row.name,
      status: toTotp(row, now).status,
      source,
      driftSeconds: drifts.get(row.user_id) ?? 0,
      lastStep: row.last_step,
    }
  }

  return {
    list() {
      const { vault, clock } = open().context
      const now = clock.now()
      return vault
        .all<PhoneRow>(select)
        .map((row) => shownBy(phoneOf(row, now), now))
        .toSorted((a, b) => byName(a.name, b.name))
    },
    of(userId) {
      const { vault, clock } = open().context
      const row = vault.get<PhoneRow>(`${select} and t.user_id = ?`, [userId])
      if (!row) throw new DeskError('not_found', 'This person has no phone in the demo. Enroll them first.')
      return phoneOf(row, clock.now())
    },
    setDrift: (userId, driftSeconds) => void drifts.set(userId, driftSeconds),
  }
}

/** What the phone shows at a moment of the desk's clock. */
export function shownBy(phone: Phone, now: number): DemoPhone {
  const { userId, name, status, driftSeconds, source } = phone
  const nextAt = (phoneStep(phone, now) + 1) * source.period * 1000 - driftSeconds * 1000
  return { userId, name, status, driftSeconds, code: codeShown(phone, now), nextAt, period: source.period }
}

/** The code on the phone at a moment of the desk's clock, or that many steps away from it. */
export function codeShown(phone: Phone, now: number, stepsAway = 0): string {
  return codeOfStep(phone.source.secret, phone.source, phoneStep(phone, now) + stepsAway)
}

/** Six or eight digits that are none of the phone's codes near a moment, among the `candidates`, tried in turn. */
export function wrongCode(phone: Phone, now: number, candidates: Iterable<number>): string {
  const { digits, period } = phone.source
  const deskStep = timeStepAt(now, period)
  const near = new Set<string>()
  for (let step = deskStep - nearSteps; step <= deskStep + nearSteps; step += 1) {
    near.add(codeOfStep(phone.source.secret, phone.source, step))
  }
  for (const candidate of candidates) {
    const code = String(candidate % 10 ** digits).padStart(digits, '0')
    if (!near.has(code)) return code
  }
  throw new Error('No wrong code was found.')
}

/** Further than the clock moves between the choice of a wrong code and its try. */
const nearSteps = 8

function phoneStep({ driftSeconds, source }: Phone, now: number): number {
  return timeStepAt(now + driftSeconds * 1000, source.period)
}
