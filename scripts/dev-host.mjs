// The browser host from its sources, without a build: `npm run dev` starts it again when they change.
import { join } from 'node:path'
import { runnerImport } from 'vite'

await runnerImport(join(import.meta.dirname, '..', 'electron', 'browser.ts'), { configFile: false, logLevel: 'error' })
