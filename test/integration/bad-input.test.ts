import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../shared/errors'
import type { Host, HostOptions } from '../support/host'
import {
  activate,
  type Contents,
  contentsOf,
  enroll,
  expectNothingLost,
  hostPassphrase,
  hostsOfFile,
  withVault,
} from '../support/hosts'

const start = hostsOfFile()
let base: string

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'totp-desk-bad-'))
})
afterAll(() => rm(base, { recursive: true, force: true }))

/** A call's refusal: its code, and that its message is a sentence. */
async function refusal(host: Host, name: string, input: unknown): Promise<ErrorCode | null> {
  const answer = await host.invoke(name, input)
  if (answer.ok) return null
  expect(answer.error.message).toMatch(/^[A-Z].*\.$/)
  return answer.error.code
}

/** Every file of a folder with its bytes; locks come and go. */
async function bytesOf(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder)).filter((file) => !file.startsWith('vault.lock'))
  const entries = files.map(async (file) => [file, (await readFile(join(folder, file))).toString('base64')] as const)
  return Object.fromEntries(await Promise.all(entries))
}

/** Ends the program at once and finds everything in a new one. */
async function expectKept(host: Host, before: Contents, options: HostOptions = {}): Promise<Host> {
  await host.kill()
  const next = await start({ folder: host.folder, ...options })
  await next.client.vault.unlock({ passphrase: hostPassphrase })
  expectNothingLost(before, await contentsOf(next))
  return next
}

describe('a folder that is no sound vault', () => {
  test('a wrong passphrase: one sentence, a growing wait, and nothing written', async () => {
    const host = await withVault(await start({ folder: join(base, 'wrong') }))
    await enroll(host, 'Mara')
    const before = await contentsOf(host)
    await host.client.vault.lock()
    const bytes = await bytesOf(host.folder)
    expect(await refusal(host, 'vault.unlock', { passphrase: 'copper lamp river tiny orbi' })).toBe('wrong_passphrase')
    // While the wait lasts even the right one is not evaluated.
    expect(await refusal(host, 'vault.unlock', { passphrase: hostPassphrase })).toBe('too_many_requests')
    expect(await bytesOf(host.folder)).toEqual(bytes)
    await expectKept(host, before)
  })

  test('a folder of somebody else’s files is left alone', async () => {
    const folder = join(base, 'foreign')
    await mkdir(folder)
    await writeFile(join(folder, 'holiday.txt'), 'not yours')
    const bytes = await bytesOf(folder)
    const host = await start({ folder })
    const vault = { operator: 'Ada Admin', passphrase: hostPassphrase }
    expect(await refusal(host, 'vault.create', vault)).toBe('vault_foreign')
    expect(await refusal(host, 'vault.unlock', vault.passphrase)).toBe('invalid_input')
    expect(['vault_foreign', 'vault_absent']).toContain(
      await refusal(host, 'vault.unlock', { passphrase: hostPassphrase }),
    )
    await host.stop()
    expect(await bytesOf(folder)).toEqual(bytes)
  })

  test('a file in place of the folder is left alone', async () => {
    const folder = join(base, 'a-file')
    await writeFile(folder, 'not yours')
    const host = await start({ folder })
    const vault = { operator: 'Ada Admin', passphrase: hostPassphrase }
    expect(await refusal(host, 'vault.create', vault)).toBe('vault_foreign')
    expect(await readFile(folder, 'utf8')).toBe('not yours')
  })

  test('L24 a damaged file is named and nothing is overwritten; the sound one opens again', async () => {
    const host = await withVault(await start({ folder: join(base, 'damaged') }))
    await enroll(host, 'Mara')
    const before = await contentsOf(host)
    await host.client.vault.lock()
    const files = await readdir(host.folder)
    expect(files).toEqual(expect.arrayContaining(['vault.keys', 'vault.snapshot', 'vault.head']))
    // The head holds its one fact twice, so that one of the two may be damaged.
    for (const file of files.filter((name) => name !== 'vault.head')) {
      const path = join(host.folder, file)
      const sound = await readFile(path)
      const damaged = Buffer.from(sound)
      damaged[sound.length >> 1] = (damaged[sound.length >> 1] ?? 0) ^ 1
      await writeFile(path, damaged)
      const bytes = await bytesOf(host.folder)
      const answer = await host.invoke('vault.unlock', { passphrase: hostPassphrase })
      if (answer.ok) throw new Error(`The vault opened with a damaged ${file}.`)
      expect(['vault_damaged', 'vault_foreign']).toContain(answer.error.code)
      expect(answer.error.message).toContain(file)
      expect(await bytesOf(host.folder)).toEqual(bytes)
      await writeFile(path, sound)
    }
    await expectKept(host, before)
  })
})

