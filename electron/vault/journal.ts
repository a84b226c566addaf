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

/** An append failed and it could be undone: the journal stands as before. */
export class AppendRefused extends Error {}
/** An append failed and nobody knows what of it the disk will show: the journal must not be used on. */
export class JournalLost extends Error {}

/** A journal open for appending. */
export class Journal {
  /** Bytes of the file, all of them synced. */
  #bytes: number
  #records: number
  #place: Place
  #lost = false

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
  }

  get place(): Place {
    return this.#place
  }

  get bytes(): number {
    return this.#bytes
  }

  get records(): number {
    return this.#records
  }

  /**
   * Seals one record behind the last and syncs it. The place moves only with {@link Append.keep};
   * until then {@link Append.undo} takes the record back.
   * @throws AppendRefused when the write failed and was taken back, JournalLost when a sync failed
   */
  append(plain: Buffer): Append {
    if (this.#lost) throw new JournalLost()
    const before = this.#bytes
    const seq = this.#place.seq + 1
    const { bytes, link } = encodeRecord(this.keys, seq, this.#place.link, plain)
    try {
      writeAll(this.disk, this.file, bytes, before)
    } catch (error) {
      this.#cutBack(before)
      throw new AppendRefused('The record could not be written.', { cause: error })
    }
    try {
      this.disk.sync(this.file)
    } catch (error) {
      // After a failed sync the system may have dropped the pages and says so once: never retried.
      this.#lost = true
      this.#tryToCutBack(before)
      throw new JournalLost('The record could not be synced.', { cause: error })
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

  /** Removes what a failed append left, for good: a power loss must not bring it back later. */
  #cutBack(length: number): void {
    try {
      this.disk.truncate(this.file, length)
      this.disk.sync(this.file)
    } catch (error) {
      this.#lost = true
      throw new JournalLost('The record could not be taken back.', { cause: error })
    }
  }

  #tryToCutBack(length: number): void {
    try {
      this.disk.truncate(this.file, length)
    } catch {
      // The vault is lost to this process either way.
    }
  }

  /** Closes the file and wipes the journal's keys. */
  close(): void {
    wipeKeys(this.keys)
    this.disk.close(this.file)
  }
}

/** A synced record that is not yet part of the journal. */
export interface Append {
  keep(): void
  undo(): void
}

/**
 * Begins a journal after `after`. It exists under its name only when it is whole and durable.
 * @throws the disk's error when nothing was begun; {@link JournalLost} when its name may or may not stay
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
    throw new JournalLost('The new journal may or may not be there.', { cause: error })
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
