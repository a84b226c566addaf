import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { csvHeader, csvRows, formulaSafe } from '../../../electron/desk/audit/csv'
import type { Download } from '../../../electron/desk/audit/downloads'
import type { EventPayload } from '../../../shared/contract/events'
import { auditEventSchema } from '../../../shared/model/audit'
import type { TestDesk } from '../../support/desk'
import { desksOfTest, mara } from '../../support/desks'

const deskFor = desksOfTest()

async function textOf(download: Download | null): Promise<string> {
  if (!download) throw new Error('There is no such download.')
  let text = ''
  for await (const chunk of download.chunks) text += chunk
  return text
}

const storedLines = (test: TestDesk, condition: string) =>
  test.desk
    .open()
    .context.vault.all<{ line: string }>(`select line from audit_events where ${condition} order by seq`)
    .map((row) => row.line)

/** Writes many events without the price of as many acts. */
async function manyEvents(test: TestDesk, count: number): Promise<void> {
  await test.desk.open().context.act(test.call, (_tx, record) => {
    for (let index = 0; index < count; index += 1) record({ action: 'user.updated', details: { index } })
  })
}

describe('an export', () => {
  it('L18 as JSON Lines is the stored lines, unchanged and in order', async () => {
    const test = await deskFor()
    await test.client.users.create({ ...mara, name: 'Zoë "Z" Ωmega, née Å' })
    const ticket = await test.client.audit.export({ format: 'jsonl' })
    expect(ticket).toMatchObject({
      fileName: 'audit-2026-11-22.jsonl',
      mediaType: expect.stringContaining('jsonl'),
      rows: 5,
    })
    const text = await textOf(test.desk.downloads.take(ticket.downloadId))
    expect(text).toBe(`${storedLines(test, 'seq <= 5').join('\n')}\n`)
  })

  it('L15 holds exactly what is filtered, up to the moment it was asked for', async () => {
    const test = await deskFor()
    await test.client.users.create(mara)
    const filter = { actions: ['user.created', 'audit.exported'] } as const
    const ticket = await test.client.audit.export({ format: 'jsonl', filter: { actions: [...filter.actions] } })
    await test.client.users.create({ name: 'Later', email: 'later@example.org' })
    const text = await textOf(test.desk.downloads.take(ticket.downloadId))
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).action),
    ).toEqual(['user.created'])
  })

  it('finds by words what the list finds', async () => {
    const test = await deskFor()
    await test.client.users.create({ ...mara, name: 'Søren' })
    const ticket = await test.client.audit.export({ format: 'jsonl', filter: { text: 'soren' } })
    expect(ticket.rows).toBe(1)
    expect(await textOf(test.desk.downloads.take(ticket.downloadId))).toContain('Søren')
  })

  it('L14 is recorded with format, filter and number of rows', async () => {
    const test = await deskFor()
    await test.client.audit.export({ format: 'csv', filter: { severities: ['notice'] } })
    const { events } = await test.client.audit.list({ filter: { actions: ['audit.exported'] } })
    expect(events[0]?.details).toEqual({ format: 'csv', rows: 2, lastSeq: 4, filter: '{"severities":["notice"]}' })
  })

  it('can be fetched once, for ten minutes, and not after a lock', async () => {
    const test = await deskFor()
    const ticket = async () => (await test.client.audit.export({ format: 'csv' })).downloadId
    const once = await ticket()
    expect(test.desk.downloads.take(once)).not.toBeNull()
    expect(test.desk.downloads.take(once)).toBeNull()
    const late = await ticket()
    test.clock.advance(10 * 60_000)
    expect(test.desk.downloads.take(late)).toBeNull()
    const locked = await ticket()
    await test.client.vault.lock()
    expect(test.desk.downloads.take(locked)).toBeNull()
    expect(test.desk.downloads.take('download-live-unknown')).toBeNull()
  })

  it('of many rows goes page by page, tells its progress and lets other calls in', async () => {
    const test = await deskFor()
    await manyEvents(test, 2500)
    const { downloadId, rows } = await test.client.audit.export({ format: 'jsonl' })
    const progress: EventPayload<'task.progress'>[] = []
    test.desk.subscribe((name, payload) => {
      if (name === 'task.progress') progress.push(payload as EventPayload<'task.progress'>)
    })
    let between = 0
    const interval = setImmediate(function again() {
      between += 1
      if (progress.at(-1)?.state !== 'finished') setImmediate(again)
    })
    const text = await textOf(test.desk.downloads.take(downloadId))
    clearImmediate(interval)
    expect(text.trim().split('\n')).toHaveLength(rows)
    expect(progress.map(({ done, state }) => [done, state])).toEqual([
      [1000, 'running'],
      [2000, 'running'],
      [2504, 'running'],
      [2504, 'finished'],
    ])
    expect(progress.every((one) => one.taskId === downloadId && one.total === rows)).toBe(true)
    expect(between).toBeGreaterThanOrEqual(2)
  })

  it('that is cancelled breaks off instead of passing for a whole file', async () => {
    const test = await deskFor()
    await manyEvents(test, 2500)
    const states: string[] = []
    test.desk.subscribe((name, payload) => {
      if (name === 'task.progress' && 'state' in payload) states.push(payload.state)
    })
    const { downloadId } = await test.client.audit.export({ format: 'csv' })
    const iterator = test.desk.downloads.take(downloadId)?.chunks[Symbol.asyncIterator]()
    await iterator?.next()
    await test.client.tasks.cancel({ taskId: downloadId })
    await expect(iterator?.next()).rejects.toMatchObject({ code: 'cancelled' })
    expect(states.at(-1)).toBe('cancelled')
    // One not yet fetched is gone too, and a late click does no harm.
    const other = await test.client.audit.export({ format: 'csv' })
    await test.client.tasks.cancel({ taskId: other.downloadId })
    expect(test.desk.downloads.take(other.downloadId)).toBeNull()
    await test.client.tasks.cancel({ taskId: downloadId })
  })

  it('under way ends when the vault locks', async () => {
    const test = await deskFor()
    await manyEvents(test, 2500)
    const { downloadId } = await test.client.audit.export({ format: 'jsonl' })
    const iterator = test.desk.downloads.take(downloadId)?.chunks[Symbol.asyncIterator]()
    await iterator?.next()
    await test.client.vault.lock()
    await expect(iterator?.next()).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('in an unknown format is refused', async () => {
    const { dispatch } = await deskFor()
    expect(await dispatch('audit.export', { format: 'xlsx' })).toMatchObject({
      ok: false,
      error: { code: 'invalid_input', details: { format: expect.any(String) } },
    })
  })
})

