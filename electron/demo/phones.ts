import { DeskError } from '../../shared/errors'
import type { DemoPhone } from '../../shared/model/demo'
import { timeStepAt } from '../../shared/time-step'
import type { OpenDesk } from '../desk/open-desk'
import { codeSourceOf, shownTotps, type TotpRow, toTotp } from '../desk/store/totps'
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

const byName = new Intl.Collator('en').compare

/** @param open the desk over a demo's vault, or a refusal */
export function createPhones(open: () => OpenDesk): Phones {
  // Kept by person and not by totp: a new QR does not put a phone's clock right.
  const drifts = new Map<string, number>()

  /** A QR counts as scanned once it was shown. */
  function phones(): Phone[] {
    const { context, people } = open()
    return shownTotps(context.vault).map((totp) =>
      phoneOf(totp, people.get(totp.userId)?.name ?? '', context.clock.now()),
    )
  }

  function phoneOf(totp: TotpRow, name: string, now: number): Phone {
    const source = codeSourceOf(totp)
    if (!source) throw new Error('A phone has no secret.')
    const { userId, lastStep } = totp
    const driftSeconds = drifts.get(userId) ?? 0
    return { userId, name, status: toTotp(totp, now).status, source, driftSeconds, lastStep }
  }

  return {
    list() {
      const now = open().context.clock.now()
      return phones()
        .map((phone) => shownBy(phone, now))
        .toSorted((a, b) => byName(a.name, b.name))
    },
    of(userId) {
      const phone = phones().find((one) => one.userId === userId)
      if (!phone) throw new DeskError('not_found', 'This person has no phone in the demo. Enroll them first.')
      return phone
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
