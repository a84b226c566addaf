import { DeskError } from '../../shared/errors'

/**
 * Slows down guessing of the passphrase: after each wrong one the next try waits 1, 2, 4, 8 … 30 s.
 * Kept in memory, because nothing can be written while the vault is locked; the cost of Argon2id is
 * what guards a copied folder.
 */
export interface PassphraseWait {
  /** @throws DeskError `too_many_requests` while the next try must wait; nothing is evaluated then. */
  check(): void
  /** Counts a wrong passphrase and returns the refusal that names the next try. */
  failed(cause: unknown): DeskError
  /** Wrong passphrases since the vault was last unlocked. */
  readonly failures: number
  reset(): void
}

const maxSeconds = 30
/** From so many wrong ones on, what else may be wrong is said as well. */
const doubtsFrom = 3

/** @param monotonic milliseconds that never step back */
export function createPassphraseWait(monotonic: () => number): PassphraseWait {
  let failures = 0
  let until = 0
  return {
    get failures() {
      return failures
    },
    check() {
      const seconds = Math.ceil((until - monotonic()) / 1000)
      if (seconds > 0) {
        throw refusal('too_many_requests', 'Too soon. This passphrase was not tried.', seconds)
      }
    },
    failed(cause) {
      const seconds = Math.min(maxSeconds, 2 ** failures)
      failures += 1
      until = monotonic() + seconds * 1000
      // A keys file that was changed cannot always be told from a wrong passphrase.
      const doubt = failures < doubtsFrom ? '' : ' If you are sure of it, compare the file vault.keys with a backup.'
      return refusal('wrong_passphrase', `Wrong passphrase. Nothing was changed.${doubt}`, seconds, cause)
    },
    reset() {
      failures = 0
      until = 0
    },
  }
}

function refusal(
  code: 'wrong_passphrase' | 'too_many_requests',
  what: string,
  seconds: number,
  cause?: unknown,
): DeskError {
  return new DeskError(code, `${what} Next try in ${seconds} s.`, { retryAfterSeconds: seconds }, { cause })
}
