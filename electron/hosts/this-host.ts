import { DeskError } from '../../shared/errors'
import type { VaultStatus } from '../../shared/model/desk'
import type { HostPort } from '../ipc/host-port'
import { openPreferences, type PreferenceStore, preferencesFileOf } from './preferences'
import { realPath, type VaultChoice } from './vault-folder'

/** What the host must know of the desk's vault. */
export interface VaultKeeper {
  status(): VaultStatus
  use(folder: string): Promise<VaultStatus>
}

export interface HostOptions {
  /** Null for a demo's, which goes with the program. */
  vault: VaultChoice | null
  /** See HostStatus. */
  noWindowBecause: string | null
  vaultExists(folder: string): boolean
  onDefect(error: unknown): void
}

/** What both hosts keep and know beside the desk. */
export interface ThisHost {
  preferences: PreferenceStore
  /** The folder to begin with; null for a demo. */
  folder: string | null
  /** What whoever starts the program should know of its vaults, in one sentence; null when nothing. */
  notice: string | null
  /** What the contract needs of it, over a desk. */
  port(desk: VaultKeeper): HostPort
}

/** @param options - how the program was started */
export function createThisHost({ vault, noWindowBecause, onDefect, ...options }: HostOptions): ThisHost {
  /** A folder that cannot be looked into holds no vault that could be used. */
  const vaultExists = (folder: string) => {
    try {
      return options.vaultExists(folder)
    } catch {
      return false
    }
  }
  const preferences = openPreferences(vault && preferencesFileOf(vault.folder), onDefect)
  const folder = vault && folderToBeginWith(vault, preferences.get().earlierVault, vaultExists)
  const othersThan = (used: string) => otherVaults(vault, used).filter(vaultExists)
  return {
    preferences,
    folder,
    notice: folder === null ? null : noticeOf(folder, othersThan(folder), vaultExists(folder)),
    port: (desk) => ({
      status: () => ({ noWindowBecause, otherVaults: othersThan(desk.status().folder) }),
      preferences: () => shown(preferences),
      prefer(changes) {
        preferences.update(changes)
        return shown(preferences)
      },
      async useVault(wanted) {
        if (!vault || !othersThan(desk.status().folder).includes(wanted)) {
          throw new DeskError('not_found', 'There is no other vault in this folder.')
        }
        const status = await desk.use(wanted)
        preferences.update({ earlierVault: wanted === vault.folder ? null : wanted })
        return status
      },
    }),
  }
}

const shown = (preferences: PreferenceStore) => ({ colorScheme: preferences.get().colorScheme })

/** The choice of an earlier day counts for the known places alone, and only while a vault is there. */
function folderToBeginWith(
  { folder, earlier }: VaultChoice,
  chosen: string | null,
  vaultExists: (folder: string) => boolean,
): string {
  return chosen !== null && earlier.includes(chosen) && vaultExists(chosen) ? chosen : folder
}

function otherVaults(vault: VaultChoice | null, used: string): string[] {
  if (!vault || vault.earlier.length === 0) return []
  const here = realPath(used)
  return [vault.folder, ...vault.earlier].filter((folder) => realPath(folder) !== here)
}

function noticeOf(folder: string, others: string[], exists: boolean): string | null {
  const [other] = others
  if (other === undefined) return null
  if (!exists) return `An earlier version left a vault in ${other}. The first screen offers to use it.`
  return `Another vault is in ${other}. The locked screen offers to use it instead of the one in ${folder}.`
}
