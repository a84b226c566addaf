import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../build-if-stale.mjs'
import { fetchRuntime } from './fetch.mjs'

const folder = join(root, 'node_modules', 'electron')
const pathFile = join(folder, 'path.txt')
/** Where the executable is inside an unpacked runtime, as Electron's own installer has it. */
const usualNames = { darwin: join('Electron.app', 'Contents', 'MacOS', 'Electron'), win32: 'electron.exe' }

/** Path of the Electron executable that is here, or null. Same rules as Electron's own starter. */
export function installedRuntime(env = process.env, platform = process.platform) {
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null
  const dist = env.ELECTRON_OVERRIDE_DIST_PATH
  const candidates = [
    env.ELECTRON_EXEC_PATH,
    dist && join(dist, name ?? usualNames[platform] ?? 'electron'),
    name && join(folder, 'dist', name),
  ]
  return candidates.find((path) => path && existsSync(path)) ?? null
}

/**
 * The Electron executable, fetched if it can be, or why there is none, as words that follow "because".
 * @param {(sentence: string) => void} say
 * @param {import('./ending.mjs').Ending} ending
 * @param {{ quietMs: number, judgeAfterMs: number, worthWaitingMs: number }} limits
 * @returns {Promise<{executable: string} | {missing: string}>}
 */
export async function electronRuntime(say, ending, limits) {
  const { env, platform } = process
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    return { missing: 'there is no display for its own window' }
  }
  const there = installedRuntime()
  if (there) return { executable: there }
  // A machine that only runs checks is not kept waiting for what it does not need.
  if (env.CI) return { missing: 'the Electron runtime is not installed' }
  const missing = await fetchRuntime(say, ending, limits)
  if (missing) return { missing }
  const fetched = installedRuntime()
  return fetched ? { executable: fetched } : { missing: 'the Electron runtime was fetched but cannot be found' }
}
