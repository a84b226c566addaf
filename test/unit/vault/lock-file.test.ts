import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { realDisk } from '../../../electron/vault/disk'
import { takeLock } from '../../../electron/vault/lock-file'
import { startOf } from '../../../electron/vault/process-identity'
import { create, newFolder, now, open, passphrase } from './fixture'

const locksIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('vault.lock.'))

/** A folder with one lock file in it. */
function folderWith(content: unknown): string {
  const folder = newFolder()
  mkdirSync(folder)
  writeFileSync(join(folder, 'vault.lock.9-abc'), typeof content === 'string' ? content : JSON.stringify(content))
  return folder
}

const own = { pid: process.pid, start: null, host: hostname(), since: now }

/** The number of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid

test('a second opening is refused, in the same process too, and says since when the vault is open', async () => {
  const folder = newFolder()
  const vault = await create(folder)
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(now)
  await expect(open(folder)).rejects.toMatchObject({
    code: 'vault_in_use',
    message: `This vault is open in another TOTP Desk (started ${time}). Close it there first.`,
  })
  await vault.close()
  await (await open(folder)).close()
  expect(locksIn(folder)).toEqual([])
})

test('a wrong passphrase is not tried against a vault that is open elsewhere', async () => {
  const folder = newFolder()
  const vault = await create(folder)
  const { openVault } = await import('../../../electron/vault/vault')
  const wrong = openVault({ folder, passphrase: `${passphrase}x`, migrations: [], now })
  await expect(wrong).rejects.toMatchObject({ code: 'vault_in_use' })
  await vault.close()
})

test('the lock of a process that is gone is taken over and removed', async () => {
  const folder = folderWith({ ...own, pid: deadPid() })
  const lock = await takeLock(realDisk, folder, now)
  expect(locksIn(folder)).toHaveLength(1)
  expect(existsSync(join(folder, 'vault.lock.9-abc'))).toBe(false)
  lock.release()
  expect(locksIn(folder)).toEqual([])
})

test('a number used again by another process is told by its start', async () => {
  const start = await startOf(process.ppid)
  if (start === null) return
  const parent = { ...own, pid: process.ppid }
  const lock = await takeLock(realDisk, folderWith({ ...parent, start: 'earlier' }), now)
  lock.release()
  const held = takeLock(realDisk, folderWith({ ...parent, start }), now)
  await expect(held).rejects.toMatchObject({ code: 'vault_in_use' })
})

test('a lock of this process that it let go but could not remove does not keep it out', async () => {
  const lock = await takeLock(realDisk, folderWith(own), now)
  lock.release()
})

test('a lock of another computer stands, and the refusal says how it is lifted', async () => {
  const folder = folderWith({ ...own, pid: deadPid(), host: 'front-desk-2' })
  await expect(takeLock(realDisk, folder, now)).rejects.toMatchObject({
    code: 'vault_in_use',
    message: expect.stringMatching(/on the computer front-desk-2 .*delete the vault\.lock files/),
  })
  expect(locksIn(folder)).toEqual(['vault.lock.9-abc'])
})

test('a lock from an earlier day names the day', async () => {
  const folder = folderWith({ ...own, pid: process.ppid, since: now - 3 * 24 * 3600 * 1000 })
  await expect(takeLock(realDisk, folder, now)).rejects.toThrow(/started 19 Nov, \d\d:\d\d\)/)
})

test('a lock file that a power loss has emptied holds nobody out', async () => {
  for (const content of ['', '{"pid":', '{"pid": "x"}', '\0\0\0\0']) {
    const lock = await takeLock(realDisk, folderWith(content), now)
    lock.release()
  }
})

test('of many that ask at once for a vault with a stale lock, never two get it', async () => {
  for (let round = 0; round < 10; round += 1) {
    const folder = folderWith({ ...own, pid: deadPid() })
    const asked = await Promise.allSettled(Array.from({ length: 6 }, () => takeLock(realDisk, folder, now)))
    const got = asked.filter((outcome) => outcome.status === 'fulfilled')
    expect(got.length).toBeLessThanOrEqual(1)
    expect(locksIn(folder).filter((name) => name !== 'vault.lock.9-abc')).toHaveLength(got.length)
    for (const { value } of got) value.release()
  }
})
