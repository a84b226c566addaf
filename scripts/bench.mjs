// Measurements: `npm run bench -- <name>`. They print figures and ratios and never pass or fail:
// a machine's mood is not a defect. Each bench is a TypeScript module with one `run()`.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const folder = new URL('../test/bench/', import.meta.url)
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
const [name] = process.argv.slice(2)
if (!name || !existsSync(new URL(`${name}.bench.ts`, folder))) {
  process.stderr.write(`Name a bench: ${names.join(', ')}. For example: npm run bench -- ${names[0]}\n`)
  process.exit(2)
}
const { module } = await runnerImport(fileURLToPath(new URL(`${name}.bench.ts`, folder)), {
  configFile: false,
  logLevel: 'error',
})
await module.run()
