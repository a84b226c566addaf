import type { Calendar } from './calendar'
import type { Enrollment, Stage } from './seed'
import type { Role } from './seed-users'

/** Something that happens at a moment. */
export interface Moment {
  at: number
  happens(stage: Stage): unknown
}

/** How long an enrollment takes, by step, in seconds; two codes lie further apart than a time step. */
const enrolling = { show: 20, first: 60, second: 105, sheet: 120, handOver: 150 }

/** Everything that has happened at the demo's desk, in the order of time. */
export function storyOf(calendar: Calendar): Moment[] {
  const moments = [
    ...regulars(calendar),
    ...troubles(calendar),
    ...unfinished(calendar),
    ...lostPhone(calendar),
    ...today(calendar),
    ...lastMinutes(calendar),
  ]
  return moments.toSorted((a, b) => a.at - b.at)
}

function arrival(role: Role, at: number): Moment {
  return { at, happens: (stage) => stage.arrive(role) }
}

/** All five steps of an enrollment from `at` on. */
function enrolled(role: Role, at: number, how: Enrollment & { sheet?: boolean } = {}): Moment[] {
  const { sheet = true, ...enrollment } = how
  const after = (seconds: number, happens: Moment['happens']): Moment => ({ at: at + seconds * 1000, happens })
  return [
    after(enrolling.show, (stage) => stage.showQr(role, enrollment)),
    after(enrolling.first, (stage) => stage.verify(role)),
    after(enrolling.second, (stage) => stage.verify(role)),
    ...(sheet ? [after(enrolling.sheet, (stage) => stage.giveSheet(role))] : []),
    after(enrolling.handOver, (stage) => stage.handOver(role)),
  ]
}

function newcomer(role: Role, at: number, how?: Parameters<typeof enrolled>[2]): Moment[] {
  return [arrival(role, at), ...enrolled(role, at, how)]
}

function verified(role: Role, at: number, sessionMinutes?: number): Moment {
  return { at, happens: (stage) => stage.verify(role, sessionMinutes === undefined ? {} : { sessionMinutes }) }
}

/** Enrolled on a working day that many days ago, and verified every few days since. */
const regular: readonly { role: Role; day: number; every: number; sessions?: boolean; label?: string }[] = [
  { role: 'mara', day: 15, every: 2, label: 'Pixel 9, work' },
  { role: 'jose', day: 15, every: 3 },
  { role: 'hanako', day: 14, every: 2, sessions: true },
  { role: 'olu', day: 14, every: 2, label: 'Private phone' },
  { role: 'lukasz', day: 13, every: 4 },
  { role: 'eleni', day: 13, every: 3 },
  { role: 'siobhan', day: 12, every: 3 },
  { role: 'ingrid', day: 15, every: 5 },
  { role: 'thordis', day: 11, every: 3 },
  { role: 'liming', day: 10, every: 2, sessions: true },
  { role: 'zoe', day: 9, every: 3 },
  { role: 'mehmet', day: 8, every: 3 },
  { role: 'thabo', day: 7, every: 3 },
]

function regulars(calendar: Calendar): Moment[] {
  return regular.flatMap(({ role, day, every, sessions = false, label }, person) => {
    const moments = newcomer(role, calendar.workday(day, 9 * 60 + person * 31), label === undefined ? {} : { label })
    for (let n = day - 1; n >= 1; n -= 1) {
      if ((n + person) % every !== 0) continue
      const at = calendar.workday(n, 8 * 60 + 30 + ((person * 97 + n * 53) % 530))
      if ((n + person) % 7 === 0) moments.push({ at: at - 40_000, happens: (stage) => stage.fail(role, 'wrong') })
      moments.push(verified(role, at, sessions ? 480 : undefined))
    }
    return moments
  })
}

/** Holidays without a phone, a sheet that was never handed over, people who left. */
function troubles(calendar: Calendar): Moment[] {
  const redeemed = [13, 12, 11, 9, 7, 6, 3, 2].map(
    (day): Moment => ({ at: calendar.workday(day, 7 * 60 + 55 + day), happens: (stage) => stage.redeem('ingrid') }),
  )
  return [
    ...redeemed,
    ...newcomer('fatoumata', calendar.workday(6, 11 * 60), { sheet: false }),
    ...newcomer('noor', calendar.workday(14, 13 * 60)),
    verified('noor', calendar.workday(5, 9 * 60 + 12), 7 * 24 * 60),
    {
      at: calendar.workday(3, 16 * 60 + 40),
      happens: ({ desk, call, idOf }) =>
        desk.users.update(call, { userId: idOf('noor'), changes: { status: 'deactivated' } }),
    },
    ...newcomer('seoyeon', calendar.workday(12, 14 * 60 + 20)),
    verified('seoyeon', calendar.workday(8, 10 * 60 + 5)),
    { at: calendar.workday(4, 15 * 60 + 30), happens: (stage) => revoked(stage) },
    {
      at: calendar.workday(1, 12 * 60 + 15),
      happens: (stage) => stage.putClockOff('siobhan', 95),
    },
  ]
}

