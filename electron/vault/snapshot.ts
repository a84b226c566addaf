import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Disk, readAll, removeQuietly, writeAll } from './disk'
import { FieldReader, u32, u64 } from './fields'
import { snapshotFile, unfinished } from './file-names'
import { journalIdBytes } from './journal-format'
import { damaged, formatVersion } from './refusals'
import { authenticate, deriveKey, nonceBytes, same, seal, tagBytes, unseal } from './sealing'

/** What the first bytes of a snapshot say. */
export interface SnapshotHeader {
  /** The generation of the journal that continues it, and that journal's id. */
  generation: number
  journalId: Buffer
  /** Number of the last transaction it holds. */
  lastSeq: number
}

const magic = Buffer.from('TOTPDSNP', 'latin1')
const chunkBytes = 1024 * 1024
const saltBytes = 16
const codeBytes = 32
const coveredBytes = magic.length + 4 + 4 + 16 + 4 + 8 + 8 + saltBytes + journalIdBytes
const headerBytes = coveredBytes + codeBytes
/** sql.js keeps the file in one array buffer; beyond this it could not be opened anyway. */
const maxImageBytes = 4 * 1024 * 1024 * 1024 - 1

interface SnapshotKeys {
  header: Buffer
  chunk: Buffer
}

function snapshotKeys(dataKey: Buffer, salt: Buffer): SnapshotKeys {
  return { header: deriveKey(dataKey, salt, 'snapshot header'), chunk: deriveKey(dataKey, salt, 'snapshot chunk') }
}

function wipe(keys: SnapshotKeys): void {
  keys.header.fill(0)
  keys.chunk.fill(0)
}

/** The key is the snapshot's own (random salt), so the chunk's number can be its nonce. */
function chunkNonce(index: number): Buffer {
  const nonce = Buffer.alloc(nonceBytes)
  nonce.writeUInt32BE(index, nonceBytes - 4)
  return nonce
}

/** Chunks cannot change places, be left out at the end, or come from another snapshot. */
function chunkContext(code: Buffer, index: number, last: boolean): Buffer {
  return Buffer.concat([code, u32(index), Buffer.from([last ? 1 : 0])])
}

const chunkCount = (imageBytes: number): number => Math.max(1, Math.ceil(imageBytes / chunkBytes))

/**
 * Seals an image of the database beside the present snapshot and puts it in its place. After each
 * chunk it lets waiting calls run; the image is a copy and does not change meanwhile.
 * @throws the disk's error; the present snapshot then still stands, or the new one does, whole
 */
export async function writeSnapshot(
  disk: Disk,
  folder: string,
  vaultId: Buffer,
  dataKey: Buffer,
  header: SnapshotHeader,
  image: Uint8Array,
): Promise<void> {
  const path = join(folder, snapshotFile)
  removeQuietly(disk, unfinished(path))
  const file = disk.open(unfinished(path), 'create')
  let open = true
  try {
    await writeImage(disk, file, vaultId, dataKey, header, image)
    await disk.syncLater(file)
    open = false
    disk.close(file)
    disk.rename(unfinished(path), path)
    disk.syncFolder(folder)
  } catch (error) {
    if (open) closeQuietly(disk, file)
    removeQuietly(disk, unfinished(path))
    throw error
  }
}

function closeQuietly(disk: Disk, file: number): void {
  try {
    disk.close(file)
  } catch {
    // The error that led here is the one to tell.
  }
}

