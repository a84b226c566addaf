import { DeskError } from '../../shared/errors'

/** The newest format of the vault's files that this program reads and writes. */
export const formatVersion = 1

/**
 * A file of the vault does not authenticate, is missing, or does not fit the others.
 * @param file name of the file inside the vault folder
 * @param what the rest of a sentence that begins with the file's name, such as "is missing"
 */
export function damaged(file: string, what: string, cause?: unknown): DeskError {
  return new DeskError(
    'vault_damaged',
    `This vault cannot be opened: its file ${file} ${what}. Nothing was changed. Put the vault folder back from a backup.`,
    { file },
    { cause },
  )
}

/** The folder or file belongs to something else. */
export function foreign(what: string): DeskError {
  return new DeskError('vault_foreign', what)
}

/** The vault was written by a later program: its number is named and nothing is touched. */
export function newer(kind: 'format' | 'schema', found: number, known: number): DeskError {
  return new DeskError(
    'vault_newer',
    `This vault was made by a newer TOTP Desk (${kind} ${found}; this one knows ${kind} ${known}). Nothing was changed. Update TOTP Desk to open it.`,
    { kind, found, known },
  )
}

/** The open vault no longer knows what the disk holds; only reading it again tells. */
export function failed(cause?: unknown): DeskError {
  return new DeskError(
    'vault_failed',
    'The disk did not confirm the last change, so it may or may not be stored. Lock the vault and unlock it again, then look whether the change is there.',
    undefined,
    { cause },
  )
}

/** The vault is closed or closing. */
export function locked(): DeskError {
  return new DeskError('vault_locked', 'The vault is locked. Unlock it and try again.')
}
