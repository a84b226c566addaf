// Every check of the project, fast ones first: `npm test`. Stops after the first group that fails,
// and ends with one line that counts what ran, so that "nothing ran" can never look like success.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

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
  [
    { name: 'format and lint', command: 'biome ci --error-on-warnings .' },
    { name: 'types', command: 'tsc --noEmit' },
    { name: 'import rules', command: 'depcruise --output-type err-long shared electron renderer test scripts' },
    { name: 'unused files, exports, packages', command: 'knip' },
  ],
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
for (const group of groups) {
  for (const step of group) {
    process.stdout.write(`\n── ${step.name}: ${step.command}\n`)
    const started = performance.now()
    const run = spawnSync(step.command, {
      stdio: 'inherit',
      shell: true,
      env: { ...process.env, ...step.env, PATH: path },
    })
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const ok = run.status === 0
    let tally = { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
    if (step.tally) {
      try {
        tally = step.tally()
        if (!ok && tally.failed === 0) tally.failed = 1
      } catch {
        tally = { passed: 0, failed: 1, skipped: 0 }
      }
    }
    for (const key of Object.keys(total)) total[key] += tally[key]
    lines.push(
      `${ok ? 'ok    ' : 'FAILED'} ${step.name.padEnd(34)} ${seconds.padStart(6)} s  ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`,
    )
  }
  if (total.failed > 0) break
}
process.stdout.write(
  `\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`,
)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
