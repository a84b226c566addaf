import { join } from 'node:path'
import { DeskError } from '../../shared/errors'
import type { Database } from './database'
import { type Disk, diskError, removeQuietly } from './disk'
import { generationOf, journalFile } from './file-names'
import { Head } from './head'
import { type Append, AppendRefused, beginJournal, type Journal, JournalLost } from './journal'
import type { Lock } from './lock-file'
import { ownRow, stamp } from './own-table'
import { failed, locked } from './refusals'
import { deriveKey } from './sealing'
import { writeSnapshot } from './snapshot'
import { encodeStatements, type Statement } from './statements'
import type { Row, SqlValue, Vault, Writer } from './types'

/** A journal longer than either is folded into a new snapshot. */
const checkpointRecords = 5000
const checkpointBytes = 2 * 1024 * 1024

/** Everything an open vault stands on. */
export interface Parts {
  disk: Disk
  folder: string
  vaultId: Buffer
  dataKey: Buffer
  database: Database
  journal: Journal
  /** Number of the last transaction that the snapshot on disk holds. */
  snapshotSeq: number
  lock: Lock
  notice: string | null
}

type State = 'open' | 'failed' | 'closed'

/** The vault while it is unlocked. */
export class OpenVault implements Vault {
  readonly vaultId: string
  readonly folder: string
  readonly notice: string | null
  readonly #parts: Parts
  readonly #head: Head
  #state: State = 'open'
  #inTransaction = false
  #checkpoint: Promise<void> | null = null
  #closing: Promise<void> | null = null
  /** Records of this journal at which the next checkpoint is due; moved on when one does not succeed. */
  #dueRecords = checkpointRecords
  #dueBytes = checkpointBytes

  constructor(parts: Parts) {
    this.#parts = parts
    this.vaultId = parts.vaultId.toString('hex')
    this.folder = parts.folder
    this.notice = parts.notice
    this.#head = new Head(parts.disk, parts.folder, parts.dataKey, parts.vaultId)
    this.#head.later(parts.journal.place)
    this.#checkpointWhenDue()
  }

  all<T = Row>(sql: string, parameters?: readonly SqlValue[]): T[] {
    this.#mustBeReadable()
    return this.#parts.database.all<T>(sql, parameters)
  }

  get<T = Row>(sql: string, parameters?: readonly SqlValue[]): T | undefined {
    this.#mustBeReadable()
    return this.#parts.database.get<T>(sql, parameters)
  }

  subkey(purpose: string, bytes?: number): Uint8Array {
    this.#mustBeReadable()
    return deriveKey(this.#parts.dataKey, this.#parts.vaultId, `use ${purpose}`, bytes)
  }

  async transact<T>(work: (tx: Writer) => T): Promise<T> {
    if (this.#closing !== null) throw locked()
    if (this.#state === 'failed') throw failed()
    if (this.#inTransaction) throw new DeskError('internal', 'A transaction is already running.')
    const { database, journal } = this.#parts
    const log: Statement[] = []
    this.#inTransaction = true
    try {
      database.begin()
      const result = this.#work(work, log)
      if (log.length === 0) database.rollback()
      else this.#makeDurable(log, journal)
      return result
    } catch (error) {
      database.rollback()
      throw this.#refusal(error)
    } finally {
      this.#inTransaction = false
    }
  }

  /** Runs the work with a writer that notes each statement and ends with it. */
  #work<T>(work: (tx: Writer) => T, log: Statement[]): T {
    const { database } = this.#parts
    let over = false
    const during = (): Database => {
      if (over) throw new DeskError('internal', 'This transaction is over.')
      return database
    }
    try {
      const result = work({
        all: (sql, parameters) => during().all(sql, parameters),
        get: (sql, parameters) => during().get(sql, parameters),
        run: (sql, parameters = []) => {
          const changed = during().run(sql, parameters)
          // Copied, because callers wipe secrets as soon as they are written.
          log.push({ sql, parameters: parameters.map(copied), changed })
          return changed
        },
      })
      if (result instanceof Promise) throw new DeskError('internal', 'The work of a transaction must be synchronous.')
      return result
    } finally {
      over = true
    }
  }

  /** Appends and syncs, then commits: what the journal holds and what memory holds stay the same. */
  #makeDurable(log: readonly Statement[], journal: Journal): void {
    const { database } = this.#parts
    stamp(database, journal.place.seq + 1)
    const plain = encodeStatements(log)
    let append: Append
    try {
      append = journal.append(plain)
    } finally {
      plain.fill(0)
    }
    try {
      database.commit()
    } catch (error) {
      // A deferred constraint refuses here; a record that cannot be replayed must not stay.
      append.undo()
      database.rollback()
      // Unless the engine had ended the transaction before and kept what came after it.
      if (ownRow(database).seq !== journal.place.seq)
        throw new JournalLost('Memory went its own way.', { cause: error })
      throw error
    }
    append.keep()
    this.#head.later(journal.place)
    this.#checkpointWhenDue()
  }

  /** What a failed transaction tells its caller; errors of the work itself pass through. */
  #refusal(error: unknown): unknown {
    if (error instanceof AppendRefused) return diskError(error.cause)
    if (!(error instanceof JournalLost)) return error
    this.#state = 'failed'
    return failed(error.cause)
  }

  /** After this call's reply has gone out: a checkpoint is nobody's waiting time. */
  #checkpointWhenDue(): void {
    const { records, bytes } = this.#parts.journal
    if (records < this.#dueRecords && bytes < this.#dueBytes) return
    this.#dueRecords = records + checkpointRecords
    this.#dueBytes = bytes + checkpointBytes
    setImmediate(() => {
      if (this.#closing !== null || this.#state !== 'open') return
      // What does not succeed now is in the journal all the same, and is tried again when it is longer.
      this.checkpoint().catch(() => undefined)
    })
  }

  checkpoint(): Promise<void> {
    if (this.#closing !== null) return Promise.reject(locked())
    return this.#checkpointOnce()
  }

  /** Joins the one that runs, if one does. */
  #checkpointOnce(): Promise<void> {
    this.#checkpoint ??= this.#writeCheckpoint().finally(() => {
      this.#checkpoint = null
    })
    return this.#checkpoint
  }

