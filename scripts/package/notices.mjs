// What of other projects is in a package, told twice: the licences, for people, and a CycloneDX bill of materials, for
// programs. Both name what lies in node_modules and what the page's bundle took up.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../build-if-stale.mjs'

/** Where the two files go. They are packed beside the program. */
export const noticesFolder = join(root, 'out', 'notices')

const licenseFile = /^(licen[cs]e|copying|notice)/i

/** npm's own bill of materials, in its CycloneDX form. */
function npmSbom() {
  const npm = process.env.npm_execpath
  // The environment and npm's settings may leave some out (NODE_ENV=production).
  const everything = ['--include=dev', '--include=optional', '--include=peer']
  const command = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', ...everything]
  const run = npm?.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [npm, ...command], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
    : spawnSync(`npm ${command.join(' ')}`, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, shell: true })
  if (run.status !== 0) throw new Error(`npm made no bill of materials.\n${run.stderr}`)
  return JSON.parse(run.stdout)
}

/** The texts that a package's folder has of its licence. */
function textsIn(folder) {
  return readdirSync(folder)
    .filter((name) => licenseFile.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
}

const keyOf = ({ name, version }) => `${name}@${version}`

/** What the lock file says of each package that is installed: where, and whether it is needed to run. */
function installed() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  return Object.entries(packages)
    .filter(([path]) => path !== '' && existsSync(join(root, path)))
    .map(([path, { version, dev }]) => ({
      key: `${path.split('node_modules/').at(-1)}@${version}`,
      folder: join(root, path),
      needed: dev !== true,
    }))
}

/** @typedef {{ name: string, version: string, license: string, texts: string[] }} Part */

/** @returns {{ parts: Part[], sbom: object }} all that is packed and is not ours, by name */
function collect() {
  const whole = npmSbom()
  const packages = installed()
  // npm's own `--omit dev` leaves out what development needs as well.
  const needed = new Set(packages.filter((one) => one.needed).map((one) => one.key))
  const bundled = JSON.parse(readFileSync(join(root, 'out', 'renderer', '.vite', 'licenses.json'), 'utf8'))
  for (const part of bundled) needed.add(keyOf(part))
  const runtime = whole.components.find(({ name }) => name === 'electron')
  needed.add(keyOf(runtime))
  const components = whole.components.filter((component) => needed.has(keyOf(component)))
  const { component, ...metadata } = whole.metadata
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  // npm calls the project by its folder, whatever that is called.
  const own = { ...component, 'bom-ref': `${name}@${version}`, name, purl: `pkg:npm/${name}@${version}` }
  const kept = new Set([component['bom-ref'], ...components.map((part) => part['bom-ref'])])
  const dependencies = whole.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({
      ref: ref === component['bom-ref'] ? own['bom-ref'] : ref,
      dependsOn: dependsOn.filter((one) => kept.has(one) && ref !== runtime['bom-ref']),
    }))
  const folders = new Map(packages.map(({ key, folder }) => [key, folder]))
  const parts = components.map((part) => {
    const folder = folders.get(keyOf(part))
    const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return { name: part.name, version: part.version, license, texts: textsIn(folder) }
  })
  const sorted = parts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  return { parts: sorted, sbom: { ...whole, metadata: { ...metadata, component: own }, components, dependencies } }
}

/** @param {Part} part */
function notice({ name, version, license, texts }) {
  const text = texts.length > 0 ? texts.join('\n\n') : `Its package holds no text of its licence, which is ${license}.`
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n\n${text}\n`
}

/** Writes both files. Needs the built page. */
export function writeNotices() {
  const { parts, sbom } = collect()
  mkdirSync(noticesFolder, { recursive: true })
  const head = 'TOTP Desk contains parts of the projects below, under these licences.\n'
  writeFileSync(join(noticesFolder, 'third-party-licenses.txt'), [head, ...parts.map(notice)].join('\n'))
  writeFileSync(join(noticesFolder, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`)
}
