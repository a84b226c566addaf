import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { DeskError } from '../../shared/errors'
import { codeOf, type Disk, isAbsent, readFile, removeQuietly, writeNewFile } from './disk'
import { isLockFile, lockFileOf, socketOf, unfinished } from './file-names'
import { ownLocation } from './machine-identity'
import { isRunning, startOf } from './process-identity'

const holderSchema = z.object({
  pid: z.int().min(1),
  /** When the process began, as its system tells; null when it does not. */
  start: z.string().nullable(),
  /** The computer's name, for the words of a refusal alone. */
  host: z.string(),
  /** When it asked for the vault, Unix milliseconds. */
  since: z.int().min(0),
  machine: z.string().nullable(),
  system: z.string().nullable(),
  numbers: z.string().nullable(),
  /** Identity of the socket it listens on while it lives; null when it has none. */
  socket: z.string().nullable(),
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
 * by name. Beside the lock file its process listens on a socket, which the system closes with it.
 * @param now Unix milliseconds, for telling the next one since when it is open
 * @throws DeskError vault_in_use
 */
export async function takeLock(disk: Disk, folder: string, now: number): Promise<Lock> {
  const [start, location] = await Promise.all([startOf(process.pid), ownLocation()])
  const own: Holder = { pid: process.pid, start, host: hostname(), since: now, ...location, socket: null }
  for (let round = 1; ; round += 1) {
    const name = lockFileOf(`${process.pid}-${randomBytes(6).toString('hex')}`)
    const lock = await putDown(disk, folder, name, own)
    try {
      const { standing, stale } = await others(disk, folder, name, own)
      if (standing === null) {
        for (const file of stale) removeLock(disk, folder, file)
        return lock
      }
      if (round === rounds) throw inUse(standing, now)
    } catch (error) {
      lock.release()
      throw error
    }
    lock.release()
    await pause(10 + randomBytes(1).readUInt8(0) / 4)
  }
}

/** The socket comes first: whoever reads of it in the lock file must find it listening. */
async function putDown(disk: Disk, folder: string, name: string, own: Holder): Promise<Lock> {
  const path = join(folder, name)
  held.add(name)
  const socket = await disk.listen(join(folder, socketOf(name)))
  const release = (): void => {
    held.delete(name)
    socket?.close()
    removeLock(disk, folder, name)
  }
  try {
    const record: Holder = { ...own, socket: socket?.identity ?? null }
    // Appears whole, so that nobody reads half of it and takes it for a dead one's.
    writeNewFile(disk, unfinished(path), Buffer.from(JSON.stringify(record)))
    disk.rename(unfinished(path), path)
    return { release }
  } catch (error) {
    removeQuietly(disk, unfinished(path))
    release()
    throw error
  }
}

/** The lock file first: a socket's file that is gone tells nothing about its process. */
function removeLock(disk: Disk, folder: string, name: string): void {
  removeQuietly(disk, join(folder, name))
  removeQuietly(disk, join(folder, socketOf(name)))
}

/** A lock that counts. */
interface Standing {
  file: string
  /** Null when the file was written by a program that writes it in another way. */
  holder: Holder | null
  why: Exclude<Judgement, 'ended'>
}

/** The lock files of everybody else: one that counts, and those of processes that have ended. */
async function others(
  disk: Disk,
  folder: string,
  own: string,
  asker: Holder,
): Promise<{ standing: Standing | null; stale: string[] }> {
  const stale: string[] = []
  for (const file of disk.list(folder).filter((name) => isLockFile(name) && name !== own)) {
    const record = readRecord(disk, join(folder, file))
    const holder = holderSchema.safeParse(record).data ?? null
    const why = record === null ? 'ended' : holder === null ? 'unknown' : await judge(disk, folder, file, holder, asker)
    if (why !== 'ended') return { standing: { file, holder, why }, stale: [] }
    stale.push(file)
  }
  return { standing: null, stale }
}

/**
 * What a lock file says; null when it is gone meanwhile, or is no JSON: lock files appear whole, so
 * only a power loss, which ends every process, leaves that.
 */
function readRecord(disk: Disk, path: string): unknown {
  try {
    return JSON.parse(readFile(disk, path).toString('utf8'))
  } catch (error) {
    // A disk that does not let it be read says nothing about who holds the vault.
    if (codeOf(error) !== null && !isAbsent(error)) throw error
    return null
  }
}

/**
 * Whether a lock counts: `ended` alone does not. `open`: its process lives. `hidden`: it is in a
 * container or sandbox of this computer that cannot be looked into. `elsewhere`: on another computer.
 * `unknown`: nothing can be said.
 */
type Judgement = 'ended' | 'open' | 'hidden' | 'elsewhere' | 'unknown'

async function judge(disk: Disk, folder: string, file: string, holder: Holder, asker: Holder): Promise<Judgement> {
  if (held.has(file)) return 'open'
  if (holder.system === null || asker.system === null) return 'unknown'
  if (holder.system !== asker.system) {
    // The same computer in another run of its system: it was restarted since.
    return holder.machine !== null && holder.machine === asker.machine ? 'ended' : 'elsewhere'
  }
  if (holder.socket !== null) {
    const listening = await disk.isListening(join(folder, socketOf(file)), holder.socket)
    if (listening !== null) return listening ? 'open' : 'ended'
  }
  if (holder.numbers === null || holder.numbers !== asker.numbers) return 'hidden'
  return (await isAlive(holder)) ? 'open' : 'ended'
}

/** Asks by number: for a process whose number means the same here. */
async function isAlive({ pid, start: began }: Holder): Promise<boolean> {
  // Its own locks that count are known by name.
  if (pid === process.pid || !isRunning(pid)) return false
  const start = await startOf(pid)
  // A number is used again for other processes; the start tells them apart.
  return start === null || began === null || start === began
}

function inUse({ file, holder, why }: Standing, now: number): DeskError {
  if (holder === null) {
    const message = `This vault is locked by another version of TOTP Desk. Close it there first; if it is not open anywhere, delete the file ${file} in the vault's folder.`
    return new DeskError('vault_in_use', message, { file })
  }
  const started = ` (started ${clockTime(holder.since, now)})`
  const unseen = `Close it there first; if it is not open there, delete the file ${file} in the vault's folder.`
  const message = {
    open: `This vault is open in another TOTP Desk${started}. Close it there first.`,
    hidden: `This vault is open in another TOTP Desk of this computer${started}, in a container or sandbox that this one cannot look into. ${unseen}`,
    elsewhere: `This vault is open on the computer ${holder.host}${started}. ${unseen}`,
    unknown: `This vault is locked by another TOTP Desk${started}, and whether that still runs cannot be seen from here. ${unseen}`,
  }
  return new DeskError('vault_in_use', message[why], { file, since: holder.since, host: holder.host, pid: holder.pid })
}

/** Local time of day, with the day when it is not today. */
function clockTime(timeMs: number, now: number): string {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(timeMs)
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
  return day.format(timeMs) === day.format(now) ? time : `${day.format(timeMs)}, ${time}`
}
