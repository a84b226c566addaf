// Every check of the project, fast ones first: `npm test`. Stops after the first group that fails,
// and ends with one line that counts what ran, so that "nothing ran" can never look like success.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { printResult, runChecks } from './check.mjs'

const results = 'test-results'
const path = [join('node_modules', '.bin'), process.env.PATH].join(delimiter)
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @param {string} file @returns {Tally} */
function vitestTally(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1),
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** @param {string} file @returns {Tally} */
function playwrightTally(file) {
  const { stats } = JSON.parse(readFileSync(file, 'utf8'))
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}

const vitest = (project) => ({
  command: `vitest run --project ${project} --reporter=default --reporter=json --outputFile.json=${results}/${project}.json`,
  tally: () => vitestTally(`${results}/${project}.json`),
})
const playwright = (folder) => ({
  command: `playwright test --config test/${folder}/playwright.config.ts`,
  // Playwright takes a relative name from the folder of its configuration.
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: resolve(results, `${folder}.json`) },
  tally: () => playwrightTally(`${results}/${folder}.json`),
})

const groups = [
  [{ name: 'unit tests', ...vitest('unit') }],
  [{ name: 'build', command: 'node scripts/build.mjs' }],
  [{ name: 'whole program, crashes', ...vitest('whole') }],
  [
    { name: 'end to end in the browser', ...playwright('e2e') },
    { name: 'end to end in Electron', ...playwright('electron') },
  ],
]

/** @type {Tally} */
const total = { passed: 0, failed: 0, skipped: 0 }
const lines = []

/** @param {string} name @param {boolean} ok @param {number} seconds @param {Tally} tally */
function count(name, ok, seconds, { passed, failed, skipped }) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  const took = seconds.toFixed(1).padStart(6)
  lines.push(
    `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(34)} ${took} s  ${passed} passed, ${failed} failed, ${skipped} skipped`,
  )
}

/** What a step did: its report where it writes one, otherwise one for the step itself. */
function tallyOf(step, ok) {
  if (!step.tally) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
  try {
    const tally = step.tally()
    return ok || tally.failed > 0 ? tally : { ...tally, failed: 1 }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

function run(step) {
  process.stdout.write(`\n── ${step.name}: ${step.command}\n`)
  const started = performance.now()
  const env = { ...process.env, ...step.env, PATH: path }
  const ok = spawnSync(step.command, { stdio: 'inherit', shell: true, env }).status === 0
  count(step.name, ok, (performance.now() - started) / 1000, tallyOf(step, ok))
}

process.stdout.write('── npm run check\n')
await runChecks((result) => {
  printResult(result)
  count(result.name, result.ok, result.seconds, tallyOf(result, result.ok))
})
for (const group of groups) {
  if (total.failed > 0) break
  group.forEach(run)
}
process.stdout.write(
  `\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`,
)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
