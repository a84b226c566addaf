import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { heard, killAll, type Run, start } from './children'
import { buildChild } from './vault-build'

/** Ways a sandbox or container keeps a process apart; each sees the vault's folder. */
const apart = {
  'other process numbers': ['--pid', '--fork', '--mount-proc', '--kill-child'],
  'other process numbers and network': ['--pid', '--fork', '--mount-proc', '--kill-child', '--net'],
  'all of them': ['--pid', '--fork', '--mount-proc', '--kill-child', '--net', '--ipc', '--uts', '--cgroup', '--mount'],
  'another user': ['--user', '--map-root-user', '--pid', '--fork', '--mount-proc', '--kill-child'],
}

type Way = keyof typeof apart
const canUnshare = (way: Way): boolean => spawnSync('unshare', [...apart[way], 'true']).status === 0
const ways = (Object.keys(apart) as Way[]).filter(canUnshare)

const base = mkdtempSync(join(tmpdir(), 'totp-desk-apart-'))
/** Longer than the address of a socket may be. */
const deep = 'a-folder-with-a-long-name/'.repeat(6)
let child: string

beforeAll(async () => {
  child = await buildChild()
})

afterAll(() => {
  killAll()
  rmSync(base, { recursive: true, force: true })
  rmSync(dirname(child), { recursive: true, force: true })
})

const inside = (way: Way, folder: string, job = 'hold'): Run =>
  start('unshare', [...apart[way], process.execPath, child, folder, job])
const outside = (folder: string, job = 'hold'): Run => start(process.execPath, [child, folder, job])

async function close(run: Run): Promise<void> {
  run.process.stdin?.end()
  await run.ended
}

/** Opens and closes without anybody's help. */
async function expectFree(folder: string): Promise<void> {
  const next = outside(folder)
  expect([await heard(next, 'open'), next.lines]).toEqual([true, ['open']])
  await close(next)
}

// Where a system does not let this account make namespaces, as in many containers, there is nothing to see.
describe.skipIf(ways.length === 0)('two desks kept apart by namespaces open one vault', () => {
  test.each(ways)('%s: the second is refused, whichever is inside, and nothing is left over', async (way) => {
    const outer = join(base, way.replaceAll(' ', '-'))
    const asked: [string, (folder: string) => Run, (folder: string) => Run][] = [
      [join(outer, 'vault'), outside, (folder) => inside(way, folder)],
      [join(outer, deep, 'vault'), (folder) => inside(way, folder), outside],
    ]
    for (const [folder, first, second] of asked) {
      const holder = first(folder)
      expect(await heard(holder, 'open')).toBe(true)
      const other = second(folder)
      await heard(other, '')
      expect(other.lines).toEqual(['failed vault_in_use'])
      await close(holder)
      await expectFree(folder)
    }
  })

  test('two in namespaces of their own: the second is refused, and a killed one keeps nobody out', async () => {
    const way = ways[0] ?? 'another user'
    const folder = join(base, 'killed')
    const holder = inside(way, folder, 'write')
    expect(await heard(holder, 'confirmed 5')).toBe(true)
    const other = inside(way, folder)
    await heard(other, '')
    expect(other.lines).toEqual(['failed vault_in_use'])
    holder.process.kill('SIGKILL')
    await holder.ended
    const next = inside(way, folder)
    expect([await heard(next, 'open'), next.lines]).toEqual([true, ['open']])
    next.process.kill('SIGKILL')
    await next.ended
    await expectFree(folder)
  })

  test('of ten that ask at once, inside and outside, never two get in', async () => {
    const folder = join(base, 'race')
    const made = outside(folder)
    expect(await heard(made, 'open')).toBe(true)
    made.process.kill('SIGKILL')
    await made.ended
    const runs = Array.from({ length: 10 }, (_, index) => {
      const way = ways[index % (2 * ways.length)]
      return way === undefined ? outside(folder) : inside(way, folder)
    })
    await Promise.all(runs.map(async (run) => (await heard(run, 'open')) || heard(run, 'failed')))
    const got = runs.filter((run) => run.lines.includes('open'))
    expect(got.length).toBeLessThanOrEqual(1)
    for (const run of runs.filter((one) => !got.includes(one))) expect(run.lines).toEqual(['failed vault_in_use'])
    for (const run of got) await close(run)
    await expectFree(folder)
  })
})