describe('input that is not taken', () => {
  let host: Host
  let before: Contents
  let userId: string
  let totpId: string

  beforeAll(async () => {
    host = await withVault(await start({ folder: join(base, 'input') }))
    ;({ userId, totpId } = await enroll(host, 'Mara'))
    await host.client.users.create({ name: 'Ola', email: 'ola@example.org', phone: '+46701234567', externalId: 'E-1' })
    before = await contentsOf(host)
  })

  const unknown = '00000000-0000-4000-8000-000000000000'
  const identityCheck = { kind: 'badge' }
  test.each<[string, string, () => unknown, ErrorCode]>([
    ['an email taken', 'users.create', () => ({ name: 'Two', email: ' OLA@Example.org' }), 'email_taken'],
    ['a phone taken', 'users.create', () => ({ name: 'Two', phone: '+46 70 123 45 67' }), 'phone_taken'],
    [
      'an id taken',
      'users.create',
      () => ({ name: 'T', email: 't@example.org', externalId: 'E-1' }),
      'external_id_taken',
    ],
    [
      'an email taken in a change',
      'users.update',
      () => ({ userId, changes: { email: 'ola@example.org' } }),
      'email_taken',
    ],
    ['no email and no phone', 'users.create', () => ({ name: 'Two' }), 'invalid_input'],
    ['expiry below 5 minutes', 'totps.enroll', () => ({ userId, expirationMinutes: 4 }), 'invalid_input'],
    ['expiry above a day', 'totps.enroll', () => ({ userId, expirationMinutes: 1441 }), 'invalid_input'],
    ['expiry of half minutes', 'totps.enroll', () => ({ userId, expirationMinutes: 5.5 }), 'invalid_input'],
    ['expiry as a text', 'totps.enroll', () => ({ userId, expirationMinutes: '60' }), 'invalid_input'],
    ['an unknown user', 'users.get', () => ({ userId: `user-live-${unknown}` }), 'not_found'],
    [
      'an unknown user to verify',
      'verification.submit',
      () => ({ userId: `user-live-${unknown}`, code: '1' }),
      'not_found',
    ],
    ['an unknown user to enroll', 'totps.enroll', () => ({ userId: `user-live-${unknown}` }), 'not_found'],
    ['an unknown user to remove', 'users.remove', () => ({ userId: `user-live-${unknown}` }), 'not_found'],
    ['an unknown totp', 'totps.reveal', () => ({ totpId: `totp-live-${unknown}`, side: 'operator' }), 'not_found'],
    ['an id of another kind', 'users.get', () => ({ userId: totpId }), 'invalid_input'],
    ['an id that is none', 'users.get', () => ({ userId: "' or 1=1 --" }), 'invalid_input'],
    [
      'a pass of two days',
      'passes.issue',
      () => ({ userId, minutes: 2880, reason: 'lost', identityCheck }),
      'invalid_input',
    ],
    [
      'a name that reorders the line',
      'users.create',
      () => ({ name: 'Eve\u202e', email: 'e@example.org' }),
      'invalid_input',
    ],
  ])('%s', async (_, name, input, code) => {
    expect(await refusal(host, name, input())).toBe(code)
    expectNothingLost(before, await contentsOf(host))
  })

  test('a code of letters or of too few digits is refused as malformed, not counted, and not accepted', async () => {
    const person = await activate(host, 'Kim')
    for (const code of ['abcdef', '１２３４５', '12345', '']) {
      const outcome = await host.client.verification.submit({ userId: person.userId, code })
      expect(outcome).toMatchObject({ outcome: 'refused', reason: 'malformed' })
    }
    const { codeThrottle, totp } = await host.client.users.get({ userId: person.userId })
    expect([codeThrottle.failures, totp?.status]).toEqual([0, 'active'])
  })

  test('all of it survives the end of the program', async () => {
    await expectKept(host, await contentsOf(host))
  })
})

