import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { DeskError } from '../../shared/errors'
import { Database } from './database'
import { codeOf, type Disk, diskError, isAbsent, readFile, realDisk, removeQuietly, writeNewFile } from './disk'
import { closeVaultToOthers } from './exposure'
import {
  headFile,
  isJunkFile,
  isOfLock,
  isUnfinishedContent,
  isVaultFile,
  journalFile,
  keysFile,
  snapshotFile,
  unfinished,
} from './file-names'
import { firstHead } from './head'
import { beginJournal, continueJournal, type Journal, JournalUnreliableError } from './journal'
import { linkBytes, wipeKeys } from './journal-format'
import { defaultKdf, encodeKeys, type Kdf, makeSlot, parseKeys, unlock } from './keys-file'
import { type Lock, takeLock } from './lock-file'
import { migrate, refuseNewerSchema } from './migrate'
import { OpenVault, removeJournalsBefore } from './open-vault'
import { damaged, foreign } from './refusals'
import { type Restored, restore, type Source } from './restore'
import { keyBytes } from './sealing'
import { keyOfSnapshot, writeSnapshot } from './snapshot'
import type { Migration, Vault } from './types'
import { createVaultMeta, insertVaultMeta, readVaultMeta } from './vault-meta'

export type { Kdf } from './keys-file'

/** What opening and creating a vault have in common. */
export interface VaultOptions {
  folder: string
  passphrase: string
  migrations: readonly Migration[]
  /** Cost of new key slots; a slot that is there keeps its own. */
  kdf?: Kdf
  /** Unix milliseconds: when this process took the vault, told to the next one that asks. */
  now: number
  /** Another file system, for tests. */
  disk?: Disk
}

const idBytes = 16
const firstEpoch = 1

const noticeTorn =
  'TOTP Desk stopped while changes were being written. They had not been confirmed and are not there; everything confirmed is.'

/** Names in a folder without junk and lock files; null when there is no such folder. */
function contentOf(disk: Disk, folder: string): string[] | null {
  try {
    return disk.list(folder).filter((file) => !isJunkFile(file) && !isOfLock(file))
  } catch (error) {
    if (isAbsent(error)) return null
    if (codeOf(error) === 'ENOTDIR') throw foreign('This is a file and not a folder. Choose a folder for the vault.')
    throw diskError(error)
  }
}

/** A creation that never ended: its keys file has not got its name yet, so nobody was told of a vault. */
const isHalfMade = (files: readonly string[]): boolean =>
  files.includes(unfinished(keysFile)) && !files.includes(keysFile)

/** A vault that has lost some of its files is still one: it must be mended, never made anew. */
const holdsVault = (files: readonly string[]): boolean =>
  !isHalfMade(files) && files.some((file) => isVaultFile(file) && !file.endsWith('.new'))

/** Whether a folder holds a vault's files; false as well when there is no such folder. */
export function vaultExists(folder: string, disk: Disk = realDisk): boolean {
  const files = contentOf(disk, folder)
  return files !== null && holdsVault(files)
}

function refuseIfTaken(disk: Disk, folder: string): void {
  const files = contentOf(disk, folder) ?? []
  if (holdsVault(files)) {
    throw new DeskError('vault_exists', 'There is a vault in this folder already. Unlock it, or choose another folder.')
  }
  if (files.some((file) => !isVaultFile(file))) {
    throw foreign('This folder holds other files. Choose an empty folder, or the name of a new one.')
  }
}

/**
 * Makes a vault with one key slot and opens it. The keys file gets its name last: a crash before
 * leaves no vault and a crash after a working one.
 * @throws DeskError vault_exists, vault_foreign, vault_in_use, or one of the disk
 */
export async function createVault(options: VaultOptions & { operatorId: string }): Promise<Vault> {
  const { folder, migrations, disk = realDisk } = options
  const existed = contentOf(disk, folder) !== null
  refuseIfTaken(disk, folder)
  let lock: Lock | null = null
  try {
    disk.makeFolder(folder)
    lock = await takeLock(disk, folder, options.now)
    // Somebody may have made one while we waited for the lock.
    refuseIfTaken(disk, folder)
    const vault = await makeVault(disk, lock, options)
    return await migrated(vault, 0, migrations)
  } catch (error) {
    lock?.release()
    if (!existed) removeFolderQuietly(disk, folder)
    throw diskError(error)
  }
}

async function makeVault(disk: Disk, lock: Lock, options: VaultOptions & { operatorId: string }): Promise<OpenVault> {
  const { folder, operatorId, passphrase, kdf = defaultKdf } = options
  removeOwnFiles(disk, folder)
  const vaultId = randomBytes(idBytes)
  const dataKey = randomBytes(keyBytes)
  const database = await Database.empty()
  let journal: Journal | null = null
  try {
    const slot = await makeSlot(vaultId, firstEpoch, operatorId, passphrase, dataKey, kdf)
    const keys = join(folder, keysFile)
    writeNewFile(disk, unfinished(keys), encodeKeys(vaultId, firstEpoch, [slot], dataKey))
    database.run(createVaultMeta)
    database.run(insertVaultMeta, [firstEpoch])
    journal = beginJournal(disk, folder, vaultId, dataKey, { generation: 0, seq: 0, link: Buffer.alloc(linkBytes) })
    const header = { generation: 1, journalId: journal.id, lastSeq: 0 }
    await writeSnapshot(disk, folder, vaultId, dataKey, header, database.image())
    writeNewFile(disk, join(folder, headFile), firstHead(dataKey, vaultId, journal.place))
    disk.rename(unfinished(keys), keys)
    disk.syncFolder(folder)
    return new OpenVault({ disk, folder, vaultId, dataKey, database, journal, snapshotSeq: 0, lock, notice: null })
  } catch (error) {
    dataKey.fill(0)
    database.close()
    closeQuietly(journal)
    removeOwnFiles(disk, folder)
    throw error instanceof JournalUnreliableError ? error.cause : error
  }
}

