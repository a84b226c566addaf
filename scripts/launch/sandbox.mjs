import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rootReason, sandboxReason } from './reason.mjs'

/** Kernel settings with the value by which each refuses user namespaces to programs without privileges. */
const refusals = [
  ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
  ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
  ['/proc/sys/user/max_user_namespaces', '0'],
]
const profiles = '/etc/apparmor.d'
const setuidRoot = 0o4755

/** What is asked of the machine; a file that cannot be read is null. */
export const thisMachine = {
  platform: process.platform,
  uid: process.getuid?.() ?? null,
  read: (path) => orNull(() => readFileSync(path, 'utf8')),
  stat: (path) => orNull(() => statSync(path)),
  list: (path) => orNull(() => readdirSync(path, { withFileTypes: true })) ?? [],
}

/**
 * Why Chromium's sandbox cannot work here, as words that follow "because"; null where it can, or where only
 * trying will tell. Linux only: elsewhere the sandbox needs nothing of the user.
 */
export function sandboxTrouble(executable, machine = thisMachine) {
  if (machine.platform !== 'linux') return null
  if (machine.uid === 0) return rootReason
  const refused = refusals.some(([path, value]) => machine.read(path)?.trim() === value)
  if (!refused || isSetuidRoot(machine.stat(join(dirname(executable), 'chrome-sandbox')))) return null
  return hasProfile(executable, machine) ? null : sandboxReason
}

function isSetuidRoot(stat) {
  return stat !== null && stat.uid === 0 && (stat.mode & 0o7777) === setuidRoot
}

/** An AppArmor profile that names the program may give it back what the kernel setting takes. */
function hasProfile(executable, machine) {
  return machine
    .list(profiles)
    .some((entry) => entry.isFile() && machine.read(join(profiles, entry.name))?.includes(executable))
}

function orNull(read) {
  try {
    return read()
  } catch {
    return null
  }
}