async function writeImage(
  disk: Disk,
  file: number,
  vaultId: Buffer,
  dataKey: Buffer,
  header: SnapshotHeader,
  image: Uint8Array,
): Promise<void> {
  const salt = randomBytes(saltBytes)
  const keys = snapshotKeys(dataKey, salt)
  try {
    const covered = Buffer.concat([
      magic,
      u32(formatVersion),
      u32(chunkBytes),
      vaultId,
      u32(header.generation),
      u64(header.lastSeq),
      u64(image.length),
      salt,
      header.journalId,
    ])
    const code = authenticate(keys.header, covered)
    writeAll(disk, file, Buffer.concat([covered, code]), 0)
    const chunks = chunkCount(image.length)
    for (let index = 0; index < chunks; index += 1) {
      const plain = image.subarray(index * chunkBytes, (index + 1) * chunkBytes)
      const sealed = seal(keys.chunk, chunkNonce(index), chunkContext(code, index, index === chunks - 1), plain)
      writeAll(disk, file, sealed, headerBytes + index * (chunkBytes + tagBytes))
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    wipe(keys)
  }
}

/**
 * Reads and authenticates the whole snapshot.
 * @returns its header and the image, in memory that the database may keep as its own
 * @throws DeskError vault_damaged
 */
export function readSnapshot(
  disk: Disk,
  folder: string,
  vaultId: Buffer,
  dataKey: Buffer,
): { header: SnapshotHeader; image: Buffer } {
  const file = disk.open(join(folder, snapshotFile), 'read')
  try {
    const bytes = Buffer.alloc(headerBytes)
    if (readAll(disk, file, bytes, 0) < headerBytes) throw damaged(snapshotFile, 'is cut off')
    const covered = bytes.subarray(0, coveredBytes)
    const keys = snapshotKeys(dataKey, saltOf(covered))
    try {
      const code = authenticate(keys.header, covered)
      if (!same(code, bytes.subarray(coveredBytes))) throw damaged(snapshotFile, 'is damaged')
      const { header, imageBytes } = parseCovered(covered, vaultId)
      return { header, image: readImage(disk, file, keys.chunk, code, imageBytes) }
    } finally {
      wipe(keys)
    }
  } finally {
    disk.close(file)
  }
}

const saltOf = (covered: Buffer): Buffer =>
  Buffer.from(covered.subarray(coveredBytes - journalIdBytes - saltBytes, coveredBytes - journalIdBytes))

/** Tells the key that the snapshot on disk was made under from any other; no key is, when it cannot be read. */
export function keyOfSnapshot(disk: Disk, folder: string): (dataKey: Buffer) => boolean {
  const header = readHeader(disk, folder)
  if (header === null) return () => false
  const covered = header.subarray(0, coveredBytes)
  return (dataKey) => {
    const keys = snapshotKeys(dataKey, saltOf(covered))
    const code = authenticate(keys.header, covered)
    wipe(keys)
    return same(code, header.subarray(coveredBytes))
  }
}

function readHeader(disk: Disk, folder: string): Buffer | null {
  try {
    const file = disk.open(join(folder, snapshotFile), 'read')
    try {
      const bytes = Buffer.alloc(headerBytes)
      return readAll(disk, file, bytes, 0) === headerBytes ? bytes : null
    } finally {
      disk.close(file)
    }
  } catch {
    // Named when it is read for its content.
    return null
  }
}

function parseCovered(covered: Buffer, vaultId: Buffer): { header: SnapshotHeader; imageBytes: number } {
  const fields = new FieldReader(covered)
  const sameKind =
    fields.take(magic.length).equals(magic) && fields.u32() === formatVersion && fields.u32() === chunkBytes
  if (!sameKind || !fields.take(vaultId.length).equals(vaultId)) throw damaged(snapshotFile, 'belongs to another vault')
  const generation = fields.u32()
  const lastSeq = fields.u64()
  const imageBytes = fields.u64()
  if (imageBytes > maxImageBytes) throw damaged(snapshotFile, 'names an impossible size')
  fields.take(saltBytes)
  const journalId = Buffer.from(fields.take(journalIdBytes))
  return { header: { generation, lastSeq, journalId }, imageBytes }
}

function readImage(disk: Disk, file: number, key: Buffer, code: Buffer, imageBytes: number): Buffer {
  const chunks = chunkCount(imageBytes)
  if (disk.size(file) !== headerBytes + imageBytes + chunks * tagBytes) {
    throw damaged(snapshotFile, 'has the wrong length')
  }
  const image = Buffer.alloc(imageBytes)
  const sealed = Buffer.alloc(Math.min(imageBytes, chunkBytes) + tagBytes)
  for (let index = 0; index < chunks; index += 1) {
    const start = index * chunkBytes
    const part = sealed.subarray(0, Math.min(chunkBytes, imageBytes - start) + tagBytes)
    const read = readAll(disk, file, part, headerBytes + index * (chunkBytes + tagBytes))
    const context = chunkContext(code, index, index === chunks - 1)
    const plain = read === part.length ? unseal(key, chunkNonce(index), context, part) : null
    if (plain === null) throw damaged(snapshotFile, 'is damaged')
    plain.copy(image, start)
    plain.fill(0)
  }
  return image
}
