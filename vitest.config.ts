import { defineConfig } from 'vitest/config'

/**
 * Two projects, so that what needs no build runs first: `unit` in one process each, `whole` against
 * the built program (real host, real vault files, kills).
 */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}', 'test/contract/**/*.test.ts'],
          setupFiles: ['test/support/page-setup.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/integration/**/*.test.ts', 'test/crash/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          globalSetup: ['test/support/build.ts'],
        },
      },
    ],
  },
})
