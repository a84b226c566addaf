import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { encodeRecord, readJournalHeader } from '../../../electron/vault/journal-format'
import { defaultKdf, encodeKeys, type Kdf, makeSlot, parseKeys } from '../../../electron/vault/keys-file'
import { readSnapshot, writeSnapshot } from '../../../electron/vault/snapshot'
import { encodeStatements } from '../../../electron/vault/statements'
import { openVault } from '../../../electron/vault/vault'
import { addNote, create, dataKeyOf, inMemory, kdf, migrations, noteIds, now, open, passphrase } from './fixture'
import { MemoryDisk } from './memory-disk'

const name = (file: string): string => `${inMemory}/vault.${file}`
const keys = name('keys')
const snapshot = name('snapshot')
const head = name('head')
/** The journal of the vault below: the first was folded into its snapshot. */
const journal = name('journal.2')
const journalHeaderBytes = 104

/** A vault with notes 1-3 in its snapshot and 4-8 in its journal; its head knows all of it. */
let whole: MemoryDisk
/** Heads of earlier moments: when the journal began, and before the last record. */
let headAtStart: Buffer
let headBeforeLast: Buffer
/** Heads that were there before the snapshot was written. */
let headsBeforeSnapshot: Buffer[]
/** The whole vault as it was before the snapshot was written. */
let older: MemoryDisk
const all = [1, 2, 3, 4, 5, 6, 7, 8]

async function changed(disk: MemoryDisk, before: Buffer): Promise<Buffer> {
  while (disk.bytes(head).equals(before)) await new Promise((resolve) => setTimeout(resolve, 5))
  return disk.bytes(head)
}

beforeAll(async () => {
  const disk = new MemoryDisk()
  const vault = await create(inMemory, disk)
  headsBeforeSnapshot = [disk.bytes(head)]
  await addNote(vault, 1)
  headsBeforeSnapshot.push(await changed(disk, disk.bytes(head)))
  for (const id of [2, 3]) await addNote(vault, id)
  headsBeforeSnapshot.push(await changed(disk, disk.bytes(head)))
  older = disk.after('kill')
  await vault.checkpoint()
  headAtStart = disk.bytes(head)
  for (const id of [4, 5, 6, 7]) await addNote(vault, id)
  headBeforeLast = await changed(disk, headAtStart)
  await addNote(vault, 8)
  await changed(disk, headBeforeLast)
  whole = disk.after('kill')
})

function withFile(file: string, bytes: Uint8Array, from = whole): MemoryDisk {
  const disk = from.after('kill')
  disk.put(file, bytes)
  return disk
}

function flipped(bytes: Buffer, offset: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(offset) ^ (1 << (offset % 8)), offset)
  return copy
}

/** Refused as damage that names the file, and not one byte of any file is other than before. */
async function expectDamaged(disk: MemoryDisk, file: string | RegExp, codes = /^vault_damaged$/): Promise<void> {
  const files = disk.files()
  const before = Buffer.concat(files.map((path) => disk.bytes(path)))
  const error: unknown = await openVault({ folder: inMemory, passphrase, migrations, now, disk }).then(
    () => null,
    (refusal: unknown) => refusal,
  )
  expect(error).toMatchObject({ name: 'DeskError', code: expect.stringMatching(codes) })
  const said = (error as Error).message
  if (typeof file === 'string') expect(said).toContain(file.slice(inMemory.length + 1))
  else expect(said).toMatch(file)
  expect(disk.files()).toEqual(files)
  // Compared as one, because comparing element by element takes ten times as long as the opening.
  expect(before.equals(Buffer.concat(files.map((path) => disk.bytes(path))))).toBe(true)
}

async function expectNotes(disk: MemoryDisk, ids: number[], torn: boolean): Promise<void> {
  const vault = await open(inMemory, disk)
  expect(noteIds(vault)).toEqual(ids)
  expect(vault.notice !== null).toBe(torn)
  await addNote(vault, 99)
  // As after a kill, so that what was dropped is seen to be gone from the journal.
  const again = await open(inMemory, disk.after('kill'))
  await vault.close()
  expect([noteIds(again), again.notice]).toEqual([[...ids, 99], null])
  await again.close()
}

