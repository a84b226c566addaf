import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { PNG } from 'pngjs'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '../../..')

/** electron-builder's own reader and checker of configurations, by the way it reaches them itself. */
interface Builder {
  getConfig(folder: string, file: string, options: null): Promise<unknown>
  validateConfiguration(config: unknown, log: { isEnabled: boolean; add(): void }): Promise<void>
}
const fromHere = createRequire(import.meta.url)
const fromBuilder = createRequire(fromHere.resolve('electron-builder'))
const builder: Builder = fromBuilder('app-builder-lib/out/util/config/config')
const silent = { isEnabled: false, add() {} }

const targets = z.object({ target: z.array(z.string()) })
const readSchema = z.object({
  files: z.array(z.object({ filter: z.array(z.string()) })),
  asar: z.boolean(),
  asarUnpack: z.array(z.string()),
  electronFuses: z.record(z.string(), z.boolean()),
  publish: z.null(),
  linux: targets,
  mac: targets,
  win: targets,
})
let config: unknown

beforeAll(async () => {
  config = await builder.getConfig(root, 'electron.builder.yml', null)
})

test('the packaging file holds to the schema of electron-builder', async () => {
  await expect(builder.validateConfiguration(config, silent)).resolves.toBeUndefined()
  const misspelt = { ...readSchema.parse(config), electronFuses: { runAsNodes: false } }
  await expect(builder.validateConfiguration(misspelt, silent)).rejects.toThrow('electronFuses')
})

test('the fuses leave one program that only runs itself', () => {
  expect(readSchema.parse(config).electronFuses).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
    resetAdHocDarwinSignature: true,
  })
  // Two of them mean nothing without the archive.
  expect(readSchema.parse(config).asar).toBe(true)
})

test('the browser host is not in the package, native code lies outside the archive, nothing is published', () => {
  const { files, asarUnpack, publish } = readSchema.parse(config)
  const included = files.flatMap((set) => set.filter).filter((pattern) => !pattern.startsWith('!'))
  expect(included.toSorted()).toEqual([
    'LICENSE',
    'out/main/chunks/**',
    'out/main/main.js',
    'out/preload/preload.cjs',
    'out/renderer/**',
    'package.json',
  ])
  expect(asarUnpack).toContain('node_modules/@node-rs/argon2*/**')
  expect(publish).toBeNull()
})

test('each system gets an installer and something to run without one', () => {
  const { linux, mac, win } = readSchema.parse(config)
  expect({ linux: linux.target, mac: mac.target, win: win.target }).toEqual({
    // The deb alone brings an AppArmor profile.
    linux: ['AppImage', 'deb'],
    mac: ['dmg', 'zip'],
    win: ['nsis', 'portable'],
  })
})

test('the icon is large enough for every system', async () => {
  const { width, height } = PNG.sync.read(await readFile(resolve(root, 'build', 'icon.png')))
  expect(width).toBe(height)
  expect(width).toBeGreaterThanOrEqual(1024)
})
