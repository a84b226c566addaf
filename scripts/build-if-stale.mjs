import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')
const stamp = join(root, 'out', '.built')
const sources = [
  'electron',
  'renderer',
  'shared',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'postcss.config.cjs',
]

/** Newest change below a path, in Unix milliseconds; 0 when there is none. */
function newestChange(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path).map((name) => newestChange(join(path, name)))
  return Math.max(stat.mtimeMs, ...inside)
}

const results = ['main/main.js', 'main/browser.js', 'preload/preload.cjs', 'renderer/index.html']

/** True when the built program is older than what it is built from, or not there. */
function isStale() {
  if (!existsSync(stamp) || !results.every((file) => existsSync(join(root, 'out', file)))) return true
  const built = statSync(stamp).mtimeMs
  return sources.some((source) => newestChange(join(root, source)) > built)
}

/**
 * Builds main, preload and renderer into out/ when anything changed since.
 * @param {(sentence: string) => void} say told before a build begins
 * @throws when the build fails, with what it printed
 */
export function buildIfStale(say = () => {}) {
  if (!isStale()) return
  say('Building TOTP Desk …')
  // Changes made while the build runs must count as newer than it.
  const started = new Date()
  // A build that fails half way must not pass for the one before it.
  rmSync(stamp, { force: true })
  const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const build = spawnSync(process.execPath, [program, 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' })
  if (build.status !== 0) throw new Error(`The build failed.\n${build.stdout}${build.stderr}`)
  writeFileSync(stamp, '')
  utimesSync(stamp, started, started)
}
