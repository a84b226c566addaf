import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Disk, realDisk } from '../../../electron/vault/disk'
import { isLockFile, isOfLock } from '../../../electron/vault/file-names'
import { takeLock } from '../../../electron/vault/lock-file'
import { isListeningOn, listenOn } from '../../../electron/vault/lock-socket'
import { ownLocation } from '../../../electron/vault/machine-identity'
import { isRunning, startOf } from '../../../electron/vault/process-identity'
import { create, newFolder, now, open, passphrase } from './fixture'

const locksIn = (folder: string): string[] => readdirSync(folder).filter(isLockFile)
const linux = process.platform === 'linux'

/** A folder with one lock file in it. */
function folderWith(content: unknown): string {
  const folder = newFolder()
  mkdirSync(folder)
  writeFileSync(join(folder, 'vault.lock.9-abc'), typeof content === 'string' ? content : JSON.stringify(content))
  return folder
}

/** What a lock file of this process says, but for its socket. */
const own = { pid: process.pid, start: null, host: hostname(), since: now, ...(await ownLocation()), socket: null }
/** A file system without sockets: process numbers are all there is to go by. */
const withoutSockets: Disk = {
  ...realDisk,
  listen: () => Promise.resolve(null),
  isListening: () => Promise.resolve(null),
}

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

test('a lock from an earlier day names the day', async () => {
  const folder = folderWith({ ...own, pid: process.ppid, since: now - 3 * 24 * 3600 * 1000 })
  await expect(takeLock(realDisk, folder, now)).rejects.toThrow(/started 19 Nov, \d\d:\d\d\)/)
})

test('a lock file that a power loss has emptied or cut off holds nobody out', async () => {
  for (const content of ['', '{"pid":', '{"pid": 17, "sta', '\0\0\0\0']) {
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
    expect(readdirSync(folder).filter((name) => name !== 'vault.lock.9-abc')).toEqual([])
  }
})

describe('what cannot be judged counts as live, and the refusal names the file to delete', () => {
  const dead = { ...own, pid: deadPid() }
  const closing =
    /Close it there first; if it is not open (there|anywhere), delete the file vault\.lock\.9-abc in the vault's folder\.$/
  const cases: [string, unknown, RegExp][] = [
    [
      'another computer',
      { ...dead, host: 'front-desk-2', machine: 'other', system: 'other' },
      /on the computer front-desk-2/,
    ],
    [
      'another computer of the same name',
      { ...dead, machine: 'other', system: 'other' },
      new RegExp(`on the computer ${hostname()}`),
    ],
    ['a computer without identity in another run', { ...dead, machine: null, system: 'other' }, /on the computer/],
    ['a system that does not tell which it is', { ...dead, system: null }, /whether that still runs cannot be seen/],
    ['other process numbers, no socket', { ...dead, numbers: 'pid:[1]' }, /in a container or sandbox/],
    ['process numbers not told, no socket', { ...dead, numbers: null }, /in a container or sandbox/],
    [
      'other process numbers, its socket gone',
      { ...dead, numbers: 'pid:[1]', socket: '1:2' },
      /in a container or sandbox/,
    ],
    ['another version of the program', { ...dead, since: 'yesterday' }, /by another version of TOTP Desk/],
    ['an unknown kind of record', { version: 9, holder: 'somebody' }, /by another version of TOTP Desk/],
    ['a record that is no object', '17', /by another version of TOTP Desk/],
  ]
  test.each(cases)('%s', async (_case, content, words) => {
    const folder = folderWith(content)
    const asking = takeLock(realDisk, folder, now)
    await expect(asking).rejects.toMatchObject({ code: 'vault_in_use', message: expect.stringMatching(words) })
    await expect(asking).rejects.toThrow(closing)
    await expect(asking).rejects.toMatchObject({ details: { file: 'vault.lock.9-abc' } })
    expect(readdirSync(folder)).toEqual(['vault.lock.9-abc'])
  })

  test('deleting the named file is all it takes', async () => {
    const folder = folderWith({ ...dead, machine: 'other', system: 'other' })
    await expect(takeLock(realDisk, folder, now)).rejects.toMatchObject({ code: 'vault_in_use' })
    renameSync(join(folder, 'vault.lock.9-abc'), join(folder, '..', 'deleted'))
    const lock = await takeLock(realDisk, folder, now)
    lock.release()
  })
})

describe('the same computer', () => {
  test('another name changes nothing: a dead one does not stand, a live one does', async () => {
    const renamed = { ...own, host: 'its-former-name' }
    const lock = await takeLock(withoutSockets, folderWith({ ...renamed, pid: deadPid() }), now)
    lock.release()
    const live = folderWith({ ...renamed, pid: process.ppid, start: await startOf(process.ppid) })
    await expect(takeLock(withoutSockets, live, now)).rejects.toMatchObject({ code: 'vault_in_use' })
  })

  test('restarted since: the lock does not stand, whoever has its process number now', async () => {
    if (own.machine === null || !linux) return
    const folder = folderWith({ ...own, pid: process.ppid, system: 'an-earlier-boot', numbers: 'pid:[1]' })
    const lock = await takeLock(realDisk, folder, now)
    lock.release()
  })
})