async function revoked({ desk, call, idOf }: Stage): Promise<void> {
  const { totp } = desk.users.get(idOf('seoyeon'))
  await desk.enrollment.revoke(call, { totpId: totp?.totpId ?? '', reason: 'Left the pilot group' })
}

/** Chloé lost her phone, recovered with a code of her sheet and has a new one since. */
function lostPhone(calendar: Calendar): Moment[] {
  const lost = calendar.workday(5, 10 * 60 + 40)
  return [
    ...newcomer('chloe', calendar.workday(11, 15 * 60 + 10), { label: 'Galaxy S24' }),
    verified('chloe', calendar.workday(7, 9 * 60 + 45)),
    { at: lost, happens: (stage) => stage.redeem('chloe') },
    ...enrolled('chloe', lost + 60_000, { replacing: 'lost_phone', label: 'iPhone 17' }),
    verified('chloe', calendar.workday(2, 14 * 60 + 25)),
  ]
}

/** People who were invited and have not come to an end. */
function unfinished(calendar: Calendar): Moment[] {
  return [
    arrival('camila', calendar.workday(9, 16 * 60)),
    arrival('giulia', calendar.workday(3, 11 * 60 + 50)),
    arrival('anna', calendar.workday(4, 9 * 60 + 20)),
    { at: calendar.workday(4, 9 * 60 + 22), happens: (stage) => stage.showQr('anna', { minutes: 60 }) },
    { at: calendar.workday(4, 13 * 60), happens: (stage) => stage.fail('anna', 'shown') },
    arrival('amal', calendar.workday(3, 10 * 60 + 5)),
    { at: calendar.workday(3, 10 * 60 + 7), happens: (stage) => stage.showQr('amal') },
  ]
}

/** Who came by today. */
function today(calendar: Calendar): Moment[] {
  const early: Role[] = ['lukasz', 'thordis', 'jose', 'mara', 'fatoumata', 'eleni', 'olu', 'chloe']
  const passed = calendar.today(0.7)
  return [
    ...early.map((role, index) => verified(role, calendar.today(0.04 + index * 0.11))),
    verified('hanako', calendar.today(0.3), 12 * 60),
    verified('liming', calendar.today(0.55), 12 * 60),
    { at: calendar.today(0.62), happens: (stage) => stage.fail('liming', 'wrong', 'api') },
    { at: calendar.today(0.2), happens: (stage) => stage.fail('olu', 'wrong') },
    { at: calendar.today(0.42), happens: (stage) => stage.fail('siobhan', 'shown') },
    { at: calendar.today(0.43), happens: (stage) => stage.fail('siobhan', 'shown') },
    {
      at: passed,
      happens: ({ desk, call, idOf }) =>
        desk.passes.issue(call, {
          userId: idOf('zoe'),
          minutes: 480,
          reason: 'Left the phone at home',
          identityCheck: { kind: 'known_in_person' },
        }),
    },
    arrival('samuel', calendar.today(0.9)),
  ]
}

/** What is still open when the demo begins. */
function lastMinutes(calendar: Calendar): Moment[] {
  return [
    arrival('huong', calendar.ago(49)),
    // Ends twelve minutes after the start.
    { at: calendar.ago(48), happens: (stage) => stage.showQr('huong', { minutes: 60 }) },
    arrival('aroha', calendar.ago(17)),
    { at: calendar.ago(16), happens: (stage) => stage.showQr('aroha') },
    verified('aroha', calendar.ago(15)),
    arrival('ravi', calendar.ago(7)),
    { at: calendar.ago(6), happens: (stage) => stage.showQr('ravi') },
    { at: calendar.ago(5), happens: (stage) => stage.fail('ravi', 'shown') },
    ...failures('mehmet', 10, calendar.ago(18)),
    ...failures('thabo', 9, calendar.ago(0) - 5000),
  ]
}

/** Seconds to wait before each failure, the waits of the throttle included; counted back from the last one. */
const pauses = [63, 43, 23, 13, 8, 12, 12, 12, 12]

/** That many wrong codes in a row, the last one at `lastAt`. */
function failures(role: Role, count: number, lastAt: number): Moment[] {
  // The wait after the ninth failure is the longest; after fewer, the list begins later.
  const before = pauses.slice(10 - count)
  let at = lastAt
  return Array.from({ length: count }, (_, index) => {
    const moment: Moment = { at, happens: (stage) => stage.fail(role, 'wrong') }
    at -= (before[index] ?? 12) * 1000
    return moment
  })
}
