import type { Calendar } from './calendar'
import type { Enrollment, SeedActions } from './seed-actions'
import type { SeedName } from './seed-users'

/** Something that happened at the demo's desk. */
export interface SeedEvent {
  at: number
  run(seed: SeedActions): unknown
}

/** How long an enrollment takes, by step, in seconds; two codes lie further apart than a time step. */
const enrolling = { show: 20, first: 60, second: 105, sheet: 120, handOver: 150 }

/** Everything that has happened there, oldest first. */
export function seedEvents(calendar: Calendar): SeedEvent[] {
  const events = [
    ...regulars(calendar),
    ...troubles(calendar),
    ...unfinished(calendar),
    ...lostPhone(calendar),
    ...today(calendar),
    ...lastMinutes(calendar),
  ]
  return events.toSorted((a, b) => a.at - b.at)
}

function created(name: SeedName, at: number): SeedEvent {
  return { at, run: (seed) => seed.createUser(name) }
}

/** All five steps of an enrollment from `at` on. */
function enrolled(name: SeedName, at: number, how: Enrollment & { sheet?: boolean } = {}): SeedEvent[] {
  const { sheet = true, ...enrollment } = how
  const after = (seconds: number, run: SeedEvent['run']): SeedEvent => ({ at: at + seconds * 1000, run })
  return [
    after(enrolling.show, (seed) => seed.showQr(name, enrollment)),
    after(enrolling.first, (seed) => seed.verify(name)),
    after(enrolling.second, (seed) => seed.verify(name)),
    ...(sheet ? [after(enrolling.sheet, (seed) => seed.issueSheet(name))] : []),
    after(enrolling.handOver, (seed) => seed.handOver(name)),
  ]
}

function createdAndEnrolled(name: SeedName, at: number, how?: Parameters<typeof enrolled>[2]): SeedEvent[] {
  return [created(name, at), ...enrolled(name, at, how)]
}

function verified(name: SeedName, at: number, sessionMinutes?: number): SeedEvent {
  return { at, run: (seed) => seed.verify(name, sessionMinutes === undefined ? {} : { sessionMinutes }) }
}

/** Enrolled on a working day that many days ago, and verified every few days since. */
const regular: readonly { name: SeedName; day: number; every: number; sessions?: boolean; label?: string }[] = [
  { name: 'mara', day: 15, every: 2, label: 'Pixel 9, work' },
  { name: 'jose', day: 15, every: 3 },
  { name: 'hanako', day: 14, every: 2, sessions: true },
  { name: 'olu', day: 14, every: 2, label: 'Private phone' },
  { name: 'lukasz', day: 13, every: 4 },
  { name: 'eleni', day: 13, every: 3 },
  { name: 'siobhan', day: 12, every: 3 },
  { name: 'ingrid', day: 15, every: 5 },
  { name: 'thordis', day: 11, every: 3 },
  { name: 'liming', day: 10, every: 2, sessions: true },
  { name: 'zoe', day: 9, every: 3 },
  { name: 'mehmet', day: 8, every: 3 },
  { name: 'thabo', day: 7, every: 3 },
]

function regulars(calendar: Calendar): SeedEvent[] {
  return regular.flatMap(({ name, day, every, sessions = false, label }, person) => {
    const events = createdAndEnrolled(
      name,
      calendar.workday(day, 9 * 60 + person * 31),
      label === undefined ? {} : { label },
    )
    for (let n = day - 1; n >= 1; n -= 1) {
      if ((n + person) % every !== 0) continue
      const at = calendar.workday(n, 8 * 60 + 30 + ((person * 97 + n * 53) % 530))
      if ((n + person) % 7 === 0) events.push({ at: at - 40_000, run: (seed) => seed.fail(name, 'wrong') })
      events.push(verified(name, at, sessions ? 480 : undefined))
    }
    return events
  })
}

/** Holidays without a phone, a sheet that was never handed over, people who left. */
function troubles(calendar: Calendar): SeedEvent[] {
  const redeemed = [13, 12, 11, 9, 7, 6, 3, 2].map(
    (day): SeedEvent => ({ at: calendar.workday(day, 7 * 60 + 55 + day), run: (seed) => seed.redeem('ingrid') }),
  )
  return [
    ...redeemed,
    ...createdAndEnrolled('fatoumata', calendar.workday(6, 11 * 60), { sheet: false }),
    ...createdAndEnrolled('noor', calendar.workday(14, 13 * 60)),
    verified('noor', calendar.workday(5, 9 * 60 + 12), 7 * 24 * 60),
    {
      at: calendar.workday(3, 16 * 60 + 40),
      run: ({ desk, call, idOf }) =>
        desk.users.update(call, { userId: idOf('noor'), changes: { status: 'deactivated' } }),
    },
    ...createdAndEnrolled('seoyeon', calendar.workday(12, 14 * 60 + 20)),
    verified('seoyeon', calendar.workday(8, 10 * 60 + 5)),
    { at: calendar.workday(4, 15 * 60 + 30), run: (seed) => revoked(seed) },
    {
      at: calendar.workday(1, 12 * 60 + 15),
      run: (seed) => seed.setDrift('siobhan', 95),
    },
  ]
}