describe.skipIf(!linux)('the socket of a lock', () => {
  const name = 'vault.lock.9-abc'
  /** A lock whose process is of other numbers, so that its socket is all there is to go by. */
  async function held(folder: string): Promise<Server> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(folder, `${name}.socket`), resolve))
    return server
  }
  const identity = (path: string): string => {
    const { dev, ino } = statSync(path, { bigint: true })
    return `${dev}:${ino}`
  }
  function record(folder: string, change: object = {}): void {
    const socket = identity(join(folder, `${name}.socket`))
    const content = { ...own, pid: deadPid(), numbers: 'pid:[1]', socket, ...change }
    writeFileSync(join(folder, name), JSON.stringify(content))
  }
  const emptyFolder = (): string => {
    const folder = newFolder()
    mkdirSync(folder)
    return folder
  }

  test('listened on, the lock stands though its process number is nobody’s here', async () => {
    const folder = emptyFolder()
    const server = await held(folder)
    record(folder)
    await expect(takeLock(realDisk, folder, now)).rejects.toThrow(/is open in another TOTP Desk \(started/)
    server.close()
  })

  test('listened on by nobody, the lock does not stand, and both files go', async () => {
    const folder = emptyFolder()
    const ended = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`
    spawnSync(process.execPath, ['-e', ended, join(folder, `${name}.socket`)])
    record(folder)
    const lock = await takeLock(realDisk, folder, now)
    expect(readdirSync(folder).filter((file) => file.startsWith(name))).toEqual([])
    lock.release()
    expect(readdirSync(folder)).toEqual([])
  })

  test('another file in its place says nothing: a folder seen through another file system has sockets of its own', async () => {
    for (const put of ['file', 'socket', 'nothing'] as const) {
      const folder = emptyFolder()
      const server = await held(folder)
      record(folder)
      const path = join(folder, `${name}.socket`)
      renameSync(path, join(folder, '..', 'elsewhere'))
      if (put === 'file') writeFileSync(path, '')
      if (put === 'socket') (await held(folder)).close()
      await expect(takeLock(realDisk, folder, now)).rejects.toThrow(/container or sandbox/)
      server.close()
    }
  })

  test('a full queue of callers is a live one', async () => {
    const path = join(emptyFolder(), 'one.socket')
    const script = `
      const server = require('node:net').createServer()
      server.listen({ path: process.argv[1], backlog: 0 }, () => { process.stdout.write('open'); setTimeout(() => 0, 60000); process.kill(process.pid, 'SIGSTOP') })`
    const { spawn } = await import('node:child_process')
    const stopped = spawn(process.execPath, ['-e', script, path], { stdio: ['ignore', 'pipe', 'ignore'] })
    await new Promise((resolve) => stopped.stdout.once('data', resolve))
    const answers: (boolean | null)[] = []
    for (let call = 0; call < 6; call += 1) answers.push(await isListeningOn(path, identity(path)))
    stopped.kill('SIGKILL')
    await new Promise((resolve) => stopped.once('close', resolve))
    expect(answers).toEqual(Array(6).fill(true))
    expect(await isListeningOn(path, identity(path))).toBe(false)
  })

  test('works in a folder whose path is longer than an address, and is the owner’s alone', async () => {
    const folder = join(newFolder(), 'long-name-'.repeat(12))
    mkdirSync(folder, { recursive: true })
    const path = join(folder, 'one.socket')
    const socket = await listenOn(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(await isListeningOn(path, socket?.identity ?? '')).toBe(true)
    socket?.close()
  })

  test('a name that is taken, a folder that is not there: no socket, and no error', async () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'taken'), 'not yours')
    expect(await listenOn(join(folder, 'taken'))).toBeNull()
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('not yours')
    expect(await listenOn(join(folder, 'none', 'a'))).toBeNull()
  })

  test('an open vault holds one, closed it is gone; a listening socket keeps no program running', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    expect(readdirSync(folder).filter(isOfLock)).toHaveLength(2)
    await vault.close()
    expect(readdirSync(folder).filter(isOfLock)).toEqual([])
  })
})

test('where there are no sockets a live process of the same numbers holds the vault, a dead one does not', async () => {
  const folder = newFolder()
  const vault = await create(folder, withoutSockets)
  expect(readdirSync(folder).filter(isOfLock)).toHaveLength(1)
  await expect(open(folder, withoutSockets)).rejects.toMatchObject({ code: 'vault_in_use' })
  await expect(open(folder)).rejects.toMatchObject({ code: 'vault_in_use' })
  await vault.close()
  expect(isRunning(deadPid())).toBe(false)
  await (await open(folder, withoutSockets)).close()
})
