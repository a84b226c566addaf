import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { listPackage } from '@electron/asar'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { root } from '../../scripts/build-if-stale.mjs'
import { noticesFolder } from '../../scripts/package/notices.mjs'
import { prepareDouble } from '../support/electron-double/build'
import type { PackedProgram } from '../support/packed-program'

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), dev: z.boolean().default(false), optional: z.boolean().default(false) }),
  ),
})
const sbomSchema = z.object({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.object({ component: z.object({ name: z.literal('totp-desk') }) }),
  components: z.array(z.object({ name: z.string(), version: z.string(), purl: z.string() })),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
})

/** What is installed for running, with its version, by the lock file. */
function installed(kind: 'production' | 'development'): Map<string, string> {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  return new Map(
    Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && dev === (kind === 'development') && existsSync(join(root, path)))
      .map(([path, { version }]) => [path.split('node_modules/').at(-1) ?? '', version ?? '']),
  )
}

let packed: PackedProgram
let files: string[]

describe.skipIf(process.platform === 'win32')('the packed program', () => {
  beforeAll(async () => {
    packed = await prepareDouble()
    files = listPackage(packed.archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'))
  })

  test('is under 15 MB beside the runtime', () => {
    expect(statSync(packed.archive).size).toBeLessThan(15_000_000)
  })

  test('holds these packages, none of development, and of SQLite one variant', () => {
    const names = new Set(
      files.flatMap((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/@][^/]*)\/./.exec(path)?.[1] ?? []),
    )
    expect([...names].toSorted()).toEqual([
      '@hono/node-server',
      '@noble/hashes',
      '@node-rs/argon2',
      expect.stringMatching(/^@node-rs\/argon2-/),
      '@otplib/core',
      '@otplib/hotp',
      '@otplib/plugin-base32-scure',
      '@otplib/plugin-crypto-noble',
      '@otplib/totp',
      '@otplib/uri',
      '@scure/base',
      'canonicalize',
      'content-disposition',
      'csv-stringify',
      'dijkstrajs',
      'hono',
      'jose',
      'libphonenumber-js',
      'otplib',
      'pngjs',
      'qrcode',
      'sql.js',
      'zod',
    ])
    const development = installed('development')
    const production = installed('production')
    expect([...names].filter((name) => development.has(name) && !production.has(name))).toEqual([])
    expect(files.filter((path) => path.startsWith('/node_modules/sql.js/dist/')).toSorted()).toEqual([
      '/node_modules/sql.js/dist/sql-wasm.js',
      '/node_modules/sql.js/dist/sql-wasm.wasm',
    ])
  })

  test('holds neither the browser host nor maps, types or the list of the bundle', () => {
    expect(files).not.toContain('/out/main/browser.js')
    expect(files.filter((path) => /\.map$|\.d\.[cm]?ts$|\/\.vite\//.test(path))).toEqual([])
  })

  test('tells of every package that it runs and of everything its page is made of', () => {
    const sbom = sbomSchema.parse(JSON.parse(readFileSync(join(packed.notices, 'sbom.cdx.json'), 'utf8')))
    const licenses = readFileSync(join(packed.notices, 'third-party-licenses.txt'), 'utf8')
    const bundle = z
      .array(z.object({ name: z.string(), version: z.string() }))
      .parse(JSON.parse(readFileSync(join(root, 'out', 'renderer', '.vite', 'licenses.json'), 'utf8')))
    const wanted = [...installed('production'), ...bundle.map(({ name, version }) => [name, version] as const)]
    expect(wanted.length).toBeGreaterThan(80)
    const named = new Set(sbom.components.map(({ name, version }) => `${name}@${version}`))
    for (const [name, version] of wanted) {
      expect(named, 'bill of materials').toContain(`${name}@${version}`)
      expect(licenses, 'licences').toContain(`\n${name} ${version} (`)
    }
    expect(named).toContain(`electron@${installed('development').get('electron')}`)
    const refs = new Set(['totp-desk@', ...sbom.components.map(({ name }) => `${name}@`)])
    for (const { ref } of sbom.dependencies) expect(refs).toContain(ref.slice(0, ref.lastIndexOf('@') + 1))
  })

  test('tells of the same where development packages are left out by the environment', () => {
    const script = "(await import('./scripts/package/notices.mjs')).writeNotices()"
    const env = { ...process.env, NODE_ENV: 'production', npm_config_omit: 'dev' }
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: root,
      env,
      encoding: 'utf8',
    })
    expect(run.stderr).toBe('')
    const parts = (folder: string) =>
      sbomSchema.parse(JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8'))).components
    expect(parts(noticesFolder)).toEqual(parts(packed.notices))
  })

  test('has its fuses set in its executable', () => {
    const text = readFileSync(packed.executable, 'latin1')
    // After the wire: version, number of fuses, then a digit for each, in the order of Electron's build/fuses.
    const [, states] = /dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01.([01r]+)/s.exec(text) ?? []
    // runAsNode, cookie encryption, NODE_OPTIONS, --inspect, asar integrity, only from asar, snapshot, file privileges
    expect(states?.slice(0, 8)).toBe('00001100')
  })
})

test('without the runtime, packaging says in one sentence what is missing', () => {
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '/nowhere', ELECTRON_EXEC_PATH: '' }
  const run = spawnSync(process.execPath, [join(root, 'scripts', 'package.mjs')], { env, encoding: 'utf8' })
  if (existsSync(join(root, 'node_modules', 'electron', 'dist'))) return
  expect(run.status).toBe(1)
  expect(run.stdout).toBe('')
  expect(run.stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^Packages are made around the Electron runtime/),
  ])
})
