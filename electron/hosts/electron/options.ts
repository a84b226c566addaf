import { isAbsolute, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What the command line asks for. */
export interface StartOptions {
  /** Absolute path of the vault's folder; null for the demo's, which goes with the program. */
  folder: string | null
}

/**
 * Reads `--vault <folder>` and `--demo`. Everything else belongs to Electron or Chromium, whose
 * switches share the line, and is left alone.
 *
 * @param argv - the whole command line, program included
 * @param userData - folder for the program's own files; the vault lies in it when none is named
 * @throws Error for both: a demo never meets a vault that holds real people
 */
export function readStartOptions(argv: readonly string[], userData: string, cwd: string): StartOptions {
  const { values } = parseArgs({
    args: argv.slice(1),
    strict: false,
    options: { vault: { type: 'string' }, demo: { type: 'boolean' } },
  })
  const named = typeof values.vault === 'string' && values.vault !== '' ? values.vault : null
  if (values.demo === true) {
    if (named !== null) throw new Error('A demo makes a vault of its own. Leave out --vault.')
    return { folder: null }
  }
  if (named === null) return { folder: join(userData, 'vault') }
  return { folder: isAbsolute(named) ? named : resolve(cwd, named) }
}