/** Start and end of each record of a journal. */
function recordsOf(bytes: Buffer): { start: number; end: number }[] {
  const records: { start: number; end: number }[] = []
  let start = journalHeaderBytes
  while (start < bytes.length) {
    const end = start + 28 + 12 + bytes.readUInt32BE(start)
    records.push({ start, end })
    start = end
  }
  return records
}

test('undamaged, the vault opens with everything', () => expectNotes(whole.after('kill'), all, false))

describe('a flipped bit', () => {
  test('in any byte of the journal is damage', async () => {
    const bytes = whole.bytes(journal)
    expect(recordsOf(bytes)).toHaveLength(5)
    for (let at = 0; at < bytes.length; at += 1) await expectDamaged(withFile(journal, flipped(bytes, at)), journal)
  })

  test('in any byte of the last record is damage, even where the head does not know the record', async () => {
    const bytes = whole.bytes(journal)
    const before = withFile(head, headBeforeLast)
    for (let at = recordsOf(bytes).at(-1)?.start ?? 0; at < bytes.length; at += 1) {
      await expectDamaged(withFile(journal, flipped(bytes, at), before), journal)
    }
  })

  test('in any byte of the snapshot is damage (header whole, then a sample)', async () => {
    const bytes = whole.bytes(snapshot)
    for (let at = 0; at < bytes.length; at += at < 160 ? 1 : 41) {
      await expectDamaged(withFile(snapshot, flipped(bytes, at)), snapshot)
    }
    await expectDamaged(withFile(snapshot, flipped(bytes, bytes.length - 1)), snapshot)
  })

  test('in any byte of the head costs nothing, open or just closed: its other slot serves', async () => {
    const closed = whole.after('kill')
    await (await open(inMemory, closed)).close()
    for (const disk of [whole, closed]) {
      const bytes = disk.bytes(head)
      expect(bytes).toHaveLength(128)
      for (let at = 0; at < bytes.length; at += 1) {
        const vault = await open(inMemory, withFile(head, flipped(bytes, at), disk))
        expect([noteIds(vault), vault.notice]).toEqual([all, null])
        await vault.close()
      }
    }
  })

  test('in both slots of the head is damage', () =>
    expectDamaged(withFile(head, flipped(flipped(whole.bytes(head), 20), 84)), head))

  test('in any byte of the keys file is damage, or foreign in its first eight: never a wrong passphrase', async () => {
    const bytes = whole.bytes(keys)
    for (let at = 0; at < bytes.length; at += 1) {
      await expectDamaged(withFile(keys, flipped(bytes, at)), keys, at < 8 ? /^vault_foreign$/ : /^vault_damaged$/)
    }
  })
})

describe('a file cut off', () => {
  test('journal, at every length while the head knows more: damage', async () => {
    const bytes = whole.bytes(journal)
    for (let length = 0; length < bytes.length; length += 1) {
      await expectDamaged(withFile(journal, bytes.subarray(0, length)), journal)
    }
  })

  test('journal, anywhere in the last record with a head from before it, as a crash leaves it: dropped and told', async () => {
    const bytes = whole.bytes(journal)
    const start = recordsOf(bytes).at(-1)?.start ?? 0
    const before = withFile(head, headBeforeLast)
    await expectNotes(withFile(journal, bytes.subarray(0, start), before), [1, 2, 3, 4, 5, 6, 7], false)
    for (let length = start + 1; length < bytes.length; length += 1) {
      await expectNotes(withFile(journal, bytes.subarray(0, length), before), [1, 2, 3, 4, 5, 6, 7], true)
    }
  })

  test('journal, at every length with a head from its beginning: a prefix of the history or damage, never else', async () => {
    const bytes = whole.bytes(journal)
    const before = withFile(head, headAtStart)
    const ends = [journalHeaderBytes, ...recordsOf(bytes).map(({ end }) => end)]
    for (let length = 0; length < bytes.length; length += 3) {
      const disk = withFile(journal, bytes.subarray(0, length), before)
      if (length < journalHeaderBytes) await expectDamaged(disk, journal)
      else {
        const kept = ends.filter((end) => end <= length).length - 1
        await expectNotes(disk, all.slice(0, 3 + kept), !ends.includes(length))
      }
    }
  })

  test('snapshot, head and keys file, at a sample of lengths: damage', async () => {
    for (const [file, step] of [
      [snapshot, 211],
      [head, 1],
      [keys, 1],
    ] as const) {
      const bytes = whole.bytes(file)
      for (let length = 0; length < bytes.length; length += step) {
        const codes = file === keys && length < 8 ? /^vault_foreign$/ : /^vault_damaged$/
        await expectDamaged(withFile(file, bytes.subarray(0, length)), file, codes)
      }
    }
  })
})

