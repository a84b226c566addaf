import { defineConfig } from '@playwright/test'

/** `npm run screenshots`: the pictures of the README, of the real screens. Not a check. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: '../../test-results/screenshots',
  globalSetup: '../support/build.ts',
  workers: 1,
  timeout: 300_000,
  reporter: [['list']],
})
