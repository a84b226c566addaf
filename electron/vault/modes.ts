import fs from 'node:fs'

/**
 * Whether other accounts of the machine may do anything with a file or folder: no (`private`), no
 * longer (`closed`), or they still may (`open`).
 */
export type Exposure = 'private' | 'closed' | 'open'

const others = 0o077

/**
 * Takes from a file or folder what its mode allows other accounts.
 *
 * Goes by the opened file and never by its name, so nobody can put another one in its place between.
 * A link's target is left as it is, because it may be somebody's who did not ask: it is looked at only.
 * @param what a folder may be reached through a link, because its operator named it so; a file may not
 */
export function closeToOthers(path: string, what: 'folder' | 'file'): Exposure {
  // Windows has no such modes: a folder inherits who may use it.
  if (process.platform === 'win32') return 'private'
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW, O_DIRECTORY } = fs.constants
  let file: number
  try {
    file = fs.openSync(path, O_RDONLY | O_NONBLOCK | (what === 'folder' ? O_DIRECTORY : O_NOFOLLOW))
  } catch {
    return isOpen(fs.statSync(path)) ? 'open' : 'private'
  }
  try {
    const { mode } = fs.fstatSync(file)
    if (!isOpen({ mode })) return 'private'
    try {
      fs.fchmodSync(file, mode & 0o700)
    } catch {
      // Another account's, or a file system that keeps no modes: looked at below.
    }
    return isOpen(fs.fstatSync(file)) ? 'open' : 'closed'
  } finally {
    fs.closeSync(file)
  }
}

const isOpen = ({ mode }: { mode: number }): boolean => (mode & others) !== 0
