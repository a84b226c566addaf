// `npm run check`: everything that needs no running program, at the same time. `npm test` begins with it.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const product = 'shared electron renderer scripts'
/** The longest first, so that the others run beside it. */
const checks = [
  { name: 'types', command: 'tsc --noEmit' },
  { name: 'format and lint', command: 'biome ci --error-on-warnings .' },
  { name: 'no block written twice', command: `jscpd ${product}` },
  { name: 'import rules', command: `depcruise --output-type err-long ${product} test` },
  { name: 'unused files, exports, packages', command: 'knip' },
  { name: 'workflows', command: 'node scripts/lint-workflows.mjs' },
]

const path = [join('node_modules', '.bin'), process.env.PATH].join(delimiter)

/** @typedef {{ name: string, command: string, ok: boolean, seconds: number, output: string }} Result */

/** @param {{ name: string, command: string }} check @returns {Promise<Result>} */
function run({ name, command }) {
  const started = performance.now()
  const child = spawn(command, { shell: true, env: { ...process.env, FORCE_COLOR: '1', PATH: path } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ name, command, ok: code === 0, seconds: (performance.now() - started) / 1000, output })
    })
  })
}

/**
 * Runs every check, as many at a time as there are cores; tells of each as it ends, with what it printed if it failed.
 * @param {(result: Result) => void} ended
 */
export async function runChecks(ended) {
  const waiting = [...checks]
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) ended(await run(check))
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker))
}

/** @param {Result} result */
export function printResult({ name, command, ok, seconds, output }) {
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(34)} ${seconds.toFixed(1).padStart(6)} s\n`)
  if (!ok) process.stdout.write(`\n$ ${command}\n${output}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runChecks((result) => {
    printResult(result)
    if (!result.ok) process.exitCode = 1
  })
}
