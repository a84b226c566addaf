import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractAll } from '@electron/asar'
import { buildIfStale, root } from '../../scripts/build-if-stale.mjs'
import { writeNotices } from '../../scripts/package/notices.mjs'

/** The program as electron-builder packs it, around a stand-in for the runtime. */
export interface PackedProgram {
  /** The stand-in, under the name and with the fuses of the packed program's executable. */
  executable: string
  /** The archive with the program's files. */
  archive: string
  /** What lies beside the archive, for people and programs to read. */
  notices: string
  /** The same files, unpacked, because plain Node cannot read the archive. */
  files: string
}

const cache = join(root, 'node_modules', '.cache', 'totp-desk')
const output = join(cache, 'packed')
const unpacked = join(output, 'linux-unpacked')
const stamp = join(output, '.packed')

/** Where the double of Electron lies, once it is built: see electron-double/build.ts. */
export const doubleFolder = join(cache, 'electron-double')

/** The double in the place of an installed Electron: takes the folder of a program, as `electron .` does. */
export const doubleExecutable = join(doubleFolder, 'electron')

/** Where the packed program is, packed or not. */
export const packedProgram: PackedProgram = {
  executable: join(unpacked, 'totp-desk'),
  archive: join(unpacked, 'resources', 'app.asar'),
  notices: join(unpacked, 'resources', 'notices'),
  files: join(unpacked, 'resources', 'app'),
}

const sources = [
  'out/.built',
  'electron.builder.yml',
  'package.json',
  'package-lock.json',
  'scripts/package/notices.mjs',
]

/** Electron-builder looks for this in the executable, and writes the fuses behind it. */
const fuseWire = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009${'0'.repeat(9)}`

/**
 * A shell script in the place of the runtime's executable: the double of Electron, under this Node.
 *
 * @param chromium - path of the Chromium behind the windows
 */
export function starterText(chromium: string): string {
  return `#!/bin/sh
for arg; do case $arg in --inspect*) inspect=$arg ;; esac; done
export ELECTRON_DOUBLE_EXECUTABLE="$0" ELECTRON_DOUBLE_CHROMIUM="${chromium}"
exec "${process.execPath}" \${inspect:+"$inspect"} "${join(doubleFolder, 'start.cjs')}" "$@"
# ${fuseWire}
`
}

/** Packs the built program for Linux when anything changed since, as \`npm run package\` does it. */
export function packProgram(starter: string): PackedProgram {
  buildIfStale()
  if (!isStale()) return packedProgram
  rmSync(output, { recursive: true, force: true })
  const runtime = join(cache, 'stand-in-runtime')
  mkdirSync(runtime, { recursive: true })
  writeFileSync(join(runtime, 'electron'), starter)
  chmodSync(join(runtime, 'electron'), 0o755)
  const started = new Date()
  writeNotices()
  const cli = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const overrides = [`-c.electronDist=${runtime}`, `-c.directories.output=${output}`]
  const args = [cli, '--config', 'electron.builder.yml', '--linux', 'dir', '--x64', ...overrides]
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`The program was not packed.\n${run.stdout}${run.stderr}`)
  extractAll(packedProgram.archive, packedProgram.files)
  writeFileSync(stamp, '')
  utimesSync(stamp, started, started)
  return packedProgram
}

function isStale(): boolean {
  if (!existsSync(stamp)) return true
  const packed = statSync(stamp).mtimeMs
  return sources.some((source) => statSync(join(root, source)).mtimeMs > packed)
}
