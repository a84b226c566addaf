import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTemporaryVault } from '../../../electron/demo/temporary-vault'
import { startOf } from '../../../electron/vault/process-identity'

let parent: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'totp-desk-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

/** A folder as a demo of that process leaves it. */
async function leave(name: string, owner: object | null): Promise<void> {
  await mkdir(join(parent, name, 'vault'), { recursive: true })
  await writeFile(join(parent, name, 'vault', 'vault.snapshot'), 'x')
  if (owner) await writeFile(join(parent, name, 'owner.json'), JSON.stringify(owner))
}

/** A process that has ended. */
async function dead(): Promise<object> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
  await once(child, 'exit')
  return { pid: child.pid, start: 'long ago', host: hostname() }
}

const alive = async () => ({ pid: process.pid, start: await startOf(process.pid), host: hostname() })

describe('the folder of a demo', () => {
  it('is its owner’s alone, and goes with all that is in it', async () => {
    const place = await createTemporaryVault(parent)
    await mkdir(place.folder)
    await writeFile(join(place.folder, 'vault.snapshot'), 'x')
    if (process.platform !== 'win32') expect((await stat(dirname(place.folder))).mode & 0o077).toBe(0)
    place.remove()
    expect(await readdir(parent)).toEqual([])
    place.remove()
  })

  it('is removed by the next demo when its process is gone', async () => {
    await leave('totp-desk-demo-killed', await dead())
    await leave('totp-desk-demo-number-used-again', { ...(await alive()), start: 'another process' })
    await leave('totp-desk-demo-cut-off', null)
    await utimes(join(parent, 'totp-desk-demo-cut-off'), 0, 0)
    const place = await createTemporaryVault(parent)
    expect(await readdir(parent)).toEqual([dirname(place.folder).slice(parent.length + 1)])
  })

  it('stays while its process runs, or may: here, elsewhere, or just begun', async () => {
    await leave('totp-desk-demo-running', await alive())
    await leave('totp-desk-demo-elsewhere', { ...(await dead()), host: 'another-computer' })
    await leave('totp-desk-demo-begun', null)
    await leave('something-else', await dead())
    await createTemporaryVault(parent)
    expect(await readdir(parent)).toHaveLength(5)
  })
})