/** A file system of its own for a vault; null where this machine lets nobody make one. */
function mountSmallDisk(folder: string): { remount(how: 'ro' | 'rw'): void; unmount(): void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  const mount = (...args: string[]) => spawnSync('mount', args).status === 0
  if (!mount('-t', 'tmpfs', '-o', 'size=1m', 'none', folder)) return null
  return {
    remount: (how) => void mount('-o', `remount,${how}`, folder),
    unmount: () => void spawnSync('umount', ['--lazy', folder]),
  }
}

describe('a disk that does not take it', () => {
  test('L24 a full disk: refused in words, everything before it kept, and on again when there is space', async (context) => {
    const folder = join(base, 'small-disk')
    await mkdir(folder)
    const disk = mountSmallDisk(folder)
    if (!disk) return context.skip('A file system of its own needs root on Linux.')
    try {
      // A name that a file manager leaves, which a vault does not mind.
      const ballast = join(folder, '.DS_Store')
      await writeFile(ballast, Buffer.alloc(256 * 1024))
      const host = await withVault(await start({ folder }))
      const { made, code } = await createUntilRefused(host)
      expect(code).toBe('disk_full')
      expect(await peopleShown(host, made)).toBe(made)
      await rm(ballast)
      await host.client.users.create({ name: 'After', email: 'after@example.org' })
      const next = await expectKept(host, await contentsOf(host))
      expect((await next.client.users.search({})).total).toBe(made + 1)
      await next.stop()
    } finally {
      disk.unmount()
    }
  })

  test.skipIf(process.platform === 'win32')(
    'L24 a file that may not grow: refused as a full disk, and everything before it is there',
    async () => {
      const host = await withVault(
        await start({
          folder: join(base, 'limited'),
          wrap: (command, args) => ({
            command: '/bin/sh',
            // Without the signal the write itself fails, as on a full disk.
            args: ['-c', 'trap "" XFSZ; ulimit -f 256; exec "$0" "$@"', command, ...args],
          }),
        }),
      )
      const { made, code } = await createUntilRefused(host)
      expect(code).toBe('disk_full')
      expect(made).toBeGreaterThan(10)
      await host.kill()
      const next = await start({ folder: host.folder })
      await next.client.vault.unlock({ passphrase: hostPassphrase })
      expect((await next.client.users.search({})).total).toBe(made)
      await next.client.users.create({ name: 'After', email: 'after@example.org' })
    },
  )

  test('L24 a disk that is only read: refused in words, nothing half written, and on again when it takes writes', async (context) => {
    const folder = join(base, 'read-only')
    await mkdir(folder)
    const disk = mountSmallDisk(folder)
    if (!disk) return context.skip('A file system of its own needs root on Linux.')
    try {
      const first = await withVault(await start({ folder }))
      await enroll(first, 'Mara')
      const before = await contentsOf(first)
      await first.stop()
      disk.remount('ro')
      const bytes = await bytesOf(folder)
      const host = await start({ folder })
      expect(await refusal(host, 'vault.unlock', { passphrase: hostPassphrase })).toBe('disk_read_only')
      expect(await host.client.vault.status()).toMatchObject({ state: 'locked' })
      expect(await bytesOf(folder)).toEqual(bytes)
      disk.remount('rw')
      await host.client.vault.unlock({ passphrase: hostPassphrase })
      expectNothingLost(before, await contentsOf(host))
      await host.stop()
    } finally {
      disk.unmount()
    }
  })

  /** Adds people until one is refused. */
  async function createUntilRefused(host: Host): Promise<{ made: number; code: ErrorCode }> {
    const notes = 'n'.repeat(2000)
    for (let made = 0; made < 2000; made += 1) {
      const user = { name: `Person ${made}`, email: `p${made}@example.org`, notes }
      const answer = await host.invoke('users.create', user)
      if (answer.ok) continue
      expect(answer.error.message).toContain('Nothing was saved')
      return { made, code: answer.error.code }
    }
    throw new Error('The disk never became full.')
  }

  /** People that the program still shows; reading needs no space. */
  async function peopleShown(host: Host, refused: number): Promise<number> {
    const { matched, total } = await host.client.users.search({ query: `p${refused}@example.org` })
    expect(matched).toBe(0)
    return total
  }
})
