import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Disk, removeQuietly, writeAll, writeNewFile } from './disk'
import { journalFile, unfinished } from './file-names'
import {
  encodeJournalHeader,
  encodeRecord,
  type JournalKeys,
  journalIdBytes,
  journalKeys,
  type Place,
  wipeKeys,
} from './journal-format'
import { SyncQueue } from './sync-queue'

/** An append failed and it could be undone: the journal stands as before. */
export class AppendRefused extends Error {}
/** A write or sync failed and nobody knows what of it the disk will show: the journal must not be used on. */
export class JournalUnreliableError extends Error {}

/** A journal open for appending. Records are written at once and synced together, off the thread. */
export class Journal {
  /** Bytes of the file: header and records, synced or not. */
  #bytes: number
  #records: number
  #place: Place
  #unreliable = false
  readonly #syncs: SyncQueue

  constructor(
    private readonly disk: Disk,
    private readonly file: number,
    private readonly keys: JournalKeys,
    readonly id: Buffer,
    at: { place: Place; bytes: number; records: number },
  ) {
    this.#place = at.place
    this.#bytes = at.bytes
    this.#records = at.records
    this.#syncs = new SyncQueue(() => this.#sync(), at.bytes)
  }

  /** Of the last record, synced or not. */
  get place(): Place {
    return this.#place
  }

  get bytes(): number {
    return this.#bytes
  }

  get records(): number {
    return this.#records
  }

  /** Whether there is nothing left to sync. */
  get isDurable(): boolean {
    return !this.#unreliable && this.#syncs.synced === this.#bytes
  }

  /** Resolves when every record kept so far is on the medium. @throws JournalUnreliableError */
  durable(): Promise<void> {
    return this.#syncs.until(this.#bytes)
  }

  /**
   * Seals one record behind the last and writes it. The place moves only with {@link Append.keep};
   * until then {@link Append.undo} takes the record back. Records before it are not touched.
   * @throws AppendRefused when the write failed and was taken back, else JournalUnreliableError
   */
  append(plain: Buffer): Append {
    if (this.#unreliable) throw new JournalUnreliableError()
    const before = this.#bytes
    const seq = this.#place.seq + 1
    const { bytes, link } = encodeRecord(this.keys, seq, this.#place.link, plain)
    try {
      writeAll(this.disk, this.file, bytes, before)
    } catch (error) {
      this.#cutBack(before)
      throw new AppendRefused('The record could not be written.', { cause: error })
    }
    return {
      keep: () => {
        this.#bytes = before + bytes.length
        this.#records += 1
        this.#place = { generation: this.#place.generation, seq, link }
      },
      undo: () => this.#cutBack(before),
    }
  }

  /**
   * Makes everything durable and runs `work`, with no sync under way meanwhile: what is to follow this
   * journal must not be there before all of it is.
   * @throws JournalUnreliableError, or what `work` throws
   */
  async whenDurable<T>(work: () => T): Promise<T> {
    await this.#syncs.hold()
    try {
      if (!this.isDurable) this.#syncNow()
      return work()
    } finally {
      this.#syncs.release(this.#bytes)
    }
  }

  /** What is left after the last sync is little; it stops the thread for that long. */
  #syncNow(): void {
    if (this.#unreliable) throw new JournalUnreliableError()
    try {
      this.disk.sync(this.file)
    } catch (error) {
      throw this.#giveUp('The records could not be synced.', error)
    }
  }

  async #sync(): Promise<void> {
    try {
      await this.disk.syncLater(this.file)
    } catch (error) {
      throw this.#giveUp('The records could not be synced.', error)
    }
  }

  /** Removes what a failed append left, for good: a power loss must not bring it back later. */
  #cutBack(length: number): void {
    try {
      this.disk.truncate(this.file, length)
      this.disk.sync(this.file)
    } catch (error) {
      throw this.#giveUp('The record could not be taken back.', error)
    }
  }

  /**
   * After a failed sync the system may have dropped pages that it still shows: what is not durable is
   * cut off where that can be done, so that later records are not written behind a hole.
   */
  #giveUp(message: string, cause: unknown): JournalUnreliableError {
    const error = new JournalUnreliableError(message, { cause })
    if (!this.#unreliable) {
      this.#unreliable = true
      try {
        this.disk.truncate(this.file, this.#syncs.synced)
      } catch {
        // The vault is lost to this process either way.
      }
    }
    this.#syncs.fail(error)
    return error
  }

  /** Closes the file and wipes the journal's keys. */
  close(): void {
    wipeKeys(this.keys)
    this.disk.close(this.file)
  }
}

/** A written record that is not yet part of the journal. */
export interface Append {
  keep(): void
  undo(): void
}

/**
 * Begins a journal after `after`. It exists under its name only when it is whole and durable.
 * @throws the disk's error when nothing was begun; {@link JournalUnreliableError} when its name may or may not stay
 */
export function beginJournal(disk: Disk, folder: string, vaultId: Buffer, dataKey: Buffer, after: Place): Journal {
  const id = randomBytes(journalIdBytes)
  const generation = after.generation + 1
  const keys = journalKeys(dataKey, id)
  const header = encodeJournalHeader(keys, vaultId, { generation, id, baseSeq: after.seq, after: after.link })
  const path = join(folder, journalFile(generation))
  try {
    createUnfinished(disk, path, header.bytes)
  } catch (error) {
    wipeKeys(keys)
    throw error
  }
  try {
    disk.rename(unfinished(path), path)
    disk.syncFolder(folder)
    const file = disk.open(path, 'update')
    return new Journal(disk, file, keys, id, {
      place: { generation, seq: after.seq, link: header.link },
      bytes: header.bytes.length,
      records: 0,
    })
  } catch (error) {
    wipeKeys(keys)
    // If its name stays while records go on in the old journal, the next opening sees two histories.
    throw new JournalUnreliableError('The new journal may or may not be there.', { cause: error })
  }
}

function createUnfinished(disk: Disk, path: string, bytes: Buffer): void {
  removeQuietly(disk, unfinished(path))
  try {
    writeNewFile(disk, unfinished(path), bytes)
  } catch (error) {
    removeQuietly(disk, unfinished(path))
    throw error
  }
}

/** Opens the last journal of the chain to append at its end. */
export function continueJournal(
  disk: Disk,
  folder: string,
  keys: JournalKeys,
  id: Buffer,
  at: { place: Place; bytes: number; records: number; torn: boolean },
): Journal {
  const file = disk.open(join(folder, journalFile(at.place.generation)), 'update')
  try {
    if (at.torn) {
      disk.truncate(file, at.bytes)
      disk.sync(file)
    }
    return new Journal(disk, file, keys, id, at)
  } catch (error) {
    disk.close(file)
    throw error
  }
}
