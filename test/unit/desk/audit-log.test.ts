import canonicalize from 'canonicalize'
import { describe, expect, it } from 'vitest'
import { append, emptyTree, leafHash, rootOf } from '../../../electron/merkle/tree'
import { testPassphrase } from '../../support/desk'
import { codeOf, desksOfTest, enrolled, mara, refusalOf } from '../../support/desks'

const deskFor = desksOfTest()
const hourMs = 60 * 60_000

interface Row {
  seq: number
  line: string
}

describe('an audit event', () => {
  it('L1 says when, where, who, what and about whom', async () => {
    const test = await deskFor()
    const { userId } = await test.client.users.create(mara)
    const { events } = await test.client.audit.list({ filter: { actions: ['user.created'] } })
    const operator = (await test.client.vault.status()).operator
    expect(events).toEqual([
      {
        v: 1,
        seq: 5,
        id: expect.stringMatching(/^event-live-/),
        interaction: expect.stringMatching(/^interaction-live-/),
        time: '2026-11-22T10:00:00.000Z',
        offset: '+01:00',
        channel: 'screen',
        request: null,
        operator: { id: operator?.operatorId, name: 'Ada Admin', role: 'admin' },
        subject: { id: userId, name: 'Mara Lindqvist' },
        object: null,
        action: 'user.created',
        severity: 'info',
        outcome: 'success',
        reason: null,
        details: {},
        app: '0.0.0-test',
        machine: expect.stringMatching(/^machine-live-/),
      },
    ])
  })

  it('is stored as its RFC 8785 line, and that line is the leaf of the tree', async () => {
    const test = await deskFor()
    await enrolled(test)
    const { tree } = await test.client.audit.list()
    const rows = test.desk.open().context.vault.all<Row>('select seq, line from audit_events order by seq')
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1))
    let rebuilt = emptyTree
    for (const { line } of rows) {
      expect(line).toBe(canonicalize(JSON.parse(line)))
      rebuilt = append(rebuilt, leafHash(line))
    }
    expect(tree).toEqual({ size: rows.length, root: rootOf(rebuilt).toString('hex') })
  })

  it('continues sequence and tree after a restart', async () => {
    const first = await deskFor()
    const before = await first.client.audit.list()
    const second = await first.reopen()
    const after = await second.client.audit.list()
    expect(after.tree.size).toBeGreaterThan(before.tree.size)
    expect(after.events.map((event) => event.seq)).toEqual(
      Array.from({ length: after.tree.size }, (_, index) => after.tree.size - index),
    )
    await second.desk.close()
  })

  it('is told once the act is on disk, with nothing of the person but the id', async () => {
    const test = await deskFor()
    const heard: unknown[] = []
    test.desk.subscribe((name, payload) => void heard.push([name, payload]))
    const { userId } = await test.client.users.create(mara)
    expect(heard).toEqual([['audit.appended', { seq: 5, action: 'user.created', subject: userId, channel: 'screen' }]])
    await refusalOf(test.client.users.create(mara))
    expect(heard).toHaveLength(1)
  })
})

describe('an act', () => {
  it('L6 does not happen when its event cannot be written', async () => {
    const test = await deskFor()
    const { userId } = await test.client.users.create(mara)
    const { vault } = test.desk.open().context
    const { tree } = await test.client.audit.list()
    // From here on every insertion into the log fails.
    await vault.transact((tx) =>
      tx.run("create trigger no_log before insert on audit_events begin select raise(abort, 'no log'); end"),
    )
    const attempts = [
      test.client.users.create({ name: 'Tomas', email: 'tomas@example.org' }),
      test.client.users.update({ userId, changes: { name: 'Changed' } }),
      test.client.totps.begin({ userId }),
      test.client.settings.update({ issuer: 'Changed' }),
      test.client.users.remove({ userId }),
    ]
    for (const attempt of attempts) expect((await refusalOf(attempt)).code).not.toBe('invalid_input')
    expect(await test.client.users.search()).toMatchObject({ total: 1, users: [{ name: mara.name }] })
    expect(await test.client.users.get({ userId })).toMatchObject({ name: mara.name, totp: null })
    expect(await test.client.settings.get()).toMatchObject({ issuer: 'TOTP Desk' })
    await vault.transact((tx) => tx.run('drop trigger no_log'))
    expect((await test.client.audit.list()).tree).toEqual(tree)
  })

  it('that records nothing changes nothing', async () => {
    const test = await deskFor()
    const { context } = test.desk.open()
    const silent = context.act(test.call, (tx) => tx.run("update meta set value = '{}' where key = 'settings'"))
    await expect(silent).rejects.toThrow(/recorded nothing/)
    expect(await test.client.settings.get()).toMatchObject({ issuer: 'TOTP Desk' })
  })

  it('that throws after recording leaves neither change nor event', async () => {
    const test = await deskFor()
    const { context } = test.desk.open()
    const size = () => context.vault.get<{ n: number }>('select count(*) as n from audit_events')?.n
    const before = size()
    const act = context.act(test.call, (_tx, record) => {
      record({ action: 'user.created' })
      throw new Error('second thoughts')
    })
    await expect(act).rejects.toThrow('second thoughts')
    expect(size()).toBe(before)
  })
})

