import { defineConfig } from '@playwright/test'

/** The built program in a real Chromium, over the browser host. Each test starts a program of its own. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: '../../test-results/e2e',
  globalSetup: '../support/build.ts',
  workers: 2,
  fullyParallel: true,
  // The dark scheme is looked at in Electron's windows: see test/electron.
  grepInvert: /finding in dark$/,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  use: { actionTimeout: 15_000, navigationTimeout: 15_000 },
  expect: { timeout: 10_000 },
  reporter: [['list'], ...(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['json'] as ['json']] : [])],
})