describe('bytes added at the end', () => {
  const junk = Buffer.from(Array.from({ length: 100 }, (_, index) => (index * 37 + 11) % 256))

  test('of the snapshot, head or keys file: damage', async () => {
    for (const file of [snapshot, head, keys]) {
      await expectDamaged(withFile(file, Buffer.concat([whole.bytes(file), junk.subarray(0, 1)])), file)
    }
  })

  test('of the journal: enough for a record is damage; less, or zeros that a power loss leaves, is dropped and told', async () => {
    const bytes = whole.bytes(journal)
    await expectDamaged(withFile(journal, Buffer.concat([bytes, junk])), journal)
    await expectNotes(withFile(journal, Buffer.concat([bytes, junk.subarray(0, 10)])), all, true)
    await expectNotes(withFile(journal, Buffer.concat([bytes, Buffer.alloc(4096)])), all, true)
  })
})

describe('records', () => {
  test('left out, doubled or swapped are damage', async () => {
    const bytes = whole.bytes(journal)
    const header = bytes.subarray(0, journalHeaderBytes)
    const records = recordsOf(bytes).map(({ start, end }) => bytes.subarray(start, end))
    const orders = [
      [1, 2, 3, 4],
      [0, 2, 3, 4],
      [0, 1, 2, 4],
      [0, 0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4, 4],
      [0, 1, 2, 3, 4, 0],
      [1, 0, 2, 3, 4],
      [0, 1, 2, 4, 3],
    ]
    for (const start of [whole, withFile(head, headAtStart)]) {
      for (const order of orders) {
        const parts = order.map((index) => records[index] ?? Buffer.alloc(0))
        await expectDamaged(withFile(journal, Buffer.concat([header, ...parts]), start), journal)
      }
    }
  })

  test('sealed with the right keys but telling of another state are damage', async () => {
    const { vaultId, dataKey } = await dataKeyOf(whole)
    const bytes = whole.bytes(journal)
    const { keys: journalKeys } = readJournalHeader(bytes, dataKey, vaultId, 'vault.journal.2')
    const link = bytes.subarray(-16)
    const sql = 'update note set text = ? where id = 4'
    const parameters = ['x']
    const forged = (seq: number, plain: Buffer): MemoryDisk =>
      withFile(journal, Buffer.concat([bytes, encodeRecord(journalKeys, seq, link, plain).bytes]))
    // One migration and eight notes went before.
    await expectNotes(forged(10, encodeStatements([{ sql, parameters, changed: 1 }])), all, false)
    await expectDamaged(forged(10, encodeStatements([{ sql, parameters, changed: 2 }])), journal)
    await expectDamaged(forged(11, encodeStatements([{ sql, parameters, changed: 1 }])), journal)
    await expectDamaged(forged(10, encodeStatements([{ sql: 'drop table none', parameters: [], changed: 0 }])), journal)
    await expectDamaged(forged(10, Buffer.from('{"not": "statements"}')), journal)
    await expectDamaged(forged(10, Buffer.alloc(64)), journal)
  })
})