describe('secrets', () => {
  it('L4 are in no audit row: secret, URI, codes, passphrase, notes', async () => {
    const test = await deskFor()
    const { client, clock } = test
    const { user, secret, uri, recoveryCodes } = await enrolled(test)
    const { userId } = user
    await client.users.update({ userId, changes: { notes: 'MARKER-NOTES' } })
    clock.advance(30_000)
    const typed = ['987654', 'MARKER-TYPED', codeOf(uri, clock.now()), 'wrong passphrase MARKER']
    for (const code of typed.slice(0, 3)) await client.verification.submit({ userId, code })
    for (const code of [...recoveryCodes.slice(0, 2), 'MARK-ERRE-COVE-RYCO'])
      await client.recovery.redeem({ userId, code })
    const { recoveryCodes: second } = await client.recovery.replace({ userId })
    const { pass } = await client.passes.issue({
      userId,
      minutes: 5,
      reason: 'no phone today',
      identityCheck: { kind: 'photo_id' },
    })
    await client.passes.redeem({ userId, code: pass })
    await client.vault.lock()
    await refusalOf(client.vault.unlock({ passphrase: typed[3] ?? '' }))
    clock.advance(1000)
    await client.vault.unlock({ passphrase: testPassphrase })

    const lines = test.desk.open().context.vault.all<Row>('select seq, line from audit_events')
    const log = lines.map((row) => row.line).join('\n')
    const bare = log.replaceAll(/[\s-]/g, '')
    const planted = [secret, ...recoveryCodes, ...second, pass, ...typed, testPassphrase, 'MARKER', 'otpauth']
    for (const text of planted) {
      expect(log, text).not.toContain(text)
      // Long ones are also looked for without their hyphens and blanks.
      if (text.length > 8) expect(bare, text).not.toContain(text.replaceAll(/[\s-]/g, ''))
    }
    expect(lines.length).toBeGreaterThan(15)
  })
})

