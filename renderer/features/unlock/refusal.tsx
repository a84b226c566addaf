import { IconAlertCircle } from '@tabler/icons-react'
import type { DeskError, ErrorCode } from '../../../shared/errors'
import classes from './unlock.module.css'

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

/** The sentence itself; while a wait runs it says only what the button does not. */
function sentence(error: DeskError, secondsLeft: number): string {
  if (error.details?.retryAfterSeconds === undefined) return error.message
  return secondsLeft > 0 ? `Nothing was changed. Next try in ${secondsLeft} s.` : 'Nothing was changed. Try again.'
}

/** Why the vault did not open, in its own words. */
export function Refusal({ error, secondsLeft = 0 }: { error: DeskError | null; secondsLeft?: number }) {
  return (
    <div role="alert" className={error ? classes.refusal : undefined}>
      {error ? (
        <>
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <div>
            {titles[error.code] ? <strong>{titles[error.code]}</strong> : null}
            {/* Announced once, not every second. */}
            <div aria-live="off">{sentence(error, secondsLeft)}</div>
          </div>
        </>
      ) : null}
    </div>
  )
}