describe('CSV', () => {
  it('L17 has a header row, CRLF and a column per field, and says what the lines say', async () => {
    const test = await deskFor()
    const name = 'Ann "the, boss"'
    await test.client.users.create({ ...mara, name })
    const ticket = await test.client.audit.export({ format: 'csv' })
    const text = await textOf(test.desk.downloads.take(ticket.downloadId))
    expect(text.endsWith('\r\n')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const records = parse<Record<string, string>>(text, { columns: true, bom: true })
    const events = storedLines(test, 'seq <= 5').map((line) => auditEventSchema.parse(JSON.parse(line)))
    expect(records).toHaveLength(events.length)
    for (const [index, event] of events.entries()) {
      expect(records[index]).toMatchObject({
        seq: String(event.seq),
        time: event.time,
        action: event.action,
        operator_name: 'Ada Admin',
        subject_name: event.subject?.name ?? '',
        id: event.id,
        machine: event.machine,
      })
      expect(JSON.parse(records[index]?.details ?? '')).toEqual(event.details)
    }
    expect(records.at(-1)?.subject_name).toBe(name)
  })

  it.each(['=', '+', '-', '@', '\t', '\0', '\r', '\n', '＝', '＋', '－', '＠'])(
    'L17 keeps a cell that begins with %j from being a formula',
    (first) => {
      expect(formulaSafe(`${first}1+1`)).toBe(`'${first}1+1`)
      expect(formulaSafe(`1${first}1`)).toBe(`1${first}1`)
    },
  )

  it.each([
    ['a;=1+1', "a;'=1+1"],
    ['a\t@SUM(1)', "a\t'@SUM(1)"],
    ['a; "=1+1"', 'a;\' "=1+1"'],
    ['a;b; -1', "a;b;' -1"],
    ['=a;+b', "'=a;'+b"],
    ['a;b', 'a;b'],
  ])('L17 keeps what another separator would make a cell from being a formula: %j', (cell, guarded) => {
    expect(formulaSafe(cell)).toBe(guarded)
  })

  it.each([
    [undefined, ',', true],
    ['comma', ',', true],
    ['semicolon', ';', true],
    ['tab', '\t', true],
    ['rfc4180', ',', false],
  ] as const)('laid out as %s is read by its separator, letters and all', async (layout, delimiter, marked) => {
    const test = await deskFor()
    const name = 'Jürgen "Żółć"; 山田, M'
    await test.client.users.create({ ...mara, name })
    const filter = { actions: ['user.created' as const] }
    const ticket = await test.client.audit.export({ format: 'csv', filter, ...(layout && { layout }) })
    const text = await textOf(test.desk.downloads.take(ticket.downloadId))
    expect(text.startsWith('\ufeff')).toBe(marked)
    const [row] = parse<Record<string, string>>(text, { columns: true, bom: true, delimiter })
    expect([row?.seq, row?.subject_name]).toEqual([expect.stringMatching(/^\d+$/), name])
  })

  it('L17 guards names and reasons in the file itself', async () => {
    const test = await deskFor()
    await test.client.users.create({ ...mara, name: '=HYPERLINK("http://evil","x")' })
    const ticket = await test.client.audit.export({ format: 'csv', filter: { actions: ['user.created'] } })
    const text = await textOf(test.desk.downloads.take(ticket.downloadId))
    expect(parse<Record<string, string>>(text, { columns: true, bom: true })[0]?.subject_name).toBe(
      `'=HYPERLINK("http://evil","x")`,
    )
  })

  it('of no rows is the header alone', () => {
    expect(csvHeader('rfc4180')).toMatch(/^seq,time,.*,v\r\n$/)
    expect(csvRows([], 'rfc4180')).toBe('')
  })
})
