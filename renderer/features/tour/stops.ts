import type { DemoPhone } from '../../../shared/model/demo'
import type { UserDetail } from '../../../shared/model/user'
import { typeIntoOpenBox } from '../../components/code-box/open-boxes'
import { type Attack, attackIsOver, startAttack } from '../../data/attack-store'
import { moveDeskClock } from '../../data/demo'
import type { LabPart } from '../../data/lab-store'
import { paths } from '../../data/paths'
import { keys, queryClient } from '../../data/query-client'
import { desk } from '../../data/transport'
import { firstNameOf } from '../../words/names'
import { clickTourTarget, pause } from './click-tour-target'

/** What a stop knows of the demo at this moment. */
export interface TourFacts {
  user: UserDetail
  attack: Attack | null
  /** Address of the screen that is shown. */
  location: string
  navigate: (path: string) => void
}

export interface Stop {
  title: string
  /** What to do, and why it is so. */
  says: (name: string, fullName: string) => string
  /** What was seen, once it is done. */
  seen: (name: string) => string
  /** `data-tour` name of the part of the screen it speaks of. */
  anchor: string
  /** Where it plays. */
  path: (facts: TourFacts) => string
  done: (facts: TourFacts) => boolean
  /** Does on the real screen what the stop asks for; absent where there is nothing to do. */
  act?: (facts: TourFacts) => Promise<void>
  /** Once, when the tour comes here. */
  enter?: () => Promise<void>
  /** The part of the lab that is open beside it; null: the lab is closed. */
  lab: LabPart | null
}

const finished = ({ user }: TourFacts) => user.totp !== null && user.totp.handedOverAt !== null
const enrolling = (facts: TourFacts) =>
  finished(facts) ? paths.person(facts.user.userId) : paths.enroll(facts.user.userId)

async function phoneOf(userId: string): Promise<DemoPhone | undefined> {
  const { phones } = await desk.demo.phones()
  return phones.find((phone) => phone.userId === userId)
}

async function type(userId: string): Promise<void> {
  // The enrollment waits behind the QR until it is said that it was scanned.
  await clickTourTarget('scanned', 0)
  const phone = await phoneOf(userId)
  if (!phone) return
  for (let tries = 0; tries < 20; tries += 1) {
    if (await typeIntoOpenBox(phone.code)) return
    await pause(100)
  }
}

async function showTheQr({ user, navigate }: TourFacts): Promise<void> {
  navigate(paths.enroll(user.userId))
  if (user.totp?.status !== 'pending' && user.totp?.status !== 'active') {
    await desk.totps.begin({ userId: user.userId, identityCheck: { kind: 'photo_id' }, label: 'Virtual phone' })
    await queryClient.invalidateQueries({ queryKey: keys.user(user.userId) })
  }
  await clickTourTarget('show-here')
  await queryClient.invalidateQueries({ queryKey: keys.demo })
}

async function nextCode({ user }: TourFacts): Promise<void> {
  const { offsetMs } = await desk.demo.status()
  await moveDeskClock(offsetMs + (user.totp?.period ?? 30) * 1000)
  await pause(600)
  await type(user.userId)
}

/** Slowly enough to see the codes before they are gone. */
async function handOver(): Promise<void> {
  await clickTourTarget('make-codes', 0)
  await clickTourTarget('saved')
  await pause(1200)
  await clickTourTarget('finish')
}

/** The story of the whole program, in the order in which it happens at a desk. */
export const stops: readonly Stop[] = [
  {
    title: 'Find the person',
    says: (_name, fullName) =>
      `A visit begins with one question. Type a part of a name, an email or a badge number. Today ${fullName} is in front of you, not enrolled yet.`,
    seen: (name) => `${name}’s page: their state, and what comes next.`,
    anchor: 'search',
    path: () => paths.desk,
    done: ({ user, location }) => location.startsWith(paths.person(user.userId)) || user.totp !== null,
    act: async ({ user, navigate }) => navigate(paths.person(user.userId)),
    lab: null,
  },
  {
    title: 'Enroll',
    says: (name) =>
      `Say how you made sure it is ${name}, go on, and show the QR. A second screen can show it, so that you never see the key. The phone in the lab scans it at once.`,
    seen: (name) =>
      `The QR is ${name}’s only, and stops working after a while. Showing it here was written to the audit log.`,
    anchor: 'stage',
    path: enrolling,
    done: ({ user }) => user.totp !== null && user.totp.status !== 'revoked',
    act: showTheQr,
    lab: 'lab-phone',
  },
  {
    title: 'The first code',
    says: (name) => `${name} has scanned it. Tap the code on the phone: it types itself into the box.`,
    seen: () => 'Accepted. The strip shows which step it was of. The code is spent, it never works again.',
    anchor: 'stage',
    path: enrolling,
    done: ({ user }) => user.totp?.status === 'active',
    enter: () => clickTourTarget('scanned', 400),
    act: ({ user }) => type(user.userId),
    lab: 'lab-phone',
  },
  {
    title: 'The next code',
    says: () =>
      'Tap again: the same code is refused. Then move time on by one step in the lab and tap the new one. Two in a row prove that phone and desk agree.',
    seen: () => 'Both codes fit, so the phone’s clock is right.',
    anchor: 'stage',
    path: enrolling,
    done: (facts) => finished(facts) || Boolean(facts.user.totp?.verifiedAgainAt),
    act: nextCode,
    lab: 'lab-phone',
  },
  {
    title: 'Hand over',
    says: (name) =>
      `Ten recovery codes for the day the phone is gone. They are shown once; ${name} takes them home on paper.`,
    seen: (name) => `${name} is enrolled, in five steps and about two minutes.`,
    anchor: 'stage',
    path: enrolling,
    done: finished,
    act: handOver,
    lab: 'lab-phone',
  },
  {
    title: 'Verify, and an attack',
    says: (name) =>
      `Next week ${name} is back: one code is enough. This time someone looks on and types it too. Start the attacker in the lab.`,
    seen: (name) => `${name}’s own code was accepted. The same one again, and the one before it, were refused.`,
    anchor: 'code',
    path: ({ user }) => paths.person(user.userId),
    done: ({ user, attack }) => attack?.userId === user.userId && attackIsOver(attack),
    act: ({ user }) => startAttack('replay', { userId: user.userId, name: user.name }),
    lab: 'lab-attacker',
  },
  {
    title: 'The audit log',
    says: (name) =>
      `All of it is here, refusals too: who, what, when, and why. Each line is hashed into one tree, so that none can be changed or left out. This is ${name}’s part.`,
    seen: () =>
      'All of it is here, refusals too: who, what, when, and why. Each line is hashed into one tree, so that none can be changed or left out.',
    anchor: 'events',
    path: ({ user }) => paths.auditOf(user.userId),
    done: () => true,
    lab: null,
  },
]

/** How a person is called at a stop. */
export const nameAt = ({ user }: TourFacts) => firstNameOf(user.name)
