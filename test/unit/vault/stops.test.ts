import { beforeAll, describe, expect, test } from 'vitest'
import type { Vault } from '../../../electron/vault/types'
import { createVault, openVault, vaultExists } from '../../../electron/vault/vault'
import { addNote, create, inMemory, kdf, migrations, noteIds, now, open, operatorId, passphrase } from './fixture'
import { DiskError, MemoryDisk, type Stop, stops } from './memory-disk'

/** What a run has been promised before everything stopped. */
interface History {
  confirmed: number[]
  tried: number[]
}

/** Commits before, during and after a checkpoint, and a close: every kind of write the vault makes. */
async function work(disk: MemoryDisk, history: History): Promise<void> {
  const vault = await open(inMemory, disk)
  let id = 100
  const add = async (): Promise<void> => {
    id += 1
    const own = id
    history.tried.push(own)
    await addNote(vault, own)
    history.confirmed.push(own)
  }
  await add()
  await add()
  // All at once: one sync alone, then one for the others.
  await Promise.all([add(), add(), add()])
  const during = [add(), add()]
  const checkpoint = vault.checkpoint()
  // Settled below; they must not count as unhandled while commits go on.
  for (const promise of [...during, checkpoint]) promise.catch(() => undefined)
  await add()
  await new Promise((resolve) => setImmediate(resolve))
  await add()
  await Promise.all([...during, checkpoint])
  await add()
  await vault.close()
}

/** From the n-th changing call on nothing reaches the disk any more. */
function stopAt(disk: MemoryDisk, call: number, half: boolean): void {
  disk.calls = 0
  disk.fault = (current) => {
    if (current < call) return null
    return current === call && half ? { kind: 'half', code: 'EIO' } : { kind: 'error', code: 'EIO' }
  }
}

async function runUntilStopped(disk: MemoryDisk): Promise<History> {
  const history: History = { confirmed: [], tried: [] }
  await work(disk, history).catch(() => undefined)
  return history
}

/** Everything confirmed is there, in order, and whole ones of those in flight besides; and the vault works on. */
async function expectIntact(left: MemoryDisk, before: readonly number[], history: History): Promise<void> {
  const vault = await open(inMemory, left)
  const found = noteIds(vault).filter((id) => !before.includes(id))
  expect(found.slice(0, history.confirmed.length)).toEqual(history.confirmed)
  expect(history.tried.slice(0, found.length)).toEqual(found)
  await addNote(vault, 9000)
  await vault.close()
  const again = await open(inMemory, left)
  expect(noteIds(again)).toEqual([...before, ...found, 9000])
  await again.close()
}

let base: MemoryDisk
let calls: number
const before = [1, 2, 3]

beforeAll(async () => {
  const disk = new MemoryDisk()
  const vault = await create(inMemory, disk)
  for (const id of before) await addNote(vault, id)
  // Not closed: opening has a journal to replay.
  base = disk.after('kill')
  const whole = base.after('kill')
  await work(whole, { confirmed: [], tried: [] })
  calls = whole.calls
})

describe('stopping at every call that changes the disk', () => {
  test('the run makes the calls that there are to stop at', () => {
    expect(calls).toBeGreaterThan(30)
  })

  test.each(stops)('%s: everything confirmed is there and the vault works on', async (stop: Stop) => {
    for (let call = 1; call <= calls; call += 1) {
      for (const half of [false, true]) {
        const disk = base.after('kill')
        stopAt(disk, call, half)
        const history = await runUntilStopped(disk)
        await expectIntact(disk.after(stop), before, history)
      }
    }
  })

  test('control: with a disk that only says it syncs, this test sees the loss', async () => {
    let lost = 0
    for (let call = 1; call <= calls; call += 1) {
      const disk = base.after('kill')
      disk.lies = true
      stopAt(disk, call, false)
      const history = await runUntilStopped(disk)
      await expectIntact(disk.after('power'), before, history).catch(() => {
        lost += 1
      })
    }
    expect(lost).toBeGreaterThan(calls / 4)
  })
})

