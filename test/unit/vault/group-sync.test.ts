import { describe, expect, test } from 'vitest'
import type { Vault } from '../../../electron/vault/types'
import { addNote, create, inMemory, noteIds, open } from './fixture'
import { MemoryDisk, stops } from './memory-disk'

const failed = expect.objectContaining({ name: 'DeskError', code: 'vault_failed' })

/** A vault on a disk whose syncs off the thread wait until they are let go. */
async function withHeldSyncs(): Promise<{ vault: Vault; disk: MemoryDisk; letGo: () => void }> {
  const disk = new MemoryDisk()
  const vault = await create(inMemory, disk)
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  disk.beforeSync = () => gate
  return { vault, disk, letGo }
}

/** What has become of a promise once everything that can happen without the disk has happened. */
async function stateOf(promise: Promise<unknown>): Promise<'waiting' | 'done' | 'refused'> {
  let state: 'waiting' | 'done' | 'refused' = 'waiting'
  promise.then(
    () => {
      state = 'done'
    },
    () => {
      state = 'refused'
    },
  )
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  return state
}

async function idsAfter(disk: MemoryDisk, stop: (typeof stops)[number]): Promise<number[]> {
  const vault = await open(inMemory, disk.after(stop))
  const ids = noteIds(vault)
  await vault.close()
  return ids
}

describe('transactions that wait for the disk', () => {
  test('32 at once need at most a quarter of the syncs, and of the time, of 32 in a row', async () => {
    const disk = new MemoryDisk()
    const vault = await create(inMemory, disk)
    let spent = 0
    disk.beforeSync = async () => {
      spent += 5
    }
    const measure = async (work: () => Promise<unknown>): Promise<{ syncs: number; ms: number }> => {
      const before = { syncs: disk.syncs, spent }
      await work()
      return { syncs: disk.syncs - before.syncs, ms: spent - before.spent }
    }
    const ids = Array.from({ length: 32 }, (_, index) => index + 1)
    const inRow = await measure(async () => {
      for (const id of ids) await addNote(vault, id)
    })
    const atOnce = await measure(() => Promise.all(ids.map((id) => addNote(vault, id + 100))))
    expect(inRow).toEqual({ syncs: 32, ms: 160 })
    expect(atOnce.syncs).toBeLessThanOrEqual(inRow.syncs / 4)
    expect(atOnce.ms).toBeLessThanOrEqual(inRow.ms / 4)
    expect(noteIds(vault)).toHaveLength(64)
    await vault.close()
  })

  test('are readable at once, and not confirmed before the sync that began after they were written', async () => {
    const { vault, disk, letGo } = await withHeldSyncs()
    const first = addNote(vault, 1)
    const second = addNote(vault, 2)
    expect(noteIds(vault)).toEqual([1, 2])
    const read = vault.durable()
    const reading = vault.transact((tx) => tx.all('select id from note'))
    for (const promise of [first, second, read, reading]) expect(await stateOf(promise)).toBe('waiting')
    expect(await idsAfter(disk, 'power')).toEqual([])
    letGo()
    await Promise.all([first, second, read])
    expect(await reading).toEqual([{ id: 1 }, { id: 2 }])
    expect(await idsAfter(disk, 'power')).toEqual([1, 2])
    await vault.close()
  })

  test('of one that is refused by the disk, the others are kept: earlier and later ones', async () => {
    const { vault, disk, letGo } = await withHeldSyncs()
    const first = addNote(vault, 1)
    const second = addNote(vault, 2)
    disk.fault = (_call, name) => (name === 'write' ? { kind: 'half', code: 'ENOSPC' } : null)
    await expect(addNote(vault, 3, 'long '.repeat(500))).rejects.toMatchObject({ code: 'disk_full' })
    disk.fault = () => null
    const fourth = addNote(vault, 4)
    expect(noteIds(vault)).toEqual([1, 2, 4])
    letGo()
    await Promise.all([first, second, fourth])
    for (const stop of stops) expect(await idsAfter(disk, stop)).toEqual([1, 2, 4])
    await vault.close()
  })

  test('are all refused when the sync fails, and nothing is answered any more', async () => {
    const { vault, disk, letGo } = await withHeldSyncs()
    const notes = [1, 2, 3].map((id) => addNote(vault, id))
    const read = vault.durable()
    disk.fault = (_call, name) => (name === 'sync' ? { kind: 'error', code: 'EIO' } : null)
    letGo()
    for (const promise of [...notes, read]) await expect(promise).rejects.toEqual(failed)
    disk.fault = () => null
    await expect(addNote(vault, 4)).rejects.toEqual(failed)
    await expect(vault.durable()).rejects.toEqual(failed)
    await expect(vault.checkpoint()).rejects.toEqual(failed)
    expect(() => vault.get('select 1')).toThrow(failed)
    for (const stop of stops) {
      const ids = await idsAfter(disk, stop)
      expect([1, 2, 3].slice(0, ids.length)).toEqual(ids)
    }
    await vault.close()
    const again = await open(inMemory, disk)
    const there = noteIds(again)
    await addNote(again, 5)
    expect(await idsAfter(disk, 'power')).toEqual([...there, 5])
    await again.close()
  })

  test('a sync that fails under those who already wait for the next one refuses them too', async () => {
    const { vault, disk, letGo } = await withHeldSyncs()
    const first = addNote(vault, 1)
    await stateOf(first)
    const later = [2, 3].map((id) => addNote(vault, id))
    let syncs = 0
    disk.fault = (_call, name) => (name === 'sync' && ++syncs === 1 ? { kind: 'error', code: 'EIO' } : null)
    letGo()
    for (const promise of [first, ...later]) await expect(promise).rejects.toEqual(failed)
    expect(syncs).toBe(1)
    await vault.close()
  })

  test('are in the snapshot of a checkpoint that begins meanwhile, and confirmed before the new journal is there', async () => {
    const { vault, disk, letGo } = await withHeldSyncs()
    const notes = [1, 2].map((id) => addNote(vault, id))
    const checkpoint = vault.checkpoint()
    const during = addNote(vault, 3)
    expect(await stateOf(checkpoint)).toBe('waiting')
    expect(disk.files().some((name) => name.endsWith('journal.2'))).toBe(false)
    letGo()
    await Promise.all([...notes, during, checkpoint])
    expect(disk.files()).toContain(`${inMemory}/vault.journal.2`)
    for (const stop of stops) expect(await idsAfter(disk, stop)).toEqual([1, 2, 3])
    await vault.close()
  })

  test('a checkpoint whose last sync fails is no checkpoint: the vault has failed and the files are as before', async () => {
    const { vault, disk, letGo } = await withHeldSyncs()
    const first = addNote(vault, 1)
    const checkpoint = vault.checkpoint()
    // After the shared sync began: the last one of this journal is for it alone.
    const second = addNote(vault, 2)
    let syncs = 0
    disk.fault = (_call, name) => (name === 'sync' && ++syncs === 2 ? { kind: 'error', code: 'EIO' } : null)
    letGo()
    await first
    const refused = await Promise.allSettled([second, checkpoint])
    expect(refused).toEqual([1, 2].map(() => ({ status: 'rejected', reason: failed })))
    disk.fault = () => null
    expect(disk.files().some((name) => name.endsWith('journal.2'))).toBe(false)
    expect(await idsAfter(disk, 'power')).toContain(1)
    await vault.close()
  })

  test('are answered before the vault is closed', async () => {
    const { vault, disk, letGo } = await withHeldSyncs()
    const order: string[] = []
    const note = addNote(vault, 1).then(() => order.push('confirmed'))
    const closing = vault.close().then(() => order.push('closed'))
    expect(await stateOf(closing)).toBe('waiting')
    letGo()
    await Promise.all([note, closing])
    expect(order).toEqual(['confirmed', 'closed'])
    expect(await idsAfter(disk, 'power')).toEqual([1])
  })
})

