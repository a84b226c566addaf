import { existsSync, rmSync } from 'node:fs'
import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { linkLifeMs } from './access'

/**
 * Writes a link into a page on disk that only this account can read, and that is gone once the link is dead or the
 * program ends. A link given to a browser as it is would stand in the list of processes, which every account of the
 * machine can read.
 *
 * @returns `file://…`, to be given to whatever opens browsers
 * @throws the error of the file system as it is
 */
export async function handOver(link: string): Promise<string> {
  const folder = await mkdtemp(join(placeForBrowsers(), 'totp-desk-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  setTimeout(() => {
    remove()
    process.off('exit', remove)
  }, linkLifeMs).unref()
  const file = join(folder, 'open-console.html')
  // mkdtemp makes it 0700; said again for file systems that take a mode from elsewhere.
  await chmod(folder, 0o700)
  await writeFile(file, pageTo(link), { mode: 0o600, flag: 'wx' })
  return pathToFileURL(file).href
}

/** A browser that came as a snap sees no shared temporary folder and nothing hidden, but what else lies in the home folder. */
function placeForBrowsers(): string {
  return process.platform === 'linux' && existsSync('/snap/bin') ? homedir() : tmpdir()
}

/** @param link - made by us: letters, digits and `/:.-_` alone */
function pageTo(link: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${link}">
<title>TOTP Desk</title>
<p><a href="${link}">Open TOTP Desk</a></p>
</html>
`
}
