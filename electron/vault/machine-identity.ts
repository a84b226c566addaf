import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Where a process runs: what decides whether another one can tell that it still does. */
export interface Location {
  /** This computer, as a keyed hash; null when it does not tell. */
  machine: string | null
  /**
   * The running system that process numbers and sockets belong to: on Linux this run of its kernel,
   * elsewhere the computer. Null when it does not tell.
   */
  system: string | null
  /** The process numbers that can be seen: on Linux a PID namespace, elsewhere all. Null when not told. */
  numbers: string | null
}

/** Where this process runs. */
export async function ownLocation(): Promise<Location> {
  const machine = await machineOf()
  if (process.platform !== 'linux') return { machine, system: machine, numbers: 'all' }
  return {
    machine,
    system: told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    // Of two namespaces that exist at one time, never both have one number.
    numbers: told(() => readlinkSync('/proc/self/ns/pid')),
  }
}

function told(read: () => string): string | null {
  try {
    return read() || null
  } catch {
    return null
  }
}

/**
 * A hash, because machine-id(5) asks that the id itself stays on the machine. The host's name goes in
 * where computers made from one image may share an id; changing it can then only make a computer look
 * like another one, never another one like this.
 */
async function machineOf(): Promise<string | null> {
  try {
    const id = await machineId()
    if (id === null) return null
    const name = process.platform === 'darwin' ? '' : hostname()
    return createHmac('sha256', 'totp-desk vault lock').update(`${id}\n${name}`).digest('hex').slice(0, 32)
  } catch {
    return null
  }
}

async function machineId(): Promise<string | null> {
  if (process.platform === 'linux') {
    const files = ['/etc/machine-id', '/var/lib/dbus/machine-id']
    const ids = files.map((file) => told(() => readFileSync(file, 'utf8').trim()))
    return ids.find((id) => id !== null && /^[0-9a-f]{32}$/.test(id)) ?? null
  }
  if (process.platform === 'darwin') {
    const { stdout } = await run('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'])
    return /"IOPlatformUUID" = "([\w-]{8,64})"/.exec(stdout)?.[1] ?? null
  }
  if (process.platform === 'win32') {
    const reg = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'reg.exe')
    const query = ['query', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography', '/v', 'MachineGuid']
    const { stdout } = await run(reg, query, { timeout: 5000, windowsHide: true })
    return /REG_SZ\s{1,16}([\w-]{8,64})/.exec(stdout)?.[1] ?? null
  }
  return null
}