describe('files of another time', () => {
  test('a journal or snapshot from before the checkpoint is damage', async () => {
    await expectDamaged(withFile(snapshot, older.bytes(snapshot)), name('journal.1'))
    const disk = withFile(snapshot, older.bytes(snapshot))
    disk.put(name('journal.1'), older.bytes(name('journal.1')))
    // Old snapshot and its old journal lead to the very state that the new journal continues.
    await expectNotes(disk, all, false)
    await expectDamaged(withFile(journal, older.bytes(name('journal.1'))), journal)
  })

  test('old snapshot and old journal without the new one: the head tells', async () => {
    const disk = withFile(head, whole.bytes(head), older)
    await expectDamaged(disk, name('journal.1'))
  })

  test('a head from since the snapshot is no damage: it may trail', async () => {
    for (const trailing of [headAtStart, headBeforeLast]) await expectNotes(withFile(head, trailing), all, false)
  })

  test('a head from before the snapshot is damage, with the journal whole or cut anywhere', async () => {
    const bytes = whole.bytes(journal)
    const ends = [journalHeaderBytes, ...recordsOf(bytes).map(({ end }) => end)]
    expect(headsBeforeSnapshot).toHaveLength(3)
    for (const old of headsBeforeSnapshot) {
      for (const end of ends) {
        await expectDamaged(withFile(journal, bytes.subarray(0, end), withFile(head, old)), journal)
      }
    }
  })

  test('a head from before any later checkpoint is damage as well', async () => {
    const disk = whole.after('kill')
    const heads = [whole.bytes(head)]
    for (let id = 50; id < 53; id += 1) {
      const vault = await open(inMemory, disk)
      await addNote(vault, id)
      await vault.close()
      for (const old of heads) await expectDamaged(withFile(head, old, disk), /vault\.journal\.\d/)
      heads.push(disk.bytes(head))
    }
    await expectNotes(disk.after('kill'), [...all, 50, 51, 52], false)
  })

  test('all files put back together cannot be told from inside the folder', () =>
    expectNotes(older.after('kill'), [1, 2, 3], false))

  test('a journal cut to a whole record and written on is told by the head from before', async () => {
    const bytes = whole.bytes(journal)
    const short = withFile(journal, bytes.subarray(0, recordsOf(bytes)[0]?.end), withFile(head, headAtStart))
    const vault = await open(inMemory, short)
    for (const id of [20, 21, 22, 23, 24]) await addNote(vault, id)
    const forked = short.after('kill')
    await vault.close()
    forked.put(head, whole.bytes(head))
    await expectDamaged(forked, journal)
  })
})

