import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const projectFolder = resolve(import.meta.dirname, '..', '..')
const electronFolder = join(projectFolder, 'node_modules', 'electron')

/** An Electron that can be started, or the reason why there is none. */
export type Runtime = { executable: string } | { missing: string }

/**
 * Finds the Electron runtime without fetching one: the executable in `ELECTRON_EXEC_PATH`, the
 * unpacked folder in `ELECTRON_OVERRIDE_DIST_PATH`, or what `npx install-electron` left behind.
 */
export function findRuntime(): Runtime {
  const named = process.env.ELECTRON_EXEC_PATH
  if (named) return usable(named, 'ELECTRON_EXEC_PATH')
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (folder) return usable(join(folder, executableName()), 'ELECTRON_OVERRIDE_DIST_PATH')
  if (!existsSync(join(electronFolder, 'path.txt'))) {
    return { missing: 'The Electron runtime is not installed. Run "npx install-electron" where it can be downloaded.' }
  }
  return usable(join(electronFolder, 'dist', executableName()), 'node_modules/electron')
}

function usable(executable: string, source: string): Runtime {
  try {
    accessSync(executable, constants.X_OK)
    return { executable }
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