describe('stopping inside a creation', () => {
  test.each(stops)('%s: leaves no vault and room for one, or a working one', async (stop: Stop) => {
    const whole = new MemoryDisk()
    await (await create(inMemory, whole)).close()
    let none = 0
    let working = 0
    for (let call = 1; call <= whole.calls; call += 1) {
      const disk = new MemoryDisk()
      stopAt(disk, call, true)
      let made: Vault | null = null
      try {
        made = await create(inMemory, disk)
      } catch {
        // Stopped before it was confirmed.
      }
      const left = disk.after(stop)
      if (vaultExists(inMemory, left)) working += 1
      else {
        none += 1
        expect(made).toBeNull()
        await (await create(inMemory, left)).close()
      }
      const vault = await open(inMemory, left)
      await addNote(vault, 1)
      await vault.close()
    }
    expect(none).toBeGreaterThan(5)
    expect(working).toBeGreaterThan(5)
  })
})

describe('one call that fails', () => {
  const codes = ['ENOSPC', 'EIO']

  test.each(codes)('%s once, at every call: what was refused is not there, what was confirmed is', async (code) => {
    for (let call = 1; call <= calls; call += 1) {
      for (const kind of ['error', 'half'] as const) {
        const disk = base.after('kill')
        disk.calls = 0
        disk.fault = (current) => (current === call ? { kind, code } : null)
        await expectHonest(disk, call)
      }
    }
  })

  test('ENOSPC from a call on: what was confirmed is there, and space is all it takes', async () => {
    for (let call = 1; call <= calls; call += 1) {
      const disk = base.after('kill')
      disk.calls = 0
      disk.fault = (current, name) =>
        current >= call && (name === 'write' || name === 'create') ? { kind: 'half', code: 'ENOSPC' } : null
      await expectHonest(disk, call)
    }
  })

  /** Opens, writes ten notes with a checkpoint between, closes, and compares with what it was told. */
  async function expectHonest(disk: MemoryDisk, call: number): Promise<void> {
    const confirmed: number[] = []
    const unknown: number[] = []
    const vault = await open(inMemory, disk).catch((error: unknown) => {
      expect(error).toMatchObject({ code: expect.stringMatching(/^disk_(full|failed)$/) })
      return null
    })
    if (vault !== null) {
      for (let id = 101; id <= 110; id += 1) {
        if (id === 104) await vault.checkpoint().catch(() => undefined)
        try {
          await addNote(vault, id)
          confirmed.push(id)
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^(disk_full|disk_failed|vault_failed)$/) })
          if ((error as { code: string }).code === 'vault_failed' && unknown.length === 0) unknown.push(id)
        }
        if (unknown.length === 0) expect(noteIds(vault)).toEqual([...before, ...confirmed])
        else expect(() => noteIds(vault)).toThrow(expect.objectContaining({ code: 'vault_failed' }))
      }
      await vault.close()
    }
    const again = await open(inMemory, disk.after('kill'))
    const found = noteIds(again).filter((id) => !before.includes(id) && !unknown.includes(id))
    expect([call, found]).toEqual([call, confirmed])
    await again.close()
  }
})