describe('files that belong to the vault and do not belong together', () => {
  /** History goes on in a second journal, because the snapshot between could not be written. */
  async function withTwoJournals(id: number): Promise<MemoryDisk> {
    const disk = whole.after('kill')
    const vault = await open(inMemory, disk)
    await addNote(vault, id)
    disk.fault = (_call, _name, path) => (path?.includes('snapshot') ? { kind: 'error', code: 'ENOSPC' } : null)
    await vault.checkpoint().catch(() => undefined)
    disk.fault = () => null
    await addNote(vault, 40)
    const left = disk.after('kill')
    await vault.close()
    return left
  }

  test('a journal after another history of the same length is damage', async () => {
    const [one, other] = [await withTwoJournals(30), await withTwoJournals(31)]
    await expectNotes(one.after('kill'), [...all, 30, 40], false)
    await expectDamaged(withFile(journal, other.bytes(journal), one), name('journal.3'))
  })

  test('a snapshot that holds more transactions than it says is damage: they would be applied twice', async () => {
    const { vaultId, dataKey } = await dataKeyOf(whole)
    const disk = whole.after('kill')
    const { header } = readSnapshot(disk, inMemory, vaultId, dataKey)
    const later = whole.after('kill')
    await (await open(inMemory, later)).close()
    const { image } = readSnapshot(later, inMemory, vaultId, dataKey)
    await writeSnapshot(disk, inMemory, vaultId, dataKey, header, image)
    await expectDamaged(disk, snapshot)
  })

  test('a list of key slots of another epoch is damage, though its passphrase and its code are right', async () => {
    const { vaultId, dataKey } = await dataKeyOf(whole)
    const slot = await makeSlot(vaultId, 2, 'operator-1', passphrase, dataKey, kdf)
    await expectDamaged(withFile(keys, encodeKeys(vaultId, 2, [slot], dataKey)), keys)
  })

  test('each of several slots opens the vault under its own passphrase, and names its operator', async () => {
    const { vaultId, dataKey } = await dataKeyOf(whole)
    const slots = [
      await makeSlot(vaultId, 1, 'operator-1', passphrase, dataKey, kdf),
      await makeSlot(vaultId, 1, 'operator-2', 'another long passphrase', dataKey, { ...kdf, passes: 2 }),
    ]
    const disk = withFile(keys, encodeKeys(vaultId, 1, slots, dataKey))
    const common = { folder: inMemory, migrations, now, disk }
    for (const [operatorId, phrase] of [
      ['operator-2', 'another long passphrase'],
      ['operator-1', passphrase],
    ] as const) {
      const opened = await openVault({ ...common, passphrase: phrase })
      expect([opened.operatorId, noteIds(opened.vault)]).toEqual([operatorId, all])
      await opened.vault.close()
    }
    await expect(openVault({ ...common, passphrase: 'a third' })).rejects.toMatchObject({ code: 'wrong_passphrase' })
  })
})

describe('files of another vault', () => {
  test('any one of them is damage, the keys file as a wrong passphrase or damage', async () => {
    const disk = new MemoryDisk()
    const vault = await create(inMemory, disk)
    for (const id of [1, 2, 3]) await addNote(vault, id)
    await vault.checkpoint()
    const other = disk.after('kill')
    await vault.close()
    for (const file of [snapshot, head, journal]) await expectDamaged(withFile(file, other.bytes(file)), file)
    await expectDamaged(withFile(keys, other.bytes(keys)), snapshot)
  })
})

describe('a missing file', () => {
  test.each(['keys', 'snapshot', 'head', 'journal.2'])('%s: named', async (file) => {
    const disk = whole.after('kill')
    disk.remove(name(file))
    await expectDamaged(disk, name(file))
  })

  test('a gap in the row of journals: named', () =>
    expectDamaged(withFile(name('journal.4'), whole.bytes(journal)), name('journal.3')))
})

