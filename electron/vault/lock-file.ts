import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { DeskError } from '../../shared/errors'
import { codeOf, type Disk, isAbsent, readFile, removeQuietly, writeNewFile } from './disk'
import { isLockFile, lockFileOf, unfinished } from './file-names'
import { isRunning, startOf } from './process-identity'

const holderSchema = z.object({
  pid: z.int().min(1),
  /** When the process began, as its system tells; null when it does not. */
  start: z.string().nullable(),
  host: z.string(),
  /** When it asked for the vault, Unix milliseconds. */
  since: z.int().min(0),
})
type Holder = z.infer<typeof holderSchema>

/** Two that ask at once both step back; one of them comes first in a later round. */
const rounds = 4

/** Lock files of this process that count: one it could not remove from a disk must not keep itself out. */
const held = new Set<string>()

export interface Lock {
  /** Lets others in. */
  release(): void
}

/**
 * Makes this process the only one with the vault open.
 *
 * Everybody who asks first puts down a lock file under a name of their own, then looks for others.
 * Of two that ask at once, at least one therefore sees the other and steps back: two can never both
 * go on, and nobody has to remove a stale file before owning its place, which cannot be done safely
 * by name.
 * @param now Unix milliseconds, for telling the next one since when it is open
 * @throws DeskError vault_in_use
 */
export async function takeLock(disk: Disk, folder: string, now: number): Promise<Lock> {
  const own: Holder = { pid: process.pid, start: await startOf(process.pid), host: hostname(), since: now }
  for (let round = 1; ; round += 1) {
    const name = lockFileOf(`${process.pid}-${randomBytes(6).toString('hex')}`)
    const path = join(folder, name)
    held.add(name)
    try {
      // Appears whole, so that nobody reads half of it and takes it for a dead one's.
      writeNewFile(disk, unfinished(path), Buffer.from(JSON.stringify(own)))
      disk.rename(unfinished(path), path)
      const { live, stale } = await others(disk, folder, name)
      if (live === null) {
        for (const file of stale) removeQuietly(disk, join(folder, file))
        return { release: () => letGo(disk, folder, name) }
      }
      if (round === rounds) throw inUse(live, own, now)
      letGo(disk, folder, name)
    } catch (error) {
      removeQuietly(disk, unfinished(path))
      letGo(disk, folder, name)
      throw error
    }
    await pause(10 + randomBytes(1).readUInt8(0) / 4)
  }
}

function letGo(disk: Disk, folder: string, name: string): void {
  held.delete(name)
  removeQuietly(disk, join(folder, name))
}

/** The lock files of everybody else: one whose process lives, and those of the dead. */
async function others(disk: Disk, folder: string, own: string): Promise<{ live: Holder | null; stale: string[] }> {
  const stale: string[] = []
  for (const file of disk.list(folder).filter((name) => isLockFile(name) && name !== own)) {
    const holder = readHolder(disk, join(folder, file))
    if (holder !== null && (await isLive(holder, file))) return { live: holder, stale: [] }
    stale.push(file)
  }
  return { live: null, stale }
}

/** Null when it is gone meanwhile, or is no such file: they appear whole, so only a power loss does that. */
function readHolder(disk: Disk, path: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFile(disk, path).toString('utf8')))
  } catch (error) {
    // A disk that does not let it be read says nothing about who holds the vault.
    if (codeOf(error) !== null && !isAbsent(error)) throw error
    return null
  }
}

async function isLive(holder: Holder, file: string): Promise<boolean> {
  // Another computer's processes cannot be asked after: only a person can say that it is closed there.
  if (holder.host !== hostname()) return true
  if (holder.pid === process.pid) return held.has(file)
  if (!isRunning(holder.pid)) return false
  const start = await startOf(holder.pid)
  // A number is used again for other processes; the start tells them apart.
  return start === null || holder.start === null || start === holder.start
}

function inUse(holder: Holder, own: Holder, now: number): DeskError {
  const started = clockTime(holder.since, now)
  const elsewhere = holder.host !== own.host
  const message = elsewhere
    ? `This vault is open on the computer ${holder.host} (started ${started}). Close it there first; if it is not open there, delete the vault.lock files in its folder.`
    : `This vault is open in another TOTP Desk (started ${started}). Close it there first.`
  return new DeskError('vault_in_use', message, { since: holder.since, host: holder.host, pid: holder.pid })
}

/** Local time of day, with the day when it is not today. */
function clockTime(timeMs: number, now: number): string {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(timeMs)
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
  return day.format(timeMs) === day.format(now) ? time : `${day.format(timeMs)}, ${time}`
}
