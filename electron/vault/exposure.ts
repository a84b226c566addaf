import { join } from 'node:path'
import type { Disk } from './disk'
import { isContent } from './file-names'

const closed =
  'Other accounts of this computer could get at the files of this vault, as happens when a folder is copied or unpacked. Now only yours can.'
const open =
  'Other accounts of this computer can get at the files of this vault, and TOTP Desk could not change that. Lock the vault and move its folder to a place of your own.'

/**
 * Closes an existing vault to other accounts, its folder first.
 * @returns what to tell, in one sentence or two; null when it was closed already
 */
export function closeVaultToOthers(disk: Disk, folder: string): string | null {
  const files = disk.list(folder).filter(isContent)
  const found = [
    disk.closeToOthers(folder, 'folder'),
    ...files.map((file) => disk.closeToOthers(join(folder, file), 'file')),
  ]
  return found.includes('open') ? open : found.includes('closed') ? closed : null
}
