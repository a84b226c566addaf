import { defineConfig } from '@playwright/test'

/** Specs that need the real Electron runtime and `out/`; skipped, with the reason, where it is not. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: '../../test-results/electron',
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  // JSON goes to the file named in PLAYWRIGHT_JSON_OUTPUT_NAME; without one it would flood the terminal.
  reporter: [
    ['list'],
    ['./skipped-reporter.ts'],
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['json'] as ['json']] : []),
  ],
})
