import { chmodSync, existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { addNote, create, newFolder, noteIds, open } from './fixture'

const root = process.getuid?.() === 0
/** Needs permissions that bind: none on Windows, and root only where it can step down for a moment. */
const possible = process.platform !== 'win32' && (!root || process.seteuid !== undefined)

/** Runs the work as somebody whom permissions bind. */
async function bound<T>(work: () => Promise<T>): Promise<T> {
  if (!root) return work()
  process.seteuid?.(65534)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}

test.skipIf(!possible)('a folder that cannot be written to: opening is refused, and nothing is changed', async () => {
  const folder = newFolder()
  const vault = await create(folder)
  await addNote(vault, 1)
  await vault.close()
  chmodSync(dirname(folder), 0o755)
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444)
  chmodSync(folder, 0o555)
  const before = readdirSync(folder)
  await expect(bound(() => open(folder))).rejects.toMatchObject({ code: 'disk_read_only' })
  await expect(bound(() => create(join(folder, 'inner')))).rejects.toMatchObject({ code: 'disk_read_only' })
  expect(readdirSync(folder)).toEqual(before)
  chmodSync(folder, 0o700)
})

test.skipIf(!possible)(
  'a folder that becomes read-only: commits go on, a checkpoint is refused, the next opening works',
  async () => {
    const folder = newFolder()
    const vault = await create(folder)
    await addNote(vault, 1)
    chmodSync(dirname(folder), 0o755)
    chmodSync(folder, 0o555)
    await bound(async () => {
      await expect(vault.checkpoint()).rejects.toMatchObject({ code: 'disk_read_only' })
      await addNote(vault, 2)
      await vault.close()
    })
    expect(existsSync(join(folder, 'vault.journal.1'))).toBe(true)
    chmodSync(folder, 0o700)
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o600)
    const again = await open(folder)
    expect(noteIds(again)).toEqual([1, 2])
    await again.close()
  },
)
