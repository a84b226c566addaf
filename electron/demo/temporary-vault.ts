import { rmSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { isRunning, startOf } from '../vault/process-identity'

/** A folder that goes with the process. */
export interface TemporaryVault {
  /** Absolute path at which a vault can be made. */
  readonly folder: string
  /** Removes everything at once; for the very end of the process. Never throws. */
  remove(): void
}

const prefix = 'totp-desk-demo-'
const ownerFile = 'owner.json'
const ownerSchema = z.object({ pid: z.int().min(1), start: z.string().nullable(), host: z.string() })
/** A folder without an owner is one that was left by a cut-off start, or has begun this moment. */
const ownerlessForMs = 60 * 60_000

/**
 * Makes a folder for a demo's vault, and removes those that killed demos have left.
 * @param parent the system's folder for temporary files
 */
export async function createTemporaryVault(parent: string = tmpdir()): Promise<TemporaryVault> {
  await removeLeftovers(parent)
  const place = await mkdtemp(join(parent, prefix))
  const owner = { pid: process.pid, start: await startOf(process.pid), host: hostname() }
  await writeFile(join(place, ownerFile), JSON.stringify(owner))
  return {
    folder: join(place, 'vault'),
    remove() {
      try {
        rmSync(place, { recursive: true, force: true })
      } catch {
        // The next demo tries again.
      }
    },
  }
}

async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const place = join(parent, name)
    // What cannot be looked at or removed belongs to another user, or was removed meanwhile.
    if (await isLeftover(place).catch(() => false)) await rm(place, { recursive: true, force: true }).catch(() => {})
  }
}

async function isLeftover(place: string): Promise<boolean> {
  const { uid, mtimeMs } = await stat(place)
  if (process.getuid && uid !== process.getuid()) return false
  const owner = await readOwner(place)
  if (owner === null) return Date.now() - mtimeMs > ownerlessForMs
  if (owner.host !== hostname()) return false
  if (!isRunning(owner.pid)) return true
  const start = await startOf(owner.pid)
  return start !== null && owner.start !== null && start !== owner.start
}

async function readOwner(place: string): Promise<z.infer<typeof ownerSchema> | null> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(join(place, ownerFile), 'utf8')))
  } catch {
    return null
  }
}
