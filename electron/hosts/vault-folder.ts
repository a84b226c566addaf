import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'

/** What decides where a program keeps its data. */
export interface Machine {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  /** The user's home folder, an absolute path. */
  home: string
}

/** The vault that a start asks for. */
export interface VaultChoice {
  /** Absolute path of its folder. */
  folder: string
  /** Where earlier builds kept it when none was named; empty when one is named. */
  earlier: readonly string[]
}

export const thisMachine = (): Machine => ({ platform: process.platform, env: process.env, home: homedir() })

/**
 * The one answer to where the vault is, for both hosts.
 * @param named - as typed behind `--vault`; a relative path is one of `cwd`
 */
export function chooseVault(named: string | null, cwd: string, machine: Machine = thisMachine()): VaultChoice {
  if (named !== null) return { folder: pathsOf(machine).resolve(cwd, named), earlier: [] }
  const folder = usualFolder(machine)
  return { folder, earlier: earlierFolders(machine).filter((earlier) => earlier !== folder) }
}

/** One folder has many spellings; one that is not there yet has the one given. */
export function realPath(folder: string): string {
  try {
    return realpathSync.native(folder)
  } catch {
    return folder
  }
}

/** Where the platform keeps a program's own data. */
function usualFolder(machine: Machine): string {
  const { join } = pathsOf(machine)
  return join(dataFolder(machine), hasNames(machine) ? 'TOTP Desk' : 'totp-desk', 'vault')
}

/**
 * Where earlier builds kept it in the Electron host, whose folder is named after the package; and, on Linux, where
 * it is when the data folder is named on one day and not on another.
 */
function earlierFolders(machine: Machine): string[] {
  const { join } = pathsOf(machine)
  if (hasNames(machine)) return [join(dataFolder(machine), 'totp-desk', 'vault')]
  const config = absolute(machine, machine.env.XDG_CONFIG_HOME) ?? join(machine.home, '.config')
  return [...new Set([config, join(machine.home, '.local', 'share')])].map((base) => join(base, 'totp-desk', 'vault'))
}

function dataFolder(machine: Machine): string {
  const { platform, env, home } = machine
  const { join } = pathsOf(machine)
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  if (platform === 'win32') return absolute(machine, env.APPDATA) ?? join(home, 'AppData', 'Roaming')
  return absolute(machine, env.XDG_DATA_HOME) ?? join(home, '.local', 'share')
}

/** A relative path in such a variable is to be ignored (XDG Base Directory Specification). */
function absolute(machine: Machine, path: string | undefined): string | null {
  return path !== undefined && pathsOf(machine).isAbsolute(path) ? path : null
}

/** Folders are named as a program is called on macOS and Windows, and as its package is elsewhere. */
function hasNames({ platform }: Machine): boolean {
  return platform === 'darwin' || platform === 'win32'
}

function pathsOf({ platform }: Machine) {
  return platform === 'win32' ? win32 : posix
}