describe('listeners', () => {
  test('hear each change once it is readable, and of its place on the disk before whoever made it', async () => {
    const { vault, letGo } = await withHeldSyncs()
    const heard: string[] = []
    const stop = vault.onApplied((durable) => {
      heard.push(`applied ${noteIds(vault).join()}`)
      durable.then(
        () => heard.push('durable'),
        () => heard.push('failed'),
      )
    })
    const notes = [1, 2].map((id) => addNote(vault, id).then(() => heard.push(`answered ${id}`)))
    expect(heard).toEqual(['applied 1', 'applied 1,2'])
    letGo()
    await Promise.all(notes)
    expect(heard.filter((one) => one.startsWith('applied'))).toHaveLength(2)
    expect(heard.indexOf('durable')).toBeLessThan(heard.indexOf('answered 1'))
    expect(heard.lastIndexOf('durable')).toBeLessThan(heard.indexOf('answered 2'))
    stop()
    await addNote(vault, 3)
    expect(heard).not.toContain('applied 1,2,3')
    await vault.close()
  })

  test('hear nothing of what was refused or only read', async () => {
    const disk = new MemoryDisk()
    const vault = await create(inMemory, disk)
    const heard: unknown[] = []
    vault.onApplied((durable) => heard.push(durable))
    await vault.transact((tx) => tx.get('select 1'))
    await expect(addNote(vault, 1).then(() => addNote(vault, 1))).rejects.toThrow('UNIQUE')
    expect(heard).toHaveLength(1)
    disk.fault = () => ({ kind: 'error', code: 'ENOSPC' })
    await expect(addNote(vault, 2)).rejects.toMatchObject({ code: expect.stringMatching(/disk_full|vault_failed/) })
    expect(heard).toHaveLength(1)
    disk.fault = () => null
    await vault.close()
  })
})
