import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from '@playwright/test'

/** What every launch adds: the browser's own sandbox does not start as root or in most containers. */
export const chromiumArgs: readonly string[] = ['--no-sandbox']

/**
 * Path of a Chromium that Playwright can start: the one named in `PLAYWRIGHT_CHROMIUM`, one that
 * Playwright installed, one installed on this machine, or (Linux x64) the one that comes with
 * `@sparticuz/chromium`, so that the package registry alone is enough. Throws when there is none.
 */
export async function chromiumPath(): Promise<string> {
  const named = process.env.PLAYWRIGHT_CHROMIUM
  if (named !== undefined && named !== '') {
    if (!runnable(named)) throw new Error(`PLAYWRIGHT_CHROMIUM names ${named}, which cannot be run.`)
    return named
  }
  const installed = [chromium.executablePath(), ...usualPlaces()].find(runnable)
  if (installed !== undefined) return installed
  if (process.platform === 'linux' && process.arch === 'x64') return bundledChromium()
  throw new Error('No Chromium is installed. Install Chrome or name a Chromium in PLAYWRIGHT_CHROMIUM.')
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name])
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
    return roots.flatMap((root) => (root === undefined ? [] : programs.map((program) => join(root, program))))
  }
  const folders = (process.env.PATH ?? '').split(delimiter)
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser']
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/**
 * The package unpacks into the shared temp folder with no care for a second process, and its
 * libraries only on Amazon's machines. So it unpacks into a folder of its own here, which gets its
 * final name only when whole, beside a starter that lends it the libraries a bare machine lacks.
 */
async function bundledChromium(): Promise<string> {
  const home = join(import.meta.dirname, '..', '..', 'node_modules')
  const { version } = JSON.parse(await readFile(join(home, '@sparticuz', 'chromium', 'package.json'), 'utf8')) as {
    version: string
  }
  const cache = join(home, '.cache', 'totp-desk')
  const folder = join(cache, `chromium-${version}`)
  const starter = join(folder, 'start.sh')
  if (existsSync(starter)) return starter

  await mkdir(cache, { recursive: true })
  const unpacking = await mkdtemp(join(cache, 'unpacking-'))
  const script = "await (await import('@sparticuz/chromium')).default.executablePath()"
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(home, '..'),
    env: { ...process.env, TMPDIR: unpacking, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
  })
  await writeFile(join(unpacking, 'fonts.conf'), fontsText)
  await writeFile(join(unpacking, 'start.sh'), starterText, { mode: 0o755 })
  await rename(unpacking, folder).catch(async (error: unknown) => {
    await rm(unpacking, { recursive: true, force: true })
    if (!existsSync(starter)) throw error
  })
  return starter
}

const starterText = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
if ldd "$here/chromium" | grep -q 'not found'; then
  export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`

const fontsText = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">fonts/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`
