import { join } from 'node:path'
import { DeskError } from '../../shared/errors'
import type { Database } from './database'
import { type Disk, diskError, removeQuietly } from './disk'
import { generationOf, journalFile } from './file-names'
import { Head } from './head'
import { type Append, AppendRefused, beginJournal, type Journal, JournalUnreliableError } from './journal'
import type { Place } from './journal-format'
import type { Lock } from './lock-file'
import { failed, locked } from './refusals'
import { writeSnapshot } from './snapshot'
import { encodeStatements, type Statement } from './statements'
import type { AppliedListener, Row, SqlValue, Vault, Writer } from './types'
import { readVaultMeta, setSeq } from './vault-meta'

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

/** A journal without records yet, by its id and place, and the database as it is there. */
interface SnapshotStart {
  id: Buffer
  place: Place
  image: Uint8Array
}

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
  readonly #listeners = new Set<AppliedListener>()

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

  async transact<T>(work: (tx: Writer) => T): Promise<T> {
    const { result, applied } = this.#apply(work)
    const durable = this.durable()
    // Before the caller's own turn: what follows from a change is there when its answer is.
    if (applied) for (const listener of this.#listeners) listener(durable)
    await durable
    return result
  }

  durable(): Promise<void> {
    if (this.#state === 'failed') return Promise.reject(failed())
    const { journal } = this.#parts
    if (journal.isDurable) return Promise.resolve()
    const { place } = journal
    return journal.durable().then(
      () => {
        // One that waited while the next journal began must not put the head back.
        if (this.#parts.journal === journal) this.#head.later(place)
      },
      (error: unknown) => {
        throw this.#refusal(error)
      },
    )
  }

  onApplied(listener: AppliedListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Runs the work, writes its record and applies it in memory, all in this turn; it is not durable yet. */
  #apply<T>(work: (tx: Writer) => T): { result: T; applied: boolean } {
    if (this.#closing !== null) throw locked()
    if (this.#state === 'failed') throw failed()
    if (this.#inTransaction) throw new DeskError('internal', 'A transaction is already running.')
    const { database } = this.#parts
    const log: Statement[] = []
    this.#inTransaction = true
    try {
      database.begin()
      const result = this.#work(work, log)
      if (log.length === 0) database.rollback()
      else this.#record(log)
      return { result, applied: log.length > 0 }
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

  /** Writes the record, then commits: what the journal holds and what memory holds stay the same. */
  #record(log: readonly Statement[]): void {
    const { database, journal } = this.#parts
    setSeq(database, journal.place.seq + 1)
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
      if (readVaultMeta(database).seq !== journal.place.seq)
        throw new JournalUnreliableError('Memory does not match the journal.', { cause: error })
      throw error
    }
    append.keep()
    this.#checkpointWhenDue()
  }

  /** What a failed transaction tells its caller; errors of the work itself pass through. */
  #refusal(error: unknown): unknown {
    if (error instanceof AppendRefused) return diskError(error.cause)
    if (!(error instanceof JournalUnreliableError)) return error
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
    const { disk, folder, vaultId, dataKey } = this.#parts
    const present = this.#parts.journal
    if (present.place.seq === this.#parts.snapshotSeq) return
    // A journal without records is what a checkpoint that failed half way has left: it serves again.
    const { id, place, image } = present.records === 0 ? this.#startingFrom(present) : await this.#nextJournal(present)
    const lastSeq = place.seq
    try {
      // Before the snapshot: from then on a head from before it is one that was put back.
      await this.#head.settle(place)
      const header = { generation: place.generation, journalId: id, lastSeq }
      await writeSnapshot(disk, folder, vaultId, dataKey, header, image)
    } catch (error) {
      throw diskError(error)
    } finally {
      image.fill(0)
    }
    this.#parts.snapshotSeq = lastSeq
    this.#removeJournalsBefore(place.generation)
  }

  /** What a snapshot needs that ends exactly where this journal begins; taken before anything else runs. */
  #startingFrom({ id, place }: Journal): SnapshotStart {
    return { id, place, image: this.#parts.database.image() }
  }

  async #nextJournal(present: Journal): Promise<SnapshotStart> {
    try {
      return await present.whenDurable(() => this.#switchJournal())
    } catch (error) {
      throw this.#refusal(error)
    }
  }

  #switchJournal(): SnapshotStart {
    if (this.#state !== 'open') throw failed()
    const { disk, folder, vaultId, dataKey } = this.#parts
    const before = this.#parts.journal
    try {
      this.#parts.journal = beginJournal(disk, folder, vaultId, dataKey, before.place)
    } catch (error) {
      throw error instanceof JournalUnreliableError ? error : diskError(error)
    }
    before.close()
    this.#dueRecords = checkpointRecords
    this.#dueBytes = checkpointBytes
    return this.#startingFrom(this.#parts.journal)
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
    // Those who wait for a sync get their answer first, whichever it is.
    await this.#parts.journal.durable().catch(() => undefined)
    try {
      if (this.#state === 'open') await this.#checkpointOnce()
    } catch {
      // As above: the next opening replays the journals instead.
    }
    if (this.#state === 'open') {
      this.#head.flush()
      this.#state = 'closed'
    }
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

  /** Memory is ahead of a disk that failed: what it holds may be gone after the next opening. */
  #mustBeReadable(): void {
    if (this.#closing !== null) throw locked()
    if (this.#state === 'failed') throw failed()
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
