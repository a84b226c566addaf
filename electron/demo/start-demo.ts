import { systemClock } from '../desk/clock/system'
import type { Clock } from '../desk/context'
import { createDesk, type Desk } from '../desk/desk'
import { screenCall } from '../desk/open-desk'
import { type Disk, realDisk } from '../vault/disk'
import { createCalendar } from './calendar'
import type { Demo } from './demo'
import { createLab } from './lab'
import type { Phones } from './phones'
import { createSeedActions, type SeedActions } from './seed-actions'
import { seedEvents } from './seed-events'
import { demoIssuer, demoOperator, seedUsers } from './seed-users'
import { createVirtualClock, type VirtualClock } from './virtual-clock'

export interface DemoOptions {
  /** An empty folder for the vault, to be thrown away afterwards. */
  folder: string
  version: string
  /** The clock that the demo's is moved from; the machine's own. */
  base?: Clock | undefined
  /** Milliseconds between two tries of an attack. */
  paceMs?: number | undefined
  onDefect?: ((error: unknown) => void) | undefined
}

/** Opens every demo and nothing else. It stands in the manual. */
export const demoPassphrase = 'open the demo desk'

/** Nothing in a demo is worth guarding: it need not cost time. */
const cheapKdf = { memoryKiB: 1024, passes: 1, lanes: 1 }
const cheapHash = { N: 16, r: 1, p: 1 }

/** The vault goes when the program ends, so it need not outlive a loss of power: nothing is synced. */
const unsyncedDisk: Disk = { ...realDisk, sync: () => {}, syncFolder: () => {}, syncLater: () => Promise.resolve() }

/** A desk over a new vault with made-up people, unlocked, and the lab that goes with it. */
export async function startDemo(options: DemoOptions): Promise<{ desk: Desk; demo: Demo }> {
  const { folder, version, base = systemClock, paceMs, onDefect = () => {} } = options
  const clock = createVirtualClock(base)
  const cheap = { kdf: cheapKdf, recoveryCost: cheapHash, disk: unsyncedDisk }
  const desk = createDesk({ folder, clock, version, demo: true, ...cheap, onDefect })
  const lab = createLab({ desk, clock, passphrase: demoPassphrase, paceMs, onDefect })
  try {
    const { idOf } = await runSeed(desk, clock, lab.phones)
    const tour = { enroll: idOf('samuel'), verify: idOf('mara'), recovery: idOf('ingrid'), locked: idOf('mehmet') }
    return { desk, demo: lab.demoFor(tour) }
  } catch (error) {
    await desk.close().catch(onDefect)
    throw error
  }
}

/**
 * Lets the last three weeks happen, each act at its own time and through the desk: what the charts, the
 * audit log and its tree show afterwards is what they would show of real work.
 */
async function runSeed(desk: Desk, clock: VirtualClock, phones: Phones): Promise<SeedActions> {
  const calendar = createCalendar(clock, clock.now())
  const events = seedEvents(calendar)
  clock.stopAt((events[0]?.at ?? calendar.now) - 60_000)
  await desk.create({ operator: demoOperator, passphrase: demoPassphrase, issuer: demoIssuer })
  const open = desk.open()
  const actions = createSeedActions(open, screenCall(open), phones, seedUsers)
  for (const { at, run } of events) {
    clock.stopAt(at)
    await run(actions)
  }
  clock.run()
  await open.context.vault.checkpoint()
  return actions
}
