import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isLockFile } from '../../electron/vault/file-names'
import type { Vault } from '../../electron/vault/types'
import { openVault } from '../../electron/vault/vault'
import { heard, killAll, type Run, start } from './children'
import { buildChild } from './vault-build'

const migrations = [
  { version: 1, statements: ['create table note (id integer primary key, text text not null, bytes blob)'] },
]
const base = mkdtempSync(join(tmpdir(), 'totp-desk-kill-'))
let child: string

beforeAll(async () => {
  child = await buildChild()
})

afterAll(() => {
  killAll()
  rmSync(base, { recursive: true, force: true })
  rmSync(dirname(child), { recursive: true, force: true })
})

const passphrase = 'seven bright copper lamps'
const now = Date.UTC(2026, 10, 22)

const startChild = (folder: string, job: string, first = 1): Run =>
  start(process.execPath, [child, folder, job, String(first)])

const confirmedBy = (run: Run): number[] =>
  run.lines.filter((line) => line.startsWith('confirmed ')).map((line) => Number(line.split(' ')[1]))

/** Each note is exactly as a whole number of transactions leaves it. */
function expectConsistent(vault: Vault): number {
  const rows = vault.all<{ id: number; text: string; length: number }>(
    'select id, text, length(bytes) as length from note order by id',
  )
  const last = rows.length
  const expected = rows.map((_, index) => {
    const id = index + 1
    return { id, text: `note ${id}${id + 10 <= last ? '+' : ''}`, length: id % 900 }
  })
  expect(rows).toEqual(expected)
  return last
}

describe('a process killed at any moment', () => {
  test.each([
    { callers: 1, job: 'write', kills: 30 },
    { callers: 8, job: 'write-at-once', kills: 30 },
  ])(
    '$kills kills with $callers at a time, checkpoints included: every confirmed transaction is there, whole and once',
    async ({ callers, job, kills }) => {
      const folder = join(base, job)
      let there = 0
      let confirmed = 0
      let insideCheckpoint = 0
      for (let round = 0; round < kills; round += 1) {
        const run = startChild(folder, job, there + 1)
        // Counted in what it has done and not in time, so that a slow machine tests the same.
        const wanted = round % 10 === 0 ? 0 : 1 + Math.floor(Math.random() * 30)
        expect(await heard(run, wanted === 0 ? 'open' : `confirmed ${there + wanted}`)).toBe(true)
        if (round % 2 === 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
        run.process.kill('SIGKILL')
        await run.ended
        if (readdirSync(folder).some((name) => name === 'vault.snapshot.new' || /journal\.\d+\.new$/.test(name)))
          insideCheckpoint += 1
        else if (readdirSync(folder).filter((name) => /^vault\.journal\.\d+$/.test(name)).length > 1)
          insideCheckpoint += 1
        const last = confirmedBy(run).at(-1) ?? there
        confirmed += confirmedBy(run).length
        const { vault } = await openVault({ folder, passphrase, migrations, now })
        there = expectConsistent(vault)
        // One more for each caller is possible: it was synced, and its word did not get out.
        expect(there - last).toBeGreaterThanOrEqual(0)
        expect(there - last).toBeLessThanOrEqual(callers)
        await vault.close()
      }
      expect(confirmed).toBeGreaterThan(100)
      expect(insideCheckpoint).toBeGreaterThan(0)
    },
  )

  test('inside its creation: no vault, or one that opens', async () => {
    for (let round = 0; round < 8; round += 1) {
      const folder = join(base, `new-${round}`)
      const run = startChild(folder, 'write')
      while (!readdirSync(base).includes(`new-${round}`)) await new Promise((resolve) => setTimeout(resolve, 1))
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 12))
      run.process.kill('SIGKILL')
      await run.ended
      // The next start makes the vault or opens it, whichever is due.
      const next = startChild(folder, 'hold')
      expect(await heard(next, 'open')).toBe(true)
      next.process.stdin?.end()
      expect(await next.ended).toBe(0)
    }
  })
})

describe('several processes', () => {
  test('with the lock of a killed one in the way, never two open the vault', async () => {
    const folder = join(base, 'shared')
    const killed = startChild(folder, 'hold')
    expect(await heard(killed, 'open')).toBe(true)
    killed.process.kill('SIGKILL')
    await killed.ended
    expect(readdirSync(folder).filter(isLockFile)).toHaveLength(1)
    const runs = Array.from({ length: 4 }, () => startChild(folder, 'hold'))
    await Promise.all(runs.map(async (run) => heard(run, 'open').then((open) => open || heard(run, 'failed'))))
    const holding = runs.filter((run) => run.lines.includes('open'))
    expect(holding.length).toBeLessThanOrEqual(1)
    for (const run of runs.filter((run) => !holding.includes(run))) expect(run.lines).toEqual(['failed vault_in_use'])
    for (const run of holding) run.process.stdin?.end()
    await Promise.all(runs.map((run) => run.ended))
  })
})

describe.skipIf(process.platform === 'win32')('a disk that takes no more', () => {
  test('a real file-size limit is refused as a full disk; what was confirmed is there', async () => {
    const folder = join(base, 'limited')
    const first = startChild(folder, 'hold')
    expect(await heard(first, 'open')).toBe(true)
    first.process.stdin?.end()
    await first.ended
    // Blocks of 512 or 1024 bytes, as the shell has it: a few dozen notes fit.
    const run = start('/bin/sh', [
      '-c',
      'ulimit -f 64; exec "$0" "$@"',
      process.execPath,
      child,
      folder,
      'until-refused',
    ])
    await run.ended
    const refused = run.lines.find((line) => line.startsWith('refused'))
    expect(refused).toMatch(/^refused \d+ disk_full$/)
    expect(run.lines.at(-1)).toBe('closed')
    const copy = join(base, 'limited-copy')
    cpSync(folder, copy, { recursive: true })
    const { vault } = await openVault({ folder: copy, passphrase, migrations, now })
    expect(expectConsistent(vault)).toBe(confirmedBy(run).length)
    await vault.close()
  })
})
