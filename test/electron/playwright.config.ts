import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import type { Fixtures } from '../support/console'

const { PLAYWRIGHT_JSON_OUTPUT_NAME } = process.env

/**
 * Electron's own specs, and every story of the browser again in Electron's windows: under the real runtime on
 * `out/` where it is installed, otherwise under the double on the packed program's files.
 */
export default defineConfig<Fixtures>({
  outputDir: '../../test-results/electron',
  globalSetup: './setup.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  use: { presenter: 'electron', actionTimeout: 15_000, navigationTimeout: 15_000 },
  expect: { timeout: 10_000 },
  projects: [
    { name: 'electron', testDir: import.meta.dirname },
    {
      name: 'stories',
      testDir: join(import.meta.dirname, '..', 'e2e'),
      // The light scheme is looked at in the browser.
      grepInvert: /finding in light$/,
    },
  ],
  // JSON goes to the file named in PLAYWRIGHT_JSON_OUTPUT_NAME; without one it would flood the terminal.
  reporter: [['list'], ['./skipped-reporter.ts'], ...(PLAYWRIGHT_JSON_OUTPUT_NAME ? [['json'] as ['json']] : [])],
})
