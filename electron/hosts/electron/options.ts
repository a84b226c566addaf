import { isAbsolute, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What the command line asks for. */
export interface StartOptions {
  /** Absolute path of the vault's folder. */
  folder: string
  demo: boolean
}

/**
 * Reads `--vault <folder>` and `--demo`. Everything else belongs to Electron or Chromium, whose
 * switches share the line, and is left alone.
 *
 * @param argv - the whole command line, program included
 * @param userData - folder for the program's own files; the vault lies in it when none is named
 */
export function readStartOptions(argv: readonly string[], userData: string, cwd: string): StartOptions {
  const { values } = parseArgs({
    args: argv.slice(1),
    strict: false,
    options: { vault: { type: 'string' }, demo: { type: 'boolean' } },
  })
  const named = typeof values.vault === 'string' && values.vault !== '' ? values.vault : null
  const demo = values.demo === true
  // A demo never meets the vault that holds real people.
  const usual = join(userData, demo ? 'demo-vault' : 'vault')
  const folder = named === null ? usual : isAbsolute(named) ? named : resolve(cwd, named)
  return { folder, demo }
}