  async #writeCheckpoint(): Promise<void> {
    if (this.#state !== 'open') throw this.#state === 'failed' ? failed() : locked()
    if (this.#inTransaction) throw new DeskError('internal', 'A checkpoint cannot begin inside a transaction.')
    const { disk, folder, vaultId, dataKey, database } = this.#parts
    if (this.#parts.journal.place.seq === this.#parts.snapshotSeq) return
    // From here to the first await nothing else runs: the image ends exactly where the new journal begins.
    const present = this.#parts.journal
    // A journal without records is what a checkpoint that failed half way has left: it serves again.
    const journal = present.records === 0 ? present : this.#switchJournal()
    const { place } = journal
    const lastSeq = place.seq
    const image = database.image()
    try {
      // Before the snapshot: from then on a head from before it is one that was put back.
      await this.#head.settle(place)
      const header = { generation: place.generation, journalId: journal.id, lastSeq }
      await writeSnapshot(disk, folder, vaultId, dataKey, header, image)
    } catch (error) {
      throw diskError(error)
    } finally {
      image.fill(0)
    }
    this.#parts.snapshotSeq = lastSeq
    this.#removeJournalsBefore(place.generation)
  }

  #switchJournal(): Journal {
    const { disk, folder, vaultId, dataKey } = this.#parts
    const before = this.#parts.journal
    try {
      this.#parts.journal = beginJournal(disk, folder, vaultId, dataKey, before.place)
    } catch (error) {
      if (!(error instanceof JournalLost)) throw diskError(error)
      this.#state = 'failed'
      throw failed(error.cause)
    }
    before.close()
    this.#dueRecords = checkpointRecords
    this.#dueBytes = checkpointBytes
    return this.#parts.journal
  }

  #removeJournalsBefore(generation: number): void {
    removeJournalsBefore(this.#parts.disk, this.folder, generation)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    try {
      await this.#checkpoint
    } catch {
      // Told to whoever asked for it; everything confirmed is in the journals.
    }
    try {
      if (this.#state === 'open') await this.#checkpointOnce()
    } catch {
      // As above: the next opening replays the journals instead.
    }
    if (this.#state === 'open') this.#head.flush()
    this.#state = 'closed'
    this.#release()
  }

  #release(): void {
    const { database, journal, dataKey, lock } = this.#parts
    for (const step of [() => this.#head.close(), () => journal.close(), () => database.close()]) {
      try {
        step()
      } catch {
        // A handle that does not close must not keep the keys in memory or the next one out.
      }
    }
    dataKey.fill(0)
    lock.release()
  }

  #mustBeReadable(): void {
    if (this.#closing !== null) throw locked()
  }
}

const copied = (value: SqlValue): SqlValue => (value instanceof Uint8Array ? new Uint8Array(value) : value)

/** Journals that the snapshot already holds; they do no harm when the disk keeps them. */
export function removeJournalsBefore(disk: Disk, folder: string, first: number): void {
  try {
    for (const file of disk.list(folder)) {
      const generation = generationOf(file)
      if (generation !== null && generation < first) removeQuietly(disk, join(folder, journalFile(generation)))
    }
  } catch {
    // See above.
  }
}
