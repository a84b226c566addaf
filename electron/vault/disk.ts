import fs from 'node:fs'
import { DeskError } from '../../shared/errors'
import { isListeningOn, listenOn, type OpenSocket } from './lock-socket'
import { closeToOthers, type Exposure } from './modes'

/**
 * What the vault needs from a file system, and nothing more, so that tests can put a failing or
 * forgetful one in its place. Calls throw what `node:fs` throws.
 */
export interface Disk {
  makeFolder(path: string): void
  removeFolder(path: string): void
  /** Names in a folder. */
  list(path: string): string[]
  /** `create` fails when the name is taken; `update` and `read` when it is not there. */
  open(path: string, how: 'read' | 'update' | 'create'): number
  size(file: number): number
  /** Bytes read; fewer than asked for at the end of the file. */
  readAt(file: number, into: Uint8Array, position: number): number
  /** Bytes written; may be fewer than given. */
  writeAt(file: number, bytes: Uint8Array, position: number): number
  truncate(file: number, length: number): void
  /** Returns once content and length are on the medium. */
  sync(file: number): void
  /** The same without blocking. */
  syncLater(file: number): Promise<void>
  close(file: number): void
  /** Replaces `to` when it exists. */
  rename(from: string, to: string): void
  remove(path: string): void
  /** Makes names created, renamed and removed in the folder last. */
  syncFolder(path: string): void
  /** Takes from a file or folder what other accounts may do with it. */
  closeToOthers(path: string, what: 'folder' | 'file'): Exposure
  /** Listens on a socket under a new name until it is closed or this process ends; null when that cannot be had. */
  listen(path: string): Promise<OpenSocket | null>
  /** Whether that socket is listened on; null when it cannot be told, so nothing follows from it. */
  isListening(path: string, identity: string): Promise<boolean | null>
}

const flags = { read: 'r', update: 'r+', create: 'wx+' } as const

/** The machine's own file system. Files are the owner's alone (0600), folders too (0700). */
export const realDisk: Disk = {
  makeFolder(path) {
    fs.mkdirSync(path, { recursive: true, mode: 0o700 })
    if (process.platform !== 'win32') fs.chmodSync(path, 0o700)
  },
  removeFolder: (path) => fs.rmdirSync(path),
  list: (path) => fs.readdirSync(path),
  open: (path, how) => fs.openSync(path, flags[how], 0o600),
  size: (file) => fs.fstatSync(file).size,
  readAt: (file, into, position) => fs.readSync(file, into, 0, into.length, position),
  writeAt: (file, bytes, position) => fs.writeSync(file, bytes, 0, bytes.length, position),
  truncate: (file, length) => fs.ftruncateSync(file, length),
  sync: (file) => fs.fdatasyncSync(file),
  syncLater: (file) =>
    new Promise((resolve, reject) => fs.fdatasync(file, (error) => (error ? reject(error) : resolve()))),
  close: (file) => fs.closeSync(file),
  rename: (from, to) => fs.renameSync(from, to),
  remove: (path) => fs.unlinkSync(path),
  syncFolder(path) {
    // Windows cannot open a folder to sync it; NTFS orders names by its own journal.
    if (process.platform === 'win32') return
    const folder = fs.openSync(path, 'r')
    try {
      fs.fsyncSync(folder)
    } finally {
      fs.closeSync(folder)
    }
  },
  closeToOthers,
  listen: listenOn,
  isListening: isListeningOn,
}

/** The code of a file-system error such as `ENOSPC`, or null for any other thrown thing. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

/** Whether a file-system error says that a name is not there. */
export const isAbsent = (error: unknown): boolean => codeOf(error) === 'ENOENT'

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const readOnly = new Set(['EROFS', 'EACCES', 'EPERM'])

/**
 * A file-system error in the words of the desk. Anything already a refusal passes through.
 * EFBIG counts as full: it is what a file-size limit answers.
 */
export function diskError(error: unknown): DeskError {
  if (error instanceof DeskError) return error
  const code = codeOf(error)
  const details = { reason: code ?? 'unknown' }
  if (code !== null && full.has(code)) {
    return new DeskError(
      'disk_full',
      'The disk is full. Nothing was saved; what you typed is still here. Free some space and save again.',
      details,
      { cause: error },
    )
  }
  if (code !== null && readOnly.has(code)) {
    return new DeskError(
      'disk_read_only',
      'The vault folder cannot be written to. Nothing was saved; what you typed is still here. Make the folder writable and try again.',
      details,
      { cause: error },
    )
  }
  return new DeskError(
    'disk_failed',
    `The disk did not take the change (${details.reason}). Nothing was saved; what you typed is still here. Check the disk and try again.`,
    details,
    { cause: error },
  )
}

/** Writes all of `bytes` at `position`, in as many calls as the disk makes of it. */
export function writeAll(disk: Disk, file: number, bytes: Uint8Array, position: number): void {
  let done = 0
  while (done < bytes.length) {
    const written = disk.writeAt(file, bytes.subarray(done), position + done)
    if (written <= 0) throw new Error('The disk took no bytes.')
    done += written
  }
}

/** Fills `into` from `position`; returns how much there was to read. */
export function readAll(disk: Disk, file: number, into: Uint8Array, position: number): number {
  let done = 0
  while (done < into.length) {
    const read = disk.readAt(file, into.subarray(done), position + done)
    if (read <= 0) break
    done += read
  }
  return done
}

/** The whole of a file. */
export function readFile(disk: Disk, path: string): Buffer {
  const file = disk.open(path, 'read')
  try {
    const bytes = Buffer.alloc(disk.size(file))
    return bytes.subarray(0, readAll(disk, file, bytes, 0))
  } finally {
    disk.close(file)
  }
}

/** Removes a file if the disk lets it: for leftovers that do no harm when they stay. */
export function removeQuietly(disk: Disk, path: string): void {
  try {
    disk.remove(path)
  } catch {
    // It is ignored by name or by generation wherever it matters.
  }
}

/** Writes a new file and syncs it. The name must be free. The handle is closed on return. */
export function writeNewFile(disk: Disk, path: string, bytes: Uint8Array): void {
  const file = disk.open(path, 'create')
  try {
    writeAll(disk, file, bytes, 0)
    disk.sync(file)
  } finally {
    disk.close(file)
  }
}
