import type { Call } from '../desk/context'
import type { OpenDesk } from '../desk/open-desk'
import type { SessionGrant } from '../desk/sessions/sessions'
import { codeShown, type Phones, wrongCode } from './phones'
import type { Character, Role } from './seed-users'

/** What the people of the story can do, at the moment the clock shows, all of it through the desk's own acts. */
export interface Stage {
  idOf(role: Role): string
  arrive(role: Role): Promise<void>
  /** Begins an enrollment and shows the QR on the window turned to the person. */
  showQr(role: Role, enrollment?: Enrollment): Promise<void>
  /** Types the code that their phone shows; it must be accepted. */
  verify(role: Role, how?: Verify): Promise<void>
  /** Types a code, which must be refused: one that is wrong, or what the phone shows. */
  fail(role: Role, what: 'wrong' | 'shown', channel?: Call['channel']): Promise<void>
  giveSheet(role: Role): Promise<void>
  handOver(role: Role): Promise<void>
  /** Redeems the next code of their sheet. */
  redeem(role: Role): Promise<void>
  putClockOff(role: Role, driftSeconds: number): void
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

export function createStage(desk: OpenDesk, call: Call, phones: Phones, cast: Record<Role, Character>): Stage {
  const ids = new Map<Role, string>()
  const sheets = new Map<Role, string[]>()

  function idOf(role: Role): string {
    const userId = ids.get(role)
    if (userId === undefined) throw new Error(`${role} has not arrived yet.`)
    return userId
  }

  const now = () => desk.context.clock.now()
  const totpIdOf = (role: Role) => desk.users.get(idOf(role)).totp?.totpId ?? ''
  const apiCall = (): Call => ({ ...call, channel: 'api', requestId: desk.context.newId('request-id') })

  return {
    desk,
    call,
    idOf,
    async arrive(role) {
      const { driftSeconds, ...person } = cast[role]
      const { userId } = await desk.users.create(call, person)
      ids.set(role, userId)
      phones.setDrift(userId, driftSeconds ?? 0)
    },
    async showQr(role, { minutes, replacing, label } = {}) {
      const { totpId } = await desk.enrollment.begin(call, {
        userId: idOf(role),
        expirationMinutes: minutes,
        label,
        identityCheck: { kind: 'badge', reference: cast[role].externalId },
        ...(replacing === undefined ? {} : { replaceActive: true, situation: replacing }),
      })
      await desk.enrollment.reveal(call, { totpId, side: 'person' })
    },
    async verify(role, { sessionMinutes } = {}) {
      const userId = idOf(role)
      const used = sessionMinutes === undefined ? call : apiCall()
      const outcome = await desk.verification.submit(used, {
        userId,
        code: codeShown(phones.of(userId), now() - typingMs),
        accepted: (tx, record, { totpId }): SessionGrant | null =>
          desk.sessions.addFactor(
            { tx, record, call: used },
            userId,
            { minutes: sessionMinutes },
            { kind: 'totp', objectId: totpId },
          ),
      })
      if (outcome.outcome === 'refused') throw new Error(`The story has ${role} accepted, not ${outcome.reason}.`)
    },
    async fail(role, what, channel = 'screen') {
      const userId = idOf(role)
      const phone = phones.of(userId)
      const code = what === 'shown' ? codeShown(phone, now() - typingMs) : wrongCode(phone, now(), mistyped)
      const outcome = await desk.verification.submit(channel === 'api' ? apiCall() : call, { userId, code })
      if (outcome.outcome === 'accepted') throw new Error(`The story has ${role} refused.`)
    },
    async giveSheet(role) {
      const userId = idOf(role)
      const { setId, recoveryCodes } = await desk.recovery.replace(call, { userId })
      sheets.set(role, recoveryCodes)
      await desk.recovery.printed(call, { userId, setId, how: 'print' })
    },
    async handOver(role) {
      await desk.enrollment.handOver(call, { totpId: totpIdOf(role) })
    },
    async redeem(role) {
      const code = sheets.get(role)?.shift() ?? ''
      const identityCheck = { kind: 'photo_id' } as const
      const outcome = await desk.recovery.redeem(call, { userId: idOf(role), code, identityCheck })
      if (outcome.outcome === 'refused') throw new Error(`The story has ${role} recover, not ${outcome.reason}.`)
    },
    putClockOff: (role, driftSeconds) => phones.setDrift(idOf(role), driftSeconds),
  }
}

/** Codes as somebody in a hurry types them; more than can all be right by chance. */
const mistyped = Array.from({ length: 50 }, (_, index) => 271_828 + index * 15_485)
