import type { AttackKind, DemoPhone, DemoStatus } from '../../../shared/model/demo'
import type { ClockStatus } from '../../../shared/model/desk'
import type { Desk } from '../desk'
import type { OpenDesk } from '../open-desk'
import { createAttacker } from './attacker'
import { notADemo } from './no-demo'
import { createPhones, type Phones, shownBy } from './phones'
import type { VirtualClock } from './virtual-clock'

/** The demo's lab: virtual phones, a clock that can be moved, and a scripted attacker. */
export interface Demo {
  /** @throws DeskError `forbidden` outside a demo */
  status(): DemoStatus
  /** @throws DeskError `forbidden` outside a demo, `vault_locked` */
  phones(): DemoPhone[]
  /** @throws DeskError `forbidden` outside a demo, `not_found` for a person without a phone */
  setDrift(input: { userId: string; driftSeconds: number }): DemoPhone
  /** @throws DeskError `forbidden` outside a demo */
  setClock(input: { offsetMs: number }): ClockStatus
  /**
   * Starts an attack and answers at once.
   * @throws DeskError `forbidden` outside a demo, `not_found`, `totp_not_active`, `too_many_requests` while one runs
   */
  attack(input: { kind: AttackKind; userId: string }): { attackId: string }
}

/** The people of the guided tour, by their ids. */
export type TourPeople = Record<keyof DemoStatus['people'], string>

export interface DemoParts {
  desk: Desk
  clock: VirtualClock
  passphrase: string
  /** Milliseconds between two tries of an attack. */
  paceMs?: number | undefined
  onDefect(error: unknown): void
}

const usualPaceMs = 400

/**
 * The lab over a desk that was started as a demo. Every call but the status looks at the vault itself,
 * whatever the program was told at its start: secrets of real people never show on a virtual phone.
 */
export function createLab(parts: DemoParts): { phones: Phones; demoFor(people: TourPeople): Demo } {
  const { desk, clock, paceMs = usualPaceMs, onDefect } = parts
  const open = (): OpenDesk => {
    const opened = desk.open()
    if (opened.context.environment !== 'test') throw notADemo()
    return opened
  }
  const phones = createPhones(open)
  const attacker = createAttacker({ open, phones, clock, paceMs, onDefect })
  desk.subscribe((name) => {
    if (name === 'vault.locked') attacker.cancel()
  })

  const demoFor = (people: TourPeople): Demo => ({
    status: () => ({
      passphrase: parts.passphrase,
      ...tourOf(desk.status().state === 'unlocked' ? open() : null, people),
      offsetMs: clock.offsetMs(),
      attackId: attacker.running,
    }),
    phones: () => phones.list(),
    setDrift({ userId, driftSeconds }) {
      phones.of(userId)
      phones.setDrift(userId, driftSeconds)
      return shownBy(phones.of(userId), clock.now())
    },
    setClock({ offsetMs }) {
      const { context, clock: deskClock } = open()
      clock.setOffset(offsetMs)
      deskClock.watch()
      const status = deskClock.status()
      context.emit('clock.changed', status)
      return status
    },
    attack: (input) => ({ attackId: attacker.start(input) }),
  })
  return { phones, demoFor }
}

/** The people who are still there, and a code that one of them still has. */
function tourOf(open: OpenDesk | null, people: TourPeople): Pick<DemoStatus, 'people' | 'recoveryCode'> {
  const present = (userId: string) => (open?.people.get(userId) ? userId : null)
  return {
    people: {
      enroll: present(people.enroll),
      verify: present(people.verify),
      recovery: present(people.recovery),
      locked: present(people.locked),
    },
    recoveryCode: open?.recovery.readable(people.recovery).at(0) ?? null,
  }
}
