import { join } from 'node:path'
import { Database } from './database'
import { type Disk, isAbsent, readFile } from './disk'
import { generationOf, headFile, journalFile, snapshotFile } from './file-names'
import { readHead } from './head'
import {
  type JournalKeys,
  journalHeaderBytes,
  type Place,
  readJournalHeader,
  readRecord,
  wipeKeys,
} from './journal-format'
import { damaged } from './refusals'
import { same } from './sealing'
import { readSnapshot, type SnapshotHeader } from './snapshot'
import { decodeStatements, type Statement } from './statements'
import { readVaultMeta, setSeq } from './vault-meta'

/** A vault's content as the files tell it; nothing has been written yet. */
export interface Restored {
  database: Database
  snapshot: SnapshotHeader
  /** The last journal, to be continued. */
  journal: { keys: JournalKeys; id: Buffer; place: Place; bytes: number; records: number; torn: boolean }
}

/** What is needed to read the files of one vault. */
export interface Source {
  disk: Disk
  folder: string
  vaultId: Buffer
  dataKey: Buffer
}

/**
 * Loads the snapshot and replays the journals that follow it.
 * @throws DeskError vault_damaged naming the file; nothing is changed on disk
 */
export async function restore(source: Source): Promise<Restored> {
  const { disk, folder, vaultId, dataKey } = source
  const { header, image } = present(snapshotFile, () => readSnapshot(disk, folder, vaultId, dataKey))
  const head = present(headFile, () => readHead(disk, folder, dataKey, vaultId))
  const database = await openImage(image)
  try {
    if (readVaultMeta(database).seq !== header.lastSeq) throw damaged(snapshotFile, 'does not hold what it says')
    const journal = replayChain(source, database, header, head)
    return { database, snapshot: header, journal }
  } catch (error) {
    database.close()
    throw error
  }
}

async function openImage(image: Buffer): Promise<Database> {
  try {
    const database = await Database.from(image)
    readVaultMeta(database)
    return database
  } catch (error) {
    throw damaged(snapshotFile, 'does not hold a vault', error)
  }
}

/** Turns "no such file" into the refusal that names it. */
function present<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw isAbsent(error) ? damaged(file, 'is missing') : error
  }
}

/** The generations of the journals from the snapshot's on; there must be no gap. */
function chainOf(source: Source, first: number): number[] {
  const found = source.disk
    .list(source.folder)
    .map(generationOf)
    .filter((generation) => generation !== null)
    .filter((generation) => generation >= first)
    .sort((a, b) => a - b)
  const count = Math.max(1, found.length)
  const expected = Array.from({ length: count }, (_, index) => first + index)
  const missing = expected.find((generation) => !found.includes(generation))
  if (missing !== undefined) throw damaged(journalFile(missing), 'is missing')
  return expected
}

function replayChain(source: Source, database: Database, snapshot: SnapshotHeader, head: Place): Restored['journal'] {
  const chain = chainOf(source, snapshot.generation)
  const headCheck = new HeadCheck(head)
  let journal: Restored['journal'] | null = null
  for (const generation of chain) {
    if (journal !== null) {
      wipeKeys(journal.keys)
      // Only the newest journal can have been written to when the power went.
      if (journal.torn) throw damaged(journalFile(generation - 1), 'is cut off')
    }
    journal = replayJournal(source, database, generation, snapshot, journal?.place ?? null, headCheck)
  }
  if (journal === null) throw damaged(journalFile(snapshot.generation), 'is missing')
  try {
    headCheck.assertReached(journal.place)
  } catch (error) {
    wipeKeys(journal.keys)
    throw error
  }
  return journal
}

/**
 * Holds the head against the places that replaying goes through. The head was durable at the
 * snapshot's beginning before the snapshot was, so one from before it was put back.
 */
class HeadCheck {
  #met = false

  constructor(private readonly head: Place) {}

  at(place: Place): void {
    const { generation, seq, link } = this.head
    if (place.generation === generation && place.seq === seq && same(place.link, link)) this.#met = true
  }

  assertReached(last: Place): void {
    if (!this.#met)
      throw damaged(journalFile(last.generation), 'is older or shorter than it was when the vault was last used')
  }
}

function replayJournal(
  source: Source,
  database: Database,
  generation: number,
  snapshot: SnapshotHeader,
  before: Place | null,
  headCheck: HeadCheck,
): Restored['journal'] {
  const file = journalFile(generation)
  const bytes = present(file, () => readFile(source.disk, join(source.folder, file)))
  const { header, keys, link } = readJournalHeader(bytes, source.dataKey, source.vaultId, file)
  try {
    const continues =
      before === null
        ? same(header.id, snapshot.journalId) && header.baseSeq === snapshot.lastSeq
        : same(header.after, before.link) && header.baseSeq === before.seq
    if (header.generation !== generation || !continues) throw damaged(file, 'does not follow the file before it')
    let journal = {
      keys,
      id: header.id,
      place: { generation, seq: header.baseSeq, link },
      bytes: journalHeaderBytes,
      records: 0,
      torn: false,
    }
    headCheck.at(journal.place)
    while (journal.bytes < bytes.length) {
      const reading = readRecord(keys, bytes, journal.bytes, journal.place.link)
      if (reading.kind === 'damaged') throw damaged(file, 'is damaged')
      if (reading.kind === 'torn') return { ...journal, torn: true }
      if (reading.seq !== journal.place.seq + 1) throw damaged(file, 'is not in order')
      replayRecord(database, file, reading.seq, reading.plain)
      journal = {
        ...journal,
        place: { generation, seq: reading.seq, link: reading.link },
        bytes: reading.next,
        records: journal.records + 1,
      }
      headCheck.at(journal.place)
    }
    return journal
  } catch (error) {
    wipeKeys(keys)
    throw error
  }
}

function replayRecord(database: Database, file: string, seq: number, plain: Buffer): void {
  try {
    const statements = decodeStatements(plain)
    database.begin()
    for (const statement of statements) replayStatement(database, statement)
    setSeq(database, seq)
    database.commit()
  } catch (error) {
    database.rollback()
    throw damaged(file, 'does not fit what came before it', error)
  } finally {
    plain.fill(0)
  }
}

/** The rows changed must be those of then: anything else means that the two states differ. */
function replayStatement(database: Database, { sql, parameters, changed }: Statement): void {
  if (database.run(sql, parameters) !== changed) throw new Error('A statement changed another number of rows.')
}