async function revoked({ desk, call, idOf }: SeedActions): Promise<void> {
  const { totp } = desk.users.get(idOf('seoyeon'))
  await desk.enrollment.revoke(call, { totpId: totp?.totpId ?? '', reason: 'Left the pilot group' })
}

/** Chloé lost her phone, recovered with a code of her sheet and has a new one since. */
function lostPhone(calendar: Calendar): SeedEvent[] {
  const lost = calendar.workday(5, 10 * 60 + 40)
  return [
    ...createdAndEnrolled('chloe', calendar.workday(11, 15 * 60 + 10), { label: 'Galaxy S24' }),
    verified('chloe', calendar.workday(7, 9 * 60 + 45)),
    { at: lost, run: (seed) => seed.redeem('chloe') },
    ...enrolled('chloe', lost + 60_000, { replacing: 'lost_phone', label: 'iPhone 17' }),
    verified('chloe', calendar.workday(2, 14 * 60 + 25)),
  ]
}

/** People who were invited and have not come to an end. */
function unfinished(calendar: Calendar): SeedEvent[] {
  return [
    created('camila', calendar.workday(9, 16 * 60)),
    created('giulia', calendar.workday(3, 11 * 60 + 50)),
    created('anna', calendar.workday(4, 9 * 60 + 20)),
    { at: calendar.workday(4, 9 * 60 + 22), run: (seed) => seed.showQr('anna', { minutes: 60 }) },
    { at: calendar.workday(4, 13 * 60), run: (seed) => seed.fail('anna', 'shown') },
    created('amal', calendar.workday(3, 10 * 60 + 5)),
    { at: calendar.workday(3, 10 * 60 + 7), run: (seed) => seed.showQr('amal') },
  ]
}

/** Who came by today. */
function today(calendar: Calendar): SeedEvent[] {
  const early: SeedName[] = ['lukasz', 'thordis', 'jose', 'mara', 'fatoumata', 'eleni', 'olu', 'chloe']
  const passed = calendar.today(0.7)
  return [
    ...early.map((name, index) => verified(name, calendar.today(0.04 + index * 0.11))),
    verified('hanako', calendar.today(0.3), 12 * 60),
    verified('liming', calendar.today(0.55), 12 * 60),
    { at: calendar.today(0.62), run: (seed) => seed.fail('liming', 'wrong', 'api') },
    { at: calendar.today(0.2), run: (seed) => seed.fail('olu', 'wrong') },
    { at: calendar.today(0.42), run: (seed) => seed.fail('siobhan', 'shown') },
    { at: calendar.today(0.43), run: (seed) => seed.fail('siobhan', 'shown') },
    {
      at: passed,
      run: ({ desk, call, idOf }) =>
        desk.passes.issue(call, {
          userId: idOf('zoe'),
          minutes: 480,
          reason: 'Left the phone at home',
          identityCheck: { kind: 'known_in_person' },
        }),
    },
    created('samuel', calendar.today(0.9)),
  ]
}

/** What is still open when the demo begins. */
function lastMinutes(calendar: Calendar): SeedEvent[] {
  return [
    created('huong', calendar.ago(49)),
    // Ends twelve minutes after the start.
    { at: calendar.ago(48), run: (seed) => seed.showQr('huong', { minutes: 60 }) },
    created('aroha', calendar.ago(17)),
    { at: calendar.ago(16), run: (seed) => seed.showQr('aroha') },
    verified('aroha', calendar.ago(15)),
    created('ravi', calendar.ago(7)),
    { at: calendar.ago(6), run: (seed) => seed.showQr('ravi') },
    { at: calendar.ago(5), run: (seed) => seed.fail('ravi', 'shown') },
    ...failures('mehmet', 10, calendar.ago(18)),
    ...failures('thabo', 9, calendar.ago(0) - 5000),
  ]
}

/** Seconds to wait before each failure, the waits of the throttle included; counted back from the last one. */
const pauses = [63, 43, 23, 13, 8, 12, 12, 12, 12]

/** That many wrong codes in a row, the last one at `lastAt`. */
function failures(name: SeedName, count: number, lastAt: number): SeedEvent[] {
  // The wait after the ninth failure is the longest; after fewer, the list begins later.
  const before = pauses.slice(10 - count)
  let at = lastAt
  return Array.from({ length: count }, (_, index) => {
    const event: SeedEvent = { at, run: (seed) => seed.fail(name, 'wrong') }
    at -= (before[index] ?? 12) * 1000
    return event
  })
}
