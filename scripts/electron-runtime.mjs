import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './build-if-stale.mjs'

const folder = join(root, 'node_modules', 'electron')
const pathFile = join(folder, 'path.txt')

/** Path of the Electron executable that is here, or null. Same rules as Electron's own starter. */
function installedRuntime() {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null
  const candidates = [
    process.env.ELECTRON_EXEC_PATH,
    dist && join(dist, name ?? 'electron'),
    name && join(folder, 'dist', name),
  ]
  return candidates.find((path) => path && existsSync(path)) ?? null
}

/** Runs Electron's own download, its progress on standard error; false when it failed or took too long. */
function fetchRuntime(seconds) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], { cwd: root, stdio: ['ignore', 2, 2] })
    const timer = setTimeout(() => child.kill(), seconds * 1000)
    const end = (ok) => {
      clearTimeout(timer)
      resolve(ok)
    }
    child.on('error', () => end(false))
    child.on('exit', (code) => end(code === 0))
  })
}

/**
 * The Electron executable, fetched if it can be, or one sentence why there is none.
 * @param {(sentence: string) => void} say
 * @returns {Promise<{executable: string} | {missing: string}>}
 */
export async function electronRuntime(say, seconds = 60) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { missing: 'There is no display for an Electron window, so the console waits for a browser at this link.' }
  }
  const there = installedRuntime()
  if (there) return { executable: there }
  if (process.env.CI)
    return { missing: 'The Electron runtime is not installed, so the console opens in a browser instead.' }
  say(`Fetching the Electron runtime (once; given up after ${seconds} s) …`)
  await fetchRuntime(seconds)
  const fetched = installedRuntime()
  if (fetched) return { executable: fetched }
  return { missing: 'The Electron runtime could not be fetched, so the console opens in a browser instead.' }
}