function closeQuietly(journal: Journal | null): void {
  try {
    journal?.close()
  } catch {
    // The error that led here is the one to tell.
  }
}

/** Takes away what a creation has left, the keys file first: without it the rest is no vault. */
function removeOwnFiles(disk: Disk, folder: string): void {
  const kept = [keysFile, snapshotFile, headFile, journalFile(1)]
  for (const file of kept.flatMap((name) => [name, unfinished(name)])) removeQuietly(disk, join(folder, file))
}

function removeFolderQuietly(disk: Disk, folder: string): void {
  try {
    disk.removeFolder(folder)
  } catch {
    // Not empty, or not ours to remove: it stays.
  }
}

/**
 * Opens a vault: keys, snapshot, journals, head, in that order. Nothing on disk is changed before
 * all of it has been read and authenticated.
 * @returns the vault and the operator whose key slot the passphrase opened
 * @throws DeskError vault_absent, vault_foreign, vault_in_use, vault_damaged, vault_newer,
 *   wrong_passphrase, or one of the disk
 */
export async function openVault(options: VaultOptions): Promise<{ vault: Vault; operatorId: string }> {
  const { folder, disk = realDisk } = options
  const files = contentOf(disk, folder)
  if (files === null || files.length === 0 || isHalfMade(files)) {
    throw new DeskError('vault_absent', 'There is no vault in this folder yet. Create one, or choose another folder.')
  }
  if (!holdsVault(files)) throw foreign('This folder holds no vault, but other files. Choose another folder.')
  let lock: Lock | null = null
  try {
    lock = await takeLock(disk, folder, options.now)
    return await openLocked(disk, lock, options)
  } catch (error) {
    lock?.release()
    throw diskError(error)
  }
}

function readKeys(disk: Disk, folder: string): Buffer {
  try {
    return readFile(disk, join(folder, keysFile))
  } catch (error) {
    throw isAbsent(error) ? damaged(keysFile, 'is missing') : error
  }
}

async function openLocked(
  disk: Disk,
  lock: Lock,
  options: VaultOptions,
): Promise<{ vault: Vault; operatorId: string }> {
  const { folder, passphrase, migrations } = options
  const keys = parseKeys(readKeys(disk, folder))
  const { dataKey, operatorId } = await unlock(keys, passphrase, keyOfSnapshot(disk, folder))
  const source = { disk, folder, vaultId: keys.vaultId, dataKey }
  try {
    const restored = await restore(source)
    const { vault, schema } = resume(source, lock, keys.epoch, restored, migrations)
    return { vault: await migrated(vault, schema, migrations), operatorId }
  } catch (error) {
    dataKey.fill(0)
    throw error
  }
}

/** Goes from having read everything to writing: the last checks, then the first change on disk. */
function resume(
  source: Source,
  lock: Lock,
  epoch: number,
  { database, snapshot, journal: { keys, id, ...at } }: Restored,
  migrations: readonly Migration[],
): { vault: OpenVault; schema: number } {
  const { disk, folder } = source
  let journal: Journal | null = null
  try {
    const own = readVaultMeta(database)
    refuseNewerSchema(own.schema, migrations)
    // The list of key slots was put back: a removed operator would be in it again.
    if (epoch !== own.epoch) throw damaged(keysFile, 'is not the one that belongs to the rest of the vault')
    journal = continueJournal(disk, folder, keys, id, at)
    removeLeftovers(disk, folder, snapshot.generation)
    const notices = [at.torn ? noticeTorn : null, closeVaultToOthers(disk, folder)].filter((said) => said !== null)
    const notice = notices.join(' ') || null
    const vault = new OpenVault({ ...source, database, journal, snapshotSeq: snapshot.lastSeq, lock, notice })
    return { vault, schema: own.schema }
  } catch (error) {
    wipeKeys(keys)
    database.close()
    closeQuietly(journal)
    throw error
  }
}

function removeLeftovers(disk: Disk, folder: string, firstJournal: number): void {
  for (const file of disk.list(folder)) {
    // Not those of lock files: somebody may be asking for the vault at this moment.
    if (isUnfinishedContent(file)) removeQuietly(disk, join(folder, file))
  }
  removeJournalsBefore(disk, folder, firstJournal)
}

/** A vault whose schema cannot be brought up is closed again: half a schema serves nobody. */
async function migrated(vault: OpenVault, from: number, migrations: readonly Migration[]): Promise<OpenVault> {
  try {
    await migrate(vault, from, migrations)
    return vault
  } catch (error) {
    await vault.close()
    throw error
  }
}
