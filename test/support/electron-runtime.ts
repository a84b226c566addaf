import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/build-if-stale.mjs'
import { packedProgram } from './packed-program'

const electronFolder = join(root, 'node_modules', 'electron')

/** What the specs of test/electron start: a program of Electron's kind, real or doubled, or why there is none. */
export type Runtime =
  | {
      executable: string
      /** What comes before the program's own flags. */
      args: string[]
      cwd: string
      double: boolean
    }
  | { missing: string }

/**
 * Finds the Electron runtime without fetching one: the executable in `ELECTRON_EXEC_PATH`, the unpacked folder
 * in `ELECTRON_OVERRIDE_DIST_PATH`, or what `npx install-electron` left behind, to be started on `out/` (a
 * packed one has its inspector fused off and cannot be driven). Where there is none, the double, started on the
 * packed program's files.
 */
export function findRuntime(): Runtime {
  const named = process.env.ELECTRON_EXEC_PATH
  if (named) return real(named, 'ELECTRON_EXEC_PATH')
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (folder) return real(join(folder, executableName()), 'ELECTRON_OVERRIDE_DIST_PATH')
  if (existsSync(join(electronFolder, 'path.txt'))) {
    return real(join(electronFolder, 'dist', executableName()), 'node_modules/electron')
  }
  if (process.env.REQUIRE_ELECTRON) {
    return { missing: 'The Electron runtime is not installed. Run "npx install-electron" where it can be downloaded.' }
  }
  if (process.platform === 'win32') {
    return { missing: 'The Electron runtime is not installed, and its double is started by a shell script.' }
  }
  return { executable: packedProgram.executable, args: [], cwd: packedProgram.files, double: true }
}

function real(executable: string, source: string): Runtime {
  try {
    accessSync(executable, constants.X_OK)
    return { executable, args: ['.'], cwd: root, double: false }
  } catch {
    return { missing: `${source} names no Electron that can be run: ${executable}` }
  }
}

function executableName(): string {
  const pathFile = join(electronFolder, 'path.txt')
  if (existsSync(pathFile)) return readFileSync(pathFile, 'utf8').trim()
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}
