import { beforeAll, expect, test } from 'vitest'
import type { AuditAction } from '../../shared/audit-actions'
import { DeskError } from '../../shared/errors'
import { codeOf } from '../support/desks'
import type { Host } from '../support/host'
import { type Contents, contentsOf, hostPassphrase, hostsOfFile, withVault } from '../support/hosts'

const start = hostsOfFile()
const rounds = 25

/** What was acknowledged about a person: every field is what a reply said. */
interface Known {
  name: string
  notes: string
  enrolled: { totpId: string; recoveryCodes: string[] } | null
  active: boolean
  /** The code that was accepted. */
  spentCode: string | null
  /** Positions of redeemed recovery codes, from 1. */
  redeemed: number[]
}

/** The acts counted in the audit log, by the row that each writes exactly once. */
const counted = [
  'user.created',
  'user.updated',
  'totp.created',
  'verification.accepted',
  'recovery.redeemed',
] as const satisfies readonly AuditAction[]
type Counted = (typeof counted)[number]

class Ledger {
  readonly people = new Map<string, Known>()
  readonly acts = new Map<Counted, number>(counted.map((action) => [action, 0]))
  /** Person whose act had no reply when the program was killed. */
  openAct: string | null = null

  person(userId: string): Known {
    const known = this.people.get(userId)
    if (!known) throw new Error('Nobody knows this person.')
    return known
  }

  count(action: Counted): void {
    this.acts.set(action, (this.acts.get(action) ?? 0) + 1)
  }
}

let host: Host

beforeAll(async () => {
  host = await withVault(await start())
})

/** Acts on one new person after another, each act after the reply to the last, until the program is gone. */
async function work(ledger: Ledger, { client }: Host, round: number): Promise<void> {
  for (let n = 0; ; n += 1) {
    const name = `Person ${round}-${n}`
    ledger.openAct = name
    const { userId } = await client.users.create({ name, email: `p.${round}.${n}@example.org` })
    const known: Known = {
      name,
      notes: '',
      enrolled: null,
      active: false,
      spentCode: null,
      redeemed: [],
    }
    ledger.people.set(userId, known)
    ledger.count('user.created')
    ledger.openAct = userId

    const totp = await client.totps.enroll({ userId })
    known.enrolled = totp
    ledger.count('totp.created')

    const code = codeOf(totp.uri, Date.now())
    const verified = await client.verification.submit({ userId, code })
    expect(verified.outcome).toBe('accepted')
    Object.assign(known, { active: true, spentCode: code })
    ledger.count('verification.accepted')

    for (const recoveryCode of totp.recoveryCodes.slice(0, n % 4)) {
      const outcome = await client.recovery.redeem({ userId, code: recoveryCode })
      if (outcome.outcome !== 'accepted') throw new Error(`A recovery code was refused: ${outcome.reason}`)
      known.redeemed.push(outcome.position)
      ledger.count('recovery.redeemed')
    }
    const notes = `seen ${round}-${n}`
    await client.users.update({ userId, changes: { notes } })
    known.notes = notes
    ledger.count('user.updated')
    ledger.openAct = null
  }
}

/** Rejects unless the reason is that the program is gone. */
function expectGone(error: unknown): void {
  if (error instanceof DeskError || !(error instanceof TypeError)) throw error
}

/** The people and rows of the vault are those acknowledged, and at most one act more. */
function expectAcknowledged(ledger: Ledger, found: Contents): void {
  const shown = new Map(found.users.map((user) => [user.userId, user]))
  for (const [userId, known] of ledger.people) {
    const user = shown.get(userId)
    // What had no reply may have happened or not; nothing that had one may be missing.
    const open = ledger.openAct === userId
    expect(user, `${known.name} is missing`).toBeDefined()
    if (!user) continue
    expect(user.name).toBe(known.name)
    if (!open || known.notes !== '') expect(user.notes).toBe(known.notes)
    if (known.enrolled) expect(user.totp?.totpId).toBe(known.enrolled.totpId)
    else if (!open) expect(user.totp).toBeNull()
    if (known.active) expect(user.totp?.status).toBe('active')
    else if (!open && known.enrolled) expect(user.totp?.status).toBe('pending')
    // An enrollment is whole: there is never a totp without its ten codes.
    if (user.totp) expect(user.recovery?.total).toBe(10)
    const spent = (user.recovery?.spent ?? []).flatMap((isSpent, index) => (isSpent ? [index + 1] : []))
    expect(spent).toEqual(expect.arrayContaining(known.redeemed))
    if (!open) expect(spent).toHaveLength(known.redeemed.length)
  }
  const strangers = found.users.filter((user) => !ledger.people.has(user.userId))
  expect(strangers.map((user) => user.name)).toEqual(strangers.length > 0 ? [ledger.openAct] : [])
}

