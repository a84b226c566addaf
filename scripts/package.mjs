// `npm run package`: the program as installers of this system, in dist/. What follows `--` goes to electron-builder.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { buildIfStale, root } from './build-if-stale.mjs'
import { installedRuntime } from './launch/runtime.mjs'
import { writeNotices } from './package/notices.mjs'

const say = (sentence) => process.stderr.write(`${sentence}\n`)

/** The folder that electron-builder copies, from the executable in it. */
function distOf(executable) {
  return process.platform === 'darwin' ? dirname(join(executable, '..', '..', '..')) : dirname(executable)
}

const runtime = installedRuntime()
if (runtime === null) {
  say(
    'Packages are made around the Electron runtime, and it is not installed: run "npx install-electron" where it can be downloaded, or name an unpacked one in ELECTRON_OVERRIDE_DIST_PATH.',
  )
  process.exit(1)
}
try {
  buildIfStale(say)
  writeNotices()
} catch (error) {
  say(error.message)
  process.exit(1)
}
const cli = join(root, 'node_modules', 'electron-builder', 'cli.js')
const args = ['--config', 'electron.builder.yml', `-c.electronDist=${distOf(runtime)}`, ...process.argv.slice(2)]
const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' })
if (status !== 0) say('No package was made: what electron-builder says above names the reason.')
process.exit(status ?? 1)
