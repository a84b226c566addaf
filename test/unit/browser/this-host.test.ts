import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openPreferences, preferencesFileOf } from '../../../electron/hosts/preferences'
import { createThisHost } from '../../../electron/hosts/this-host'
import { DeskError } from '../../../shared/errors'
import type { VaultStatus } from '../../../shared/model/desk'

let base: string
let usual: string
let earlier: string
let vaults: Set<string>

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'desk-host-'))
  usual = join(base, 'usual', 'vault')
  earlier = join(base, 'earlier', 'vault')
  vaults = new Set()
})
afterEach(() => rm(base, { recursive: true }))

function start({ named = false, demo = false } = {}) {
  const choice = demo ? null : { folder: usual, earlier: named ? [] : [earlier] }
  const options = { vaultExists: (folder: string) => vaults.has(folder), noWindowBecause: null }
  const host = createThisHost({ vault: choice, ...options, onDefect: (error) => expect(error).toBeNull() })
  let folder = host.folder ?? ''
  const status = () => ({ folder }) as VaultStatus
  const port = host.port({
    status,
    use: async (other) => {
      folder = other
      return status()
    },
  })
  return { ...host, port }
}

describe('the vault of an earlier build', () => {
  test('is offered on the first day, used when asked, and at every start from then on', async () => {
    vaults.add(earlier)
    const first = start()
    expect(first.folder).toBe(usual)
    expect(first.notice).toBe(`An earlier version left a vault in ${earlier}. The first screen offers to use it.`)
    expect(first.port.status().otherVaults).toEqual([earlier])
    expect(await first.port.useVault(earlier)).toMatchObject({ folder: earlier })
    expect(first.port.status().otherVaults).toEqual([])

    const next = start()
    expect([next.folder, next.notice]).toEqual([earlier, null])
  })

  test('is offered beside the vault in use, and there is a way back', async () => {
    vaults.add(earlier).add(usual)
    const first = start()
    expect(first.folder).toBe(usual)
    expect(first.notice).toMatch(`Another vault is in ${earlier}. The locked screen offers to use it`)
    await first.port.useVault(earlier)
    const second = start()
    expect(second.folder).toBe(earlier)
    expect(second.port.status().otherVaults).toEqual([usual])
    await second.port.useVault(usual)
    expect(start().folder).toBe(usual)
  })

  test('that is gone again is not made anew', async () => {
    vaults.add(earlier)
    await start().port.useVault(earlier)
    vaults.clear()
    expect(start().folder).toBe(usual)
  })

  test('is not looked for when a vault was named, nor in a demo', () => {
    vaults.add(earlier)
    for (const { port, notice } of [start({ named: true }), start({ demo: true })]) {
      expect([port.status().otherVaults, notice]).toEqual([[], null])
    }
  })

  test.each(['/etc', '', '..'])('no other folder can be asked for, such as %j', async (folder) => {
    vaults.add(earlier).add('/etc')
    const { port } = start()
    await expect(port.useVault(folder)).rejects.toThrow(DeskError)
    await expect(port.useVault(usual)).rejects.toThrow(DeskError)
  })

  test('a choice for a place that is none of ours is not followed', async () => {
    vaults.add('/elsewhere')
    await mkdir(join(base, 'usual'))
    await writeFile(preferencesFileOf(usual), JSON.stringify({ earlierVault: '/elsewhere' }))
    expect(start().folder).toBe(usual)
  })
})

describe('preferences', () => {
  const open = () => openPreferences(preferencesFileOf(usual), () => {})

  test('survive a restart, beside the vault and not in it', async () => {
    const { port } = start()
    expect(port.preferences()).toEqual({ colorScheme: 'auto' })
    expect(port.prefer({ colorScheme: 'dark' })).toEqual({ colorScheme: 'dark' })
    expect(start().port.preferences()).toEqual({ colorScheme: 'dark' })
    expect(await readdir(join(base, 'usual'))).toEqual(['vault.preferences.json'])
  })

  test('of a demo leave nothing behind', async () => {
    start({ demo: true }).port.prefer({ colorScheme: 'dark' })
    expect(await readdir(base)).toEqual([])
  })

  test.each([
    ['no JSON', '{'],
    ['another shape', '[]'],
    ['nothing', ''],
  ])('a file that holds %s is passed over', async (_name, text) => {
    await mkdir(join(base, 'usual'))
    await writeFile(preferencesFileOf(usual), text)
    expect(open().get()).toEqual({ colorScheme: 'auto', earlierVault: null, windows: {} })
  })

  test('one part that cannot be read does not take the others along', async () => {
    await mkdir(join(base, 'usual'))
    const text = '{"colorScheme":"purple","windows":{"operator":{"x":1}},"earlierVault":"/there"}'
    await writeFile(preferencesFileOf(usual), text)
    expect(open().get()).toEqual({ colorScheme: 'auto', earlierVault: '/there', windows: {} })
  })

  test('two hosts do not undo what the other keeps', () => {
    const [one, other] = [open(), open()]
    one.update({ colorScheme: 'dark' })
    other.update({ earlierVault: '/there' })
    expect(open().get()).toMatchObject({ colorScheme: 'dark', earlierVault: '/there' })
  })

  test('that cannot be kept hold for this run, and are reported', async () => {
    await writeFile(join(base, 'usual'), 'a file where the folder should be')
    const onDefect = vi.fn()
    const store = openPreferences(preferencesFileOf(usual), onDefect)
    const follow = vi.fn()
    store.follow(follow)
    store.update({ colorScheme: 'light' })
    expect(store.get().colorScheme).toBe('light')
    expect(onDefect).toHaveBeenCalledOnce()
    expect(follow.mock.calls.map(([{ colorScheme }]) => colorScheme)).toEqual(['auto', 'light'])
  })

  test('are readable by their owner alone', async () => {
    open().update({ colorScheme: 'light' })
    expect(await readFile(preferencesFileOf(usual), 'utf8')).toContain('"colorScheme": "light"')
  })
})
