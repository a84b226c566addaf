import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chooseVault, type Machine, realPath, thisMachine, type VaultChoice } from '../vault-folder'

/** A command line that cannot be followed; the message says why. */
export class StartError extends Error {}

/** What the command line asks for. */
export interface StartOptions {
  /** The vault; null for the demo's, which goes with the program. */
  vault: VaultChoice | null
}

/**
 * Reads `--vault <folder>` and `--demo`. Everything else belongs to Electron or Chromium, whose
 * switches share the line, and is left alone.
 *
 * @param argv - the whole command line, program included
 * @throws StartError for both: a demo never meets a vault that holds real people
 */
export function readStartOptions(argv: readonly string[], cwd: string, machine: Machine = thisMachine()): StartOptions {
  const { values } = parseArgs({
    args: argv.slice(1),
    strict: false,
    options: { vault: { type: 'string' }, demo: { type: 'boolean' } },
  })
  const named = typeof values.vault === 'string' && values.vault !== '' ? values.vault : null
  if (values.demo === true) {
    if (named !== null) throw new StartError('A demo makes a vault of its own. Leave out --vault.')
    return { vault: null }
  }
  return { vault: chooseVault(named, cwd, machine) }
}

/**
 * The folder of the instance that a start belongs to. Electron holds one instance a folder: the usual vault, each
 * vault that is named, and the demo have one of their own, so that none answers for another.
 *
 * @param userData - Electron's folder for the program
 */
export function instanceFolder(userData: string, { vault }: StartOptions): string {
  if (vault === null) return join(userData, 'instances', 'demo')
  const folder = realPath(vault.folder)
  if (folder === realPath(chooseVault(null, '/').folder)) return userData
  return join(userData, 'instances', createHash('sha256').update(folder).digest('hex').slice(0, 16))
}
