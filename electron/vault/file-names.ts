/** Names of the files of a vault, inside its folder. */
export const keysFile = 'vault.keys'
export const snapshotFile = 'vault.snapshot'
export const headFile = 'vault.head'

/** A file under this ending is being written; it counts only after it is renamed. */
export const unfinished = (file: string): string => `${file}.new`

/** Every journal has a generation of its own, 1, 2, 3, …. */
export const journalFile = (generation: number): string => `vault.journal.${generation}`

/** The generation in a journal's file name, or null for any other name. */
export function generationOf(file: string): number | null {
  const digits = /^vault\.journal\.([1-9]\d{0,9})$/.exec(file)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** One per process that asks for the vault, so that asking never overwrites another's. */
export const lockFileOf = (process: string): string => `vault.lock.${process}`
export const isLockFile = (file: string): boolean => /^vault\.lock\.[\w-]+$/.test(file)

/** The socket that the process of a lock file listens on. */
export const socketOf = (lockFile: string): string => `${lockFile}.socket`
const isLockSocket = (file: string): boolean => /^vault\.lock\.[\w-]+\.socket$/.test(file)

/** Files that a file manager leaves in a folder: nobody needs them. */
const junk = new Set(['.DS_Store', 'desktop.ini', 'Thumbs.db'])
export const isJunkFile = (file: string): boolean => junk.has(file)

/** What belongs to the locks and not to what a vault holds. */
export const isOfLock = (file: string): boolean => isLockFile(file) || isLockSocket(file)

/** Whether a name is one of keys, snapshot, head or a journal. */
export const isContent = (file: string): boolean =>
  file === keysFile || file === snapshotFile || file === headFile || generationOf(file) !== null

/** What a process that stopped half way has left of keys, snapshot, head or journal. */
export const isUnfinishedContent = (file: string): boolean => file.endsWith('.new') && isContent(file.slice(0, -4))

/** Whether a name is one of a vault's, unfinished ones and lock files included. */
export function isVaultFile(file: string): boolean {
  const name = file.endsWith('.new') ? file.slice(0, -4) : file
  return isContent(name) || isLockFile(name) || isLockSocket(name)
}
