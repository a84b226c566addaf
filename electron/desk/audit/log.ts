import type { Output, ParsedInput } from '../../../shared/contract/contract'
import type { CsvLayout } from '../../../shared/model/audit'
import { rootOf } from '../../merkle/tree'
import { localDate } from '../clock/local-time'
import type { Call, DeskContext } from '../context'
import { readTree } from '../store/audit-tree'
import { csvHeader, csvRows } from './csv'
import type { PendingDownloads } from './downloads'
import { type AuditQuery, eventOfLine, queryAudit } from './query'
import type { TaskPiece, Tasks } from './tasks'
import { createAuditText } from './text-index'

export interface AuditLog {
  /** Newest first. Recorded as `audit.read`, once per operator and hour. */
  list(call: Call, input: ParsedInput<'audit.list'>): Promise<Output<'audit.list'>>
  /** Counts days in a row: entry `n` of `starts` to the next one. Recorded as {@link list} is. */
  days(call: Call, input: ParsedInput<'audit.days'>): Promise<Output<'audit.days'>>
  /** Fixes the range, records the export and returns the ticket under which the file can be fetched once. */
  export(call: Call, input: ParsedInput<'audit.export'>): Promise<Output<'audit.export'>>
}

const defaultLimit = 100
const exportPage = 1000
const readAgainMs = 60 * 60_000

export function createAuditLog(ctx: DeskContext, downloads: PendingDownloads, tasks: Tasks): AuditLog {
  const text = createAuditText(ctx.vault)
  const lastRead = new Map<string, number>()

  async function recordReading(call: Call): Promise<void> {
    const reader = call.operator?.operatorId ?? call.channel
    const now = ctx.clock.monotonic()
    const before = lastRead.get(reader)
    if (before !== undefined && now - before < readAgainMs) return
    // Before the act ends, so that two readings at once are one; taken back when it fails.
    lastRead.set(reader, now)
    try {
      await ctx.act(call, (_tx, record) => record({ action: 'audit.read' }))
    } catch (error) {
      lastRead.delete(reader)
      throw error
    }
  }

  return {
    async list(call, { filter = {}, before, limit = defaultLimit }) {
      await recordReading(call)
      const tree = readTree(ctx.vault)
      const query = queryAudit(ctx.vault, text, filter, tree.size)
      const events = query.newestBefore(before ?? tree.size + 1, limit + 1).map(eventOfLine)
      const page = events.slice(0, limit)
      return {
        events: page,
        next: events.length > limit ? (page.at(-1)?.seq ?? null) : null,
        matched: query.matched(),
        tree: { size: tree.size, root: rootOf(tree).toString('hex') },
      }
    },

    async days(call, { filter = {}, starts }) {
      await recordReading(call)
      const query = queryAudit(ctx.vault, text, filter, readTree(ctx.vault).size)
      return { days: starts.slice(1).map((end, n) => query.between(starts[n] ?? end, end)) }
    },

    async export(call, { format, layout = 'comma', filter = {} }) {
      const lastSeq = readTree(ctx.vault).size
      const query = queryAudit(ctx.vault, text, filter, lastSeq)
      const rows = query.matched()
      const downloadId = ctx.newId('download')
      const demo = ctx.environment === 'test'
      const fileName = `audit-${demo ? 'DEMO-' : ''}${localDate(ctx.clock, ctx.clock.now())}.${format}`
      const mediaType = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8'
      await ctx.act(call, (_tx, record) =>
        record({
          action: 'audit.exported',
          object: downloadId,
          details: { format, rows, lastSeq, filter: JSON.stringify(filter) },
        }),
      )
      const ticket = { downloadId, fileName, mediaType, rows, demo }
      const lines = linesInOrder(query)
      const pages = format === 'csv' ? csvPages(lines, layout) : jsonlPages(lines)
      const remove = () => downloads.remove(downloadId)
      downloads.add(downloadId, { fileName, mediaType, rows, chunks: tasks.follow(downloadId, rows, pages, remove) })
      return ticket
    },
  }
}

function* linesInOrder(query: AuditQuery): Generator<{ lines: string[]; done: number }> {
  let after = 0
  let done = 0
  for (;;) {
    const rows = query.oldestAfter(after, exportPage)
    const last = rows.at(-1)
    if (!last) return
    after = last.seq
    done += rows.length
    yield { lines: rows.map((row) => row.line), done }
  }
}

function* jsonlPages(pages: Iterable<{ lines: string[]; done: number }>): Generator<TaskPiece> {
  for (const { lines, done } of pages) yield { text: `${lines.join('\n')}\n`, done }
}

function* csvPages(pages: Iterable<{ lines: string[]; done: number }>, layout: CsvLayout): Generator<TaskPiece> {
  yield { text: csvHeader(layout), done: 0 }
  for (const { lines, done } of pages) yield { text: csvRows(lines.map(eventOfLine), layout), done }
}
