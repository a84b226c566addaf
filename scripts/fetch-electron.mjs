// Fetches the Electron runtime into node_modules/electron, as Electron's own installer does, and tells the
// launcher how far it is. It goes on when the launcher has stopped listening. One runs at a time.
//   node scripts/fetch-electron.mjs <longest wait for a byte, in milliseconds>
import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './build-if-stale.mjs'
import { DownloadError, downloadInParts } from './launch/download.mjs'

const quietMs = Number(process.argv[2] ?? 20_000)
const electron = join(root, 'node_modules', 'electron')
/** Where a download is kept until it is whole; gone when all is done. */
const folder = join(electron, '.fetch')
const lock = join(folder, 'lock')
/** A lock is held by touching it. */
const touchMs = 2000
const staleMs = 20_000

const tell = (message) => {
  if (process.connected) process.send(message, () => {})
}
// The launcher may stop listening; the work goes on.
process.on('disconnect', () => {})

/** Takes the lock, which goes with the process. False when another process is at it. */
function takeLock() {
  mkdirSync(folder, { recursive: true })
  try {
    if (Date.now() - statSync(lock).mtimeMs > staleMs) unlinkSync(lock)
  } catch {}
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
  } catch {
    return false
  }
  setInterval(() => {
    const now = new Date()
    utimesSync(lock, now, now)
  }, touchMs).unref()
  process.on('exit', leave)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => process.exit(1))
  return true
}

/** Keeps the beginning of the archive for the next start, and nothing else. */
function leave() {
  tidy()
  rmSync(lock, { force: true })
  try {
    rmdirSync(folder)
  } catch {
    // Not empty, or gone with all that was in it.
  }
}

/** Under Rosetta, Node calls itself x64 on a machine that wants the other build (install.js does the same). */
function architecture() {
  const named = process.env.ELECTRON_INSTALL_ARCH ?? process.env.npm_config_arch
  if (named || process.platform !== 'darwin' || process.arch !== 'x64') return named ?? process.arch
  try {
    const translated = execFileSync('sysctl', ['-in', 'sysctl.proc_translated'], { encoding: 'utf8' })
    return translated.trim() === '1' ? 'arm64' : process.arch
  } catch {
    return process.arch
  }
}

/** Brings the archive into the cache of Electron's downloader, which knows mirrors and checksums. */
async function download(arch) {
  const require = createRequire(join(electron, 'package.json'))
  const { downloadArtifact } = await import(pathToFileURL(require.resolve('@electron/get')).href)
  const env = process.env
  const remoteChecksums = env.electron_use_remote_checksums || env.npm_config_electron_use_remote_checksums
  await downloadArtifact({
    version: require('./package.json').version,
    artifactName: 'electron',
    platform: env.ELECTRON_INSTALL_PLATFORM || env.npm_config_platform || process.platform,
    arch,
    cacheRoot: env.electron_config_cache,
    checksums: remoteChecksums ? undefined : require('./checksums.json'),
    tempDirectory: folder,
    downloader: {
      async download(url, target) {
        const name = basename(new URL(url).pathname)
        const part = join(folder, `${name}.part`)
        const archive = name.endsWith('.zip')
        if (!archive) rmSync(part, { force: true })
        await downloadInParts(url, target, part, { quietMs, tell: archive ? tell : () => {} })
      },
    },
  })
}

/** Removes all but the lock and the beginning of the archive: what a process leaves that is killed. */
function tidy() {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    if (name !== 'lock' && !name.endsWith('.zip.part')) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** Unpacks with Electron's own installer, which finds the archive in the cache. */
function unpack(arch) {
  tell({ unpacking: true })
  const env = { ...process.env, ELECTRON_INSTALL_ARCH: arch }
  const run = spawnSync(process.execPath, [join(electron, 'install.js')], { cwd: root, env, stdio: 'ignore' })
  if (run.status !== 0) throw new DownloadError('it could not be unpacked')
}

function reasonOf(error) {
  if (error instanceof DownloadError) return `could not be fetched (${error.message})`
  // The checksum of the archive is not the one that came with the package.
  if (/checksum|ChecksumMismatch/i.test(`${error.name} ${error.message}`)) {
    return 'could not be fetched (what the server sent is not the file that it should be)'
  }
  return `could not be fetched (${error.code ?? error.name})`
}

if (takeLock()) {
  try {
    tidy()
    const arch = architecture()
    await download(arch)
    unpack(arch)
    process.exit(0)
  } catch (error) {
    tell({ failed: reasonOf(error) })
    setTimeout(() => process.exit(1), 100)
  }
} else {
  tell({ failed: 'is still being fetched' })
  setTimeout(() => process.exit(1), 100)
}