/** Rows by kind against acknowledged acts; returns how many acts more there are. */
function surplusOf(ledger: Ledger, { events, treeSize }: Contents): number {
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1))
  expect(treeSize).toBe(events.length)
  let surplus = 0
  for (const [action, acknowledged] of ledger.acts) {
    const rows = events.filter((event) => event.action === action).length
    expect(rows, `rows of ${action}`).toBeGreaterThanOrEqual(acknowledged)
    surplus += rows - acknowledged
    // From here on the one more is known.
    ledger.acts.set(action, rows)
  }
  return surplus
}

/** Takes over what happened without a reply, so that the next round begins from the truth. */
function adopt(ledger: Ledger, found: Contents): void {
  for (const user of found.users) {
    const before = ledger.people.get(user.userId)
    ledger.people.set(user.userId, {
      name: user.name,
      notes: user.notes,
      enrolled: before?.enrolled ?? (user.totp && { totpId: user.totp.totpId, recoveryCodes: [] }),
      active: user.totp?.status === 'active',
      spentCode: before?.spentCode ?? null,
      redeemed: (user.recovery?.spent ?? []).flatMap((isSpent, index) => (isSpent ? [index + 1] : [])),
    })
  }
  ledger.openAct = null
}

test('V9 killed 25 times at random moments: everything acknowledged is there, once, and spent codes stay spent', async () => {
  const ledger = new Ledger()
  let acknowledged = 0
  let replays = 0
  for (let round = 1; round <= rounds; round += 1) {
    const actsBefore = [...ledger.acts.values()].reduce((sum, count) => sum + count, 0)
    const known = new Set(ledger.people.keys())
    const working = work(ledger, host, round).catch(expectGone)
    await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 300))
    await host.kill('SIGKILL')
    await working
    acknowledged += [...ledger.acts.values()].reduce((sum, count) => sum + count, 0) - actsBefore

    host = await start({ folder: host.folder })
    await host.client.vault.unlock({ passphrase: hostPassphrase })
    const found = await contentsOf(host)
    expectAcknowledged(ledger, found)
    const surplus = surplusOf(ledger, found)
    expect(surplus).toBeGreaterThanOrEqual(0)
    expect(surplus).toBeLessThanOrEqual(1)
    for (const [userId, { spentCode, enrolled, redeemed }] of ledger.people) {
      if (known.has(userId)) continue
      replays += await expectSpent(
        host,
        userId,
        spentCode,
        redeemed.map((position) => enrolled?.recoveryCodes[position - 1]),
      )
    }
    adopt(ledger, found)
  }
  expect(acknowledged).toBeGreaterThan(rounds)
  expect(replays).toBeGreaterThan(rounds / 2)
})

/** Sends again what was accepted before the kill; returns how many that were. */
async function expectSpent(
  { client }: Host,
  userId: string,
  spentCode: string | null,
  recoveryCodes: readonly (string | undefined)[],
): Promise<number> {
  let sent = 0
  if (spentCode !== null) {
    sent += 1
    expect(await client.verification.submit({ userId, code: spentCode })).toMatchObject({ outcome: 'refused' })
  }
  for (const code of recoveryCodes) {
    if (code === undefined) continue
    sent += 1
    const outcome = await client.recovery.redeem({ userId, code })
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'already_used' })
  }
  return sent
}
