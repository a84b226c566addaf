import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { codeOf } from './disk'

const run = promisify(execFile)

/**
 * When a process began, as a text that is never the same for two processes of one number; null when
 * the system does not tell.
 */
export async function startOf(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') return linuxStart(pid)
    if (process.platform === 'darwin') {
      return (await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { LC_ALL: 'C' } })).stdout.trim() || null
    }
    if (process.platform === 'win32') {
      const ask = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`
      const options = { timeout: 5000, windowsHide: true }
      return (
        (await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', ask], options)).stdout.trim() || null
      )
    }
  } catch {
    // Not told; the caller then goes by the number alone.
  }
  return null
}

/** Boot id and clock ticks since boot at the start (proc(5), field 22 of stat). */
function linuxStart(pid: number): string | null {
  const fields = linuxStat(pid)
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return fields[19] === undefined ? null : `${boot}:${fields[19]}`
}

/** The fields from the third on; the second may itself hold spaces and brackets. */
function linuxStat(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Whether a process of that number runs on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, for somebody else.
    return codeOf(error) === 'EPERM'
  }
  return !isZombie(pid)
}

/** A killed process keeps its number until its parent asks after it, and holds nothing any more. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const state = linuxStat(pid)[0]
    return state === 'Z' || state === 'X'
  } catch {
    return false
  }
}