describe('reading the log', () => {
  async function withHistory() {
    const test = await deskFor()
    const { client, clock } = test
    const start = clock.now()
    const a = await client.users.create(mara)
    clock.advance(hourMs)
    const b = await client.users.create({ name: 'Søren Ørsted', email: 'soren@example.org' })
    await client.verification.submit({ userId: b.userId, code: '123456' })
    clock.advance(hourMs)
    await client.totps.begin({ userId: a.userId })
    const actions = async (filter: Parameters<typeof client.audit.list>[0]) =>
      (await client.audit.list(filter)).events.map((event) => event.action)
    return { ...test, a, b, start, actions }
  }

  it('L14 is recorded once per operator and hour, not once per page', async () => {
    const test = await withHistory()
    const reads = async () => (await test.client.audit.list({ filter: { actions: ['audit.read'] } })).matched
    for (let page = 0; page < 5; page += 1) await test.client.audit.list()
    expect(await reads()).toBe(1)
    test.clock.advance(hourMs)
    expect(await reads()).toBe(2)
    await test.client.vault.lock()
    await test.client.vault.unlock({ passphrase: testPassphrase })
    expect(await reads()).toBe(3)
  })

  it('filters by each field, and by all of them together', async () => {
    const { actions, a, b, start, client } = await withHistory()
    const operatorId = (await client.vault.status()).operator?.operatorId ?? ''
    expect(await actions({ filter: { actions: ['user.created'] } })).toHaveLength(2)
    expect(await actions({ filter: { subjectUserId: a.userId } })).toEqual(['totp.created', 'user.created'])
    expect(await actions({ filter: { outcomes: ['denied', 'fail'] } })).toEqual(['verification.refused'])
    expect(await actions({ filter: { severities: ['warning'] } })).toEqual(['verification.refused'])
    expect(await actions({ filter: { from: start + hourMs, to: start + 2 * hourMs } })).toEqual([
      'verification.refused',
      'user.created',
    ])
    expect(await actions({ filter: { operatorId, actions: ['vault.created'] } })).toEqual(['vault.created'])
    expect(await actions({ filter: { operatorId: 'nobody' } })).toEqual([])
    expect(await actions({ filter: { channels: ['api'] } })).toEqual([])
    expect(await actions({ filter: { actions: [], channels: [], subjectUserId: b.userId } })).toHaveLength(2)
    const [created] = (await client.audit.list({ filter: { actions: ['totp.created'] } })).events
    expect(await actions({ filter: { interaction: created?.interaction ?? '' } })).toEqual(['totp.created'])
    expect(await actions({ filter: { subjectUserId: a.userId, from: start + 1 } })).toEqual(['totp.created'])
  })

  it('finds words in folded names, reasons, objects and details', async () => {
    const { actions, client, a } = await withHistory()
    expect(await actions({ filter: { text: 'ORSTED soren' } })).toEqual(['verification.refused', 'user.created'])
    expect(await actions({ filter: { text: 'not_enrolled' } })).toEqual(['verification.refused'])
    expect(await actions({ filter: { text: 'sha1' } })).toEqual(['totp.created'])
    expect(await actions({ filter: { text: 'orsted', actions: ['user.created'] } })).toEqual(['user.created'])
    expect(await actions({ filter: { text: 'orsted lindqvist' } })).toEqual([])
    // Rows that came after the first search are found as well.
    await client.users.update({ userId: a.userId, changes: { name: 'Mara Quist' } })
    expect(await actions({ filter: { text: 'quist', actions: ['user.updated'] } })).toEqual(['user.updated'])
  })

  it.each([{}, { text: 'ada admin' }])('pages newest first by sequence number (%j)', async (filter) => {
    const { client } = await withHistory()
    await client.audit.list()
    const all = (await client.audit.list({ filter, limit: 500 })).events
    const paged: typeof all = []
    let before: number | undefined
    do {
      const page = await client.audit.list({ filter, limit: 3, ...(before ? { before } : {}) })
      expect(page.matched).toBe(all.length)
      paged.push(...page.events)
      before = page.next ?? undefined
    } while (before)
    expect(paged).toEqual(all)
    expect(all.map((event) => event.seq)).toEqual(all.map((event) => event.seq).toSorted((x, y) => y - x))
  })

  it.each([{}, { text: 'orsted' }, { subjectUserId: true }])(
    'counts day by day what the filter lets through (%j)',
    async (chosen) => {
      const { client, start, b } = await withHistory()
      const filter = 'subjectUserId' in chosen ? { subjectUserId: b.userId } : chosen
      const starts = [start - hourMs, start + 1, start + hourMs, start + hourMs + 1, start + 3 * hourMs]
      const { days } = await client.audit.days({ filter, starts })
      expect(days).toHaveLength(4)
      for (const [n, day] of days.entries()) {
        const range = { ...filter, from: starts[n] ?? 0, to: starts[n + 1] ?? 0 }
        const all = await client.audit.list({ filter: range })
        const refused = await client.audit.list({ filter: { ...range, outcomes: ['fail', 'denied'] } })
        expect(day).toEqual({ done: all.matched - refused.matched, refused: refused.matched })
      }
      expect(days[2]).toEqual({ done: 1, refused: 1 })
    },
  )

  it('refuses an unknown action and a filter that is too long', async () => {
    const { dispatch } = await deskFor()
    for (const filter of [{ actions: ['user.hacked'] }, { text: 'x'.repeat(101) }, { nonsense: 1 }]) {
      expect(await dispatch('audit.list', { filter })).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    }
  })
})