describe('what is said', () => {
  async function withFault(name: string, code: string, work: (vault: Vault, disk: MemoryDisk) => Promise<void>) {
    const disk = base.after('kill')
    const vault = await open(inMemory, disk)
    disk.fault = (_call, current) => (current === name ? { kind: 'error', code } : null)
    await work(vault, disk)
    disk.fault = () => null
    await vault.close()
  }

  test.each([
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EFBIG', 'disk_full'],
    ['EROFS', 'disk_read_only'],
    ['EACCES', 'disk_read_only'],
    ['EPERM', 'disk_read_only'],
    ['EIO', 'disk_failed'],
  ])('%s is %s, and the vault works on once the disk does', async (code, expected) => {
    await withFault('write', code, async (vault, disk) => {
      await expect(addNote(vault, 50)).rejects.toEqual(expect.objectContaining({ name: 'DeskError', code: expected }))
      disk.fault = () => null
      await addNote(vault, 51)
      expect(noteIds(vault)).toEqual([...before, 51])
    })
  })

  test('a full disk says so, what was kept, and what to do', async () => {
    await withFault('write', 'ENOSPC', async (vault) => {
      await expect(addNote(vault, 50)).rejects.toThrow(
        'The disk is full. Nothing was saved; what you typed is still here. Free some space and save again.',
      )
    })
  })

  test('what a refused write left on the disk is cut off: a shorter record and a new journal may follow it', async () => {
    const disk = base.after('kill')
    const vault = await open(inMemory, disk)
    const refuseHalfWay = async (id: number): Promise<void> => {
      disk.fault = (_call, name) => (name === 'write' ? { kind: 'half', code: 'ENOSPC' } : null)
      await expect(addNote(vault, id, 'long '.repeat(200))).rejects.toEqual(
        expect.objectContaining({ code: 'disk_full' }),
      )
      disk.fault = () => null
    }
    const expectOpens = async (ids: number[]): Promise<void> => {
      const copy = await open(inMemory, disk.after('kill'))
      expect([noteIds(copy), copy.notice]).toEqual([[...before, ...ids], null])
      await copy.close()
    }
    await refuseHalfWay(80)
    await addNote(vault, 81)
    await expectOpens([81])
    await refuseHalfWay(82)
    disk.fault = (_call, _name, path) => (path?.includes('snapshot') ? { kind: 'error', code: 'ENOSPC' } : null)
    await expect(vault.checkpoint()).rejects.toMatchObject({ code: 'disk_full' })
    disk.fault = () => null
    await expectOpens([81])
    await vault.close()
  })

  test('a failed sync is never tried again: the vault refuses everything until it is opened again', async () => {
    await withFault('sync', 'EIO', async (vault, disk) => {
      await expect(addNote(vault, 50)).rejects.toEqual(expect.objectContaining({ code: 'vault_failed' }))
      disk.fault = () => null
      const before = disk.calls
      await expect(addNote(vault, 51)).rejects.toEqual(expect.objectContaining({ code: 'vault_failed' }))
      await expect(vault.checkpoint()).rejects.toMatchObject({ code: 'vault_failed' })
      expect(disk.calls).toBe(before)
      expect(() => noteIds(vault)).toThrow(expect.objectContaining({ code: 'vault_failed' }))
    })
  })

  test('a head that cannot be made durable stops the checkpoint before the snapshot; commits go on', async () => {
    const disk = base.after('kill')
    const vault = await open(inMemory, disk)
    const snapshot = disk.bytes(`${inMemory}/vault.snapshot`)
    const syncLater = disk.syncLater.bind(disk)
    disk.syncLater = () => Promise.reject(new DiskError('EIO'))
    await expect(vault.checkpoint()).rejects.toMatchObject({ code: 'disk_failed' })
    disk.syncLater = syncLater
    expect(disk.bytes(`${inMemory}/vault.snapshot`)).toEqual(snapshot)
    await addNote(vault, 61)
    const again = await open(inMemory, disk.after('power'))
    expect(noteIds(again)).toEqual([...before, 61])
    await again.close()
    await vault.close()
  })

  test('a checkpoint that fails tells its caller and costs nothing; the next one succeeds', async () => {
    await withFault('create', 'ENOSPC', async (vault, disk) => {
      await expect(vault.checkpoint()).rejects.toMatchObject({ code: 'disk_full' })
      await addNote(vault, 60)
      disk.fault = () => null
      await vault.checkpoint()
      expect(disk.files()).toEqual(['head', 'journal.2', 'keys', 'snapshot'].map((name) => `${inMemory}/vault.${name}`))
    })
  })

  test('checkpoints that fail again and again do not pile up journals', async () => {
    const disk = base.after('kill')
    const vault = await open(inMemory, disk)
    disk.fault = (_call, _name, path) => (path?.includes('snapshot') ? { kind: 'error', code: 'ENOSPC' } : null)
    for (let time = 0; time < 5; time += 1) {
      await expect(vault.checkpoint()).rejects.toMatchObject({ code: 'disk_full' })
    }
    expect(disk.files().filter((name) => name.includes('journal'))).toHaveLength(2)
    await addNote(vault, 70)
    const again = await open(inMemory, disk.after('kill'))
    expect(noteIds(again)).toEqual([...before, 70])
    await again.close()
    disk.fault = () => null
    await vault.close()
  })

  test('a new vault on a full disk is refused and leaves nothing', async () => {
    const disk = new MemoryDisk()
    disk.fault = (_call, name) => (name === 'write' ? { kind: 'half', code: 'ENOSPC' } : null)
    const making = createVault({ folder: inMemory, operatorId, passphrase, migrations, kdf, now, disk })
    await expect(making).rejects.toMatchObject({ code: 'disk_full' })
    expect(disk.files()).toEqual([])
    expect(() => disk.list(inMemory)).toThrow(DiskError)
  })

  test('a folder that cannot be written to is refused at opening', async () => {
    const disk = base.after('kill')
    disk.fault = () => ({ kind: 'error', code: 'EROFS' })
    await expect(openVault({ folder: inMemory, passphrase, migrations, now, disk })).rejects.toMatchObject({
      code: 'disk_read_only',
    })
  })
})
