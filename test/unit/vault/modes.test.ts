import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Disk, realDisk } from '../../../electron/vault/disk'
import { closeToOthers } from '../../../electron/vault/modes'
import { addNote, create, newFolder, noteIds, open } from './fixture'

const modeOf = (path: string): number => statSync(path).mode & 0o777
const mended = /Other accounts of this computer could get at the files of this vault.* Now only yours can\./
const exposed =
  /Other accounts of this computer can get at the files of this vault, and TOTP Desk could not change that/

/** A closed vault whose folder and files have these modes. */
async function vaultWith(folderMode: number, fileMode: number): Promise<string> {
  const folder = newFolder()
  const vault = await create(folder)
  await addNote(vault, 1)
  await vault.close()
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), fileMode)
  chmodSync(folder, folderMode)
  return folder
}

describe.skipIf(process.platform === 'win32')('the modes of an existing vault', () => {
  test.each([
    [0o777, 0o666],
    [0o755, 0o644],
    [0o750, 0o640],
    [0o711, 0o600],
    [0o700, 0o604],
    [0o770, 0o660],
  ])('%o and %o are put right on opening, and told once', async (folderMode, fileMode) => {
    const folder = await vaultWith(folderMode, fileMode)
    const vault = await open(folder)
    expect(vault.notice).toMatch(mended)
    expect(modeOf(folder)).toBe(0o700)
    for (const file of readdirSync(folder)) expect([file, modeOf(join(folder, file))]).toEqual([file, 0o600])
    await vault.close()
    const again = await open(folder)
    expect([again.notice, noteIds(again)]).toEqual([null, [1]])
    await again.close()
  })

  test('are nobody’s business before the passphrase is right', async () => {
    const folder = await vaultWith(0o755, 0o644)
    const { openVault } = await import('../../../electron/vault/vault')
    await expect(openVault({ folder, passphrase: 'not this one', migrations: [], now: 0 })).rejects.toThrow()
    expect(modeOf(folder)).toBe(0o755)
  })

  test('a torn record and open modes are told together', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    await addNote(vault, 1)
    const copy = newFolder()
    mkdirSync(copy, { mode: 0o755 })
    for (const file of readdirSync(folder).filter((name) => !name.startsWith('vault.lock'))) {
      writeFileSync(join(copy, file), readFileSync(join(folder, file)), { mode: 0o644 })
    }
    await vault.close()
    writeFileSync(join(copy, 'vault.journal.1'), 'torn', { flag: 'a' })
    const opened = await open(copy)
    expect(opened.notice).toMatch(/^TOTP Desk stopped while changes were being written\./)
    expect(opened.notice).toMatch(mended)
    await opened.close()
  })

  test('that cannot be put right are told, at every opening', async () => {
    const folder = await vaultWith(0o700, 0o600)
    const stubborn: Disk = { ...realDisk, closeToOthers: (_path, what) => (what === 'file' ? 'open' : 'private') }
    for (let time = 0; time < 2; time += 1) {
      const vault = await open(folder, stubborn)
      expect(vault.notice).toMatch(exposed)
      await vault.close()
    }
  })

  test('a folder reached through a link is put right; a link in it is not followed', async () => {
    const folder = await vaultWith(0o755, 0o600)
    const link = `${folder}-link`
    symlinkSync(folder, link)
    const theirs = join(folder, '..', 'theirs')
    renameSync(join(folder, 'vault.snapshot'), theirs)
    symlinkSync(theirs, join(folder, 'vault.snapshot'))
    chmodSync(theirs, 0o644)
    const vault = await open(link)
    expect(vault.notice).toMatch(exposed)
    expect([modeOf(folder), modeOf(theirs)]).toEqual([0o700, 0o644])
    await addNote(vault, 2)
    // The next snapshot is a file of the vault's own.
    await vault.close()
    expect(lstatSync(join(folder, 'vault.snapshot')).isSymbolicLink()).toBe(false)
    const again = await open(link)
    expect([again.notice, noteIds(again)]).toEqual([null, [1, 2]])
    await again.close()
  })

  test('of files that are not the vault’s stay, linked or not', async () => {
    const folder = await vaultWith(0o777, 0o666)
    const theirs = join(folder, '..', 'theirs')
    writeFileSync(theirs, 'not the vault’s', { mode: 0o644 })
    chmodSync(theirs, 0o644)
    for (const name of ['vault.snapshot.new', 'vault.lock.1-a.new', 'vault.journal.99999999999', 'notes.txt']) {
      symlinkSync(theirs, join(folder, name))
    }
    linkSync(theirs, join(folder, 'vault.keys.bak'))
    const vault = await open(folder)
    expect([modeOf(theirs), existsSync(theirs)]).toEqual([0o644, true])
    await vault.close()
  })

  test('one file: a pipe is not waited for, a missing one is an error, a folder only where one is meant', () => {
    const base = join(newFolder(), '..')
    expect(() => closeToOthers(join(base, 'none'), 'file')).toThrow('ENOENT')
    const file = join(base, 'file')
    writeFileSync(file, '', { mode: 0o600 })
    expect(closeToOthers(file, 'file')).toBe('private')
    chmodSync(file, 0o4755)
    expect(closeToOthers(file, 'file')).toBe('closed')
    expect(modeOf(file)).toBe(0o700)
    expect(closeToOthers(file, 'folder')).toBe('private')
  })
})
