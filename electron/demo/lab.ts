import type { DemoStatus } from '../../shared/model/demo'
import type { Desk } from '../desk/desk'
import type { OpenDesk } from '../desk/open-desk'
import { createAttacker } from './attacker'
import type { Demo } from './demo'
import { notADemo } from './no-demo'
import { createPhones, type Phones, shownBy } from './phones'
import type { VirtualClock } from './virtual-clock'

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
 * whatever flag the program was started with: secrets of real people never show on a virtual phone.
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
    async setClock({ offsetMs }) {
      const { context, clock: deskClock } = open()
      clock.setOffset(offsetMs)
      await deskClock.watch()
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
