import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { Disk } from '../../../electron/vault/disk'
import { parseKeys, unlock } from '../../../electron/vault/keys-file'
import type { Migration, Vault } from '../../../electron/vault/types'
import { createVault, openVault } from '../../../electron/vault/vault'
import type { MemoryDisk } from './memory-disk'

/** The smallest that Argon2id allows with one lane: tests are about files, not about cost. */
export const kdf = { memoryKiB: 64, passes: 1, lanes: 1 }
export const passphrase = 'seven bright copper lamps'
export const now = Date.UTC(2026, 10, 22, 9, 12)
export const operatorId = 'operator-1'
export const migrations: readonly Migration[] = [
  { version: 1, statements: ['create table note (id integer primary key, text text not null, bytes blob)'] },
]

const made: string[] = []

/** A folder path on the real disk that does not exist yet, removed after the test. */
export function newFolder(): string {
  const base = mkdtempSync(join(tmpdir(), 'totp-desk-vault-'))
  made.push(base)
  return join(base, 'vault')
}

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** The folder of vaults on a disk in memory. */
export const inMemory = '/vault'

export function create(folder: string, disk?: Disk): Promise<Vault> {
  return createVault({ folder, operatorId, passphrase, migrations, kdf, now, disk })
}

export async function open(folder: string, disk?: Disk): Promise<Vault> {
  return (await openVault({ folder, passphrase, migrations, kdf, now, disk })).vault
}

export async function addNote(vault: Vault, id: number, text = `note ${id}`): Promise<void> {
  await vault.transact((tx) => tx.run('insert into note (id, text) values (?, ?)', [id, text]))
}

/** The ids of the notes, in order: what of a history is there. */
export function noteIds(vault: Vault): number[] {
  return vault.all<{ id: number }>('select id from note order by id').map(({ id }) => id)
}

/** The vault's data key, for tests that forge what only its holder can. */
export async function dataKeyOf(disk: MemoryDisk): Promise<{ vaultId: Buffer; dataKey: Buffer }> {
  const keys = parseKeys(disk.bytes(`${inMemory}/vault.keys`))
  return { vaultId: keys.vaultId, dataKey: (await unlock(keys, passphrase, () => false)).dataKey }
}

/** Lets scheduled work, such as an automatic checkpoint, come to its end. */
export async function settle(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000 && !done(); turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
