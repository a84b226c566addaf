import type { Call } from '../desk/context'
import type { OpenDesk } from '../desk/open-desk'
import { codeShown, type Phones, wrongCode } from './phones'
import type { SeedName, SeedUser } from './seed-users'

/** What the made-up people can do, at the time the clock shows, all of it through the desk's own acts. */
export interface SeedActions {
  idOf(name: SeedName): string
  createUser(name: SeedName): Promise<void>
  /** Begins an enrollment and shows the QR on the window turned to the person. */
  showQr(name: SeedName, enrollment?: Enrollment): Promise<void>
  /** Types the code that their phone shows; it must be accepted. */
  verify(name: SeedName, how?: Verify): Promise<void>
  /** Types a code, which must be refused: one that is wrong, or what the phone shows. */
  fail(name: SeedName, what: 'wrong' | 'shown', channel?: Call['channel']): Promise<void>
  issueSheet(name: SeedName): Promise<void>
  handOver(name: SeedName): Promise<void>
  /** Redeems the next code of their sheet. */
  redeem(name: SeedName): Promise<void>
  setDrift(name: SeedName, driftSeconds: number): void
  readonly desk: OpenDesk
  readonly call: Call
}

export interface Enrollment {
  minutes?: number
  replacing?: 'lost_phone' | 'new_phone'
  label?: string
}

export interface Verify {
  /** A call of a program, which starts a session of so many minutes. */
  sessionMinutes?: number
}

/** People need a moment to read and type. */
const typingMs = 4000

export function createSeedActions(
  desk: OpenDesk,
  call: Call,
  phones: Phones,
  users: Record<SeedName, SeedUser>,
): SeedActions {
  const ids = new Map<SeedName, string>()
  const sheets = new Map<SeedName, string[]>()

  function idOf(name: SeedName): string {
    const userId = ids.get(name)
    if (userId === undefined) throw new Error(`${name} is not there yet.`)
    return userId
  }

  const now = () => desk.context.clock.now()
  const totpIdOf = (name: SeedName) => desk.users.get(idOf(name)).totp?.totpId ?? ''
  const apiCall = (): Call => ({ ...call, channel: 'api', requestId: desk.context.newId('request-id') })

  return {
    desk,
    call,
    idOf,
    async createUser(name) {
      const { driftSeconds, ...person } = users[name]
      const { userId } = await desk.users.create(call, person)
      ids.set(name, userId)
      phones.setDrift(userId, driftSeconds ?? 0)
    },
    async showQr(name, { minutes, replacing, label } = {}) {
      const { totpId } = await desk.enrollment.begin(call, {
        userId: idOf(name),
        expirationMinutes: minutes,
        label,
        identityCheck: { kind: 'badge', reference: users[name].externalId },
        ...(replacing === undefined ? {} : { replaceActive: true, situation: replacing }),
      })
      await desk.enrollment.reveal(call, { totpId, side: 'person' })
    },
    async verify(name, { sessionMinutes } = {}) {
      const userId = idOf(name)
      const code = codeShown(phones.of(userId), now() - typingMs)
      const session = { minutes: sessionMinutes }
      const used = sessionMinutes === undefined ? call : apiCall()
      const { outcome } = await desk.verification.authenticate(used, { userId, code, session })
      if (outcome.outcome === 'refused')
        throw new Error(`The seed expects ${name} to be accepted, not ${outcome.reason}.`)
    },
    async fail(name, what, channel = 'screen') {
      const userId = idOf(name)
      const phone = phones.of(userId)
      const code = what === 'shown' ? codeShown(phone, now() - typingMs) : wrongCode(phone, now(), mistyped)
      const outcome = await desk.verification.submit(channel === 'api' ? apiCall() : call, { userId, code })
      if (outcome.outcome === 'accepted') throw new Error(`The seed expects ${name} to be refused.`)
    },
    async issueSheet(name) {
      const userId = idOf(name)
      const { setId, recoveryCodes } = await desk.recovery.replace(call, { userId })
      sheets.set(name, recoveryCodes)
      await desk.recovery.printed(call, { userId, setId, how: 'print' })
    },
    async handOver(name) {
      await desk.enrollment.handOver(call, { totpId: totpIdOf(name) })
    },
    async redeem(name) {
      const code = sheets.get(name)?.shift() ?? ''
      const identityCheck = { kind: 'photo_id' } as const
      const outcome = await desk.recovery.redeem(call, { userId: idOf(name), code, identityCheck })
      if (outcome.outcome === 'refused') throw new Error(`The seed expects ${name} to recover, not ${outcome.reason}.`)
    },
    setDrift: (name, driftSeconds) => phones.setDrift(idOf(name), driftSeconds),
  }
}

/** Mistyped codes; more than can all be right by chance. */
const mistyped = Array.from({ length: 50 }, (_, index) => 271_828 + index * 15_485)