describe('the keys file in the hands of somebody without its key', () => {
  /** A change with the checksum made right again. */
  function rewritten(change: (bytes: Buffer) => void): Buffer {
    const bytes = whole.bytes(keys)
    change(bytes)
    const covered = bytes.subarray(0, -32)
    return Buffer.concat([covered, createHash('sha256').update(covered).digest()])
  }

  test('a newer format is refused by its number, and nothing is touched', async () => {
    const disk = withFile(
      keys,
      rewritten((bytes) => bytes.writeUInt32BE(7, 8)),
    )
    await expectDamaged(disk, /format 7; this one knows format 1/, /^vault_newer$/)
  })

  /** Where each part of its only slot begins. */
  function parts(): Record<
    'vaultId' | 'epoch' | 'operator' | 'costs' | 'salt' | 'nonce' | 'wrapped' | 'tag' | 'code' | 'end',
    number
  > {
    const bytes = whole.bytes(keys)
    const costs = 36 + bytes.readUInt16BE(34) + 1
    const salt = costs + 9
    const wrapped = salt + 16 + 12
    const code = wrapped + 32 + 16
    expect(code + 64).toBe(bytes.length)
    return {
      vaultId: 12,
      epoch: 28,
      operator: 36,
      costs,
      salt,
      nonce: salt + 16,
      wrapped,
      tag: wrapped + 32,
      code,
      end: code + 32,
    }
  }

  test('costs out of bounds are refused before they are spent', async () => {
    const at = parts().costs
    const wild: [memoryKiB: number, passes: number, lanes: number][] = [
      ...[0, 7, 512 * 1024 + 1, 2 ** 21, 2 ** 32 - 1].map((memory): [number, number, number] => [memory, 1, 1]),
      ...[0, 25_000, 2 ** 32 - 1].map((passes): [number, number, number] => [64, passes, 1]),
      ...[0, 9, 255].map((lanes): [number, number, number] => [128 * 1024, 1, lanes]),
      // Each alone is within its bound: together they are four times today's work and a little more.
      [512 * 1024, 4, 4],
      [128 * 1024, 13, 4],
    ]
    for (const [memoryKiB, passes, lanes] of wild) {
      const bytes = rewritten((copy) => {
        copy.writeUInt32BE(memoryKiB, at)
        copy.writeUInt32BE(passes, at + 4)
        copy.writeUInt8(lanes, at + 8)
      })
      await expectDamaged(withFile(keys, bytes), /costs out of bounds/)
    }
  })

  test('many slots that are dear together are refused before anything is spent; 64 of today’s are not', async () => {
    const { vaultId, dataKey } = await dataKeyOf(whole)
    const slot = await makeSlot(vaultId, 1, 'operator-1', passphrase, dataKey, kdf)
    const listed = (count: number, costs: Kdf) =>
      encodeKeys(
        vaultId,
        1,
        Array.from({ length: count }, () => ({ ...slot, kdf: costs })),
        dataKey,
      )
    const dear = { memoryKiB: 512 * 1024, passes: 3, lanes: 4 }
    await expectDamaged(withFile(keys, listed(17, dear)), /costs out of bounds/)
    await expectDamaged(withFile(keys, listed(65, kdf)), /no usable list of key slots/)
    expect(parseKeys(listed(64, defaultKdf)).slots).toHaveLength(64)
    expect(parseKeys(listed(16, dear)).slots).toHaveLength(16)
  })

  test('changed in vault id, epoch, operator, kind or tag, with the right passphrase: the change is named', async () => {
    const at = parts()
    const named = [
      [at.vaultId, at.epoch + 4],
      [at.operator, at.costs],
      [at.tag, at.end],
    ] as const
    for (const [first, end] of named) {
      for (let offset = first; offset < end; offset += 1) {
        const bytes = rewritten((copy) => copy.writeUInt8(copy.readUInt8(offset) ^ 1, offset))
        await expectDamaged(withFile(keys, bytes), keys)
      }
    }
  })

  test('changed in salt, costs, nonce or wrapped key: no key tells it from a wrong passphrase, and nothing opens', async () => {
    const at = parts()
    const cheaper = rewritten((copy) => copy.writeUInt32BE(kdf.memoryKiB - 1, at.costs))
    await expectDamaged(withFile(keys, cheaper), /Wrong passphrase/, /^wrong_passphrase$/)
    for (let offset = at.salt; offset < at.tag; offset += 1) {
      const bytes = rewritten((copy) => copy.writeUInt8(copy.readUInt8(offset) ^ 1, offset))
      await expectDamaged(withFile(keys, bytes), /Wrong passphrase/, /^wrong_passphrase$/)
    }
  })

  test('changed, and the passphrase wrong as well or the snapshot gone: a wrong passphrase, as before', async () => {
    const changedEpoch = withFile(
      keys,
      rewritten((copy) => copy.writeUInt32BE(9, 28)),
    )
    const wrong = openVault({ folder: inMemory, passphrase: 'not this one', migrations, now, disk: changedEpoch })
    await expect(wrong).rejects.toMatchObject({ code: 'wrong_passphrase' })
    changedEpoch.remove(snapshot)
    await expectDamaged(changedEpoch, /Wrong passphrase/, /^wrong_passphrase$/)
  })
})
