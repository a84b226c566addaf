import { DeskError } from '../../shared/errors'
import type { VaultStatus } from '../../shared/model/desk'
import type { HostStatus, Preferences } from '../../shared/model/host'

/** What the contract needs of the host. The program's entry passes the real one; ipc does not import it. */
export interface HostPort {
  status(): HostStatus
  preferences(): Preferences
  prefer(changes: Partial<Preferences>): Preferences
  /**
   * Works with another vault that is there, from here on and at every start.
   * @throws DeskError `not_found`, `vault_in_use`
   */
  useVault(folder: string): Promise<VaultStatus>
}

/** The host of a program that has none, as in tests: nothing outlives the program. */
export function noHost(): HostPort {
  let preferences: Preferences = { colorScheme: 'auto' }
  return {
    status: () => ({ noWindowBecause: null, otherVaults: [] }),
    preferences: () => preferences,
    prefer: (changes) => {
      preferences = { ...preferences, ...changes }
      return preferences
    },
    useVault: () => Promise.reject(new DeskError('not_found', 'There is no other vault.')),
  }
}
