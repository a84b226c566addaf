import type { DeskError, ErrorCode } from '../../shared/errors'

/** What kind of trouble it is; the desk's own sentence below says what to do. */
const titles: Partial<Record<ErrorCode, string>> = {
  wrong_passphrase: 'Wrong passphrase',
  too_many_requests: 'Too soon',
  weak_passphrase: 'Passphrase too short',
  vault_in_use: 'Open elsewhere',
  vault_damaged: 'Damaged vault',
  vault_foreign: 'Not a vault',
  vault_newer: 'Made by a newer version',
  vault_absent: 'No vault here',
  vault_exists: 'A vault is here already',
  disk_full: 'The disk is full',
  disk_read_only: 'The disk takes no changes',
  disk_failed: 'The disk failed',
}

/**
 * Why the vault did not open: the desk's sentences without what the title says already, and with the
 * wait as it is now.
 * @param secondsLeft whole seconds until the next try is taken
 */
export function unlockRefusal(
  { code, message }: DeskError,
  secondsLeft: number,
): { title: string | undefined; sentence: string } {
  const title = titles[code]
  const rest = title !== undefined && message.startsWith(`${title}. `) ? message.slice(title.length + 2) : message
  const next = secondsLeft > 0 ? `Next try in ${secondsLeft} s.` : 'Try again.'
  return { title, sentence: rest.replace(/Next try in \d{1,4} s\./, next) }
}
