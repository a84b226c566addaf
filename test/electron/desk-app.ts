import { test as base } from '../support/console'
import type { DeskProgram } from '../support/shown'

/** The program, started on a folder of its own, for specs that ask more than a story does. */
export const test = base.extend<{ desk: DeskProgram }>({
  desk: async ({ shown }, use) => {
    if (!shown.program) throw new Error('These specs are run with test/electron/playwright.config.ts.')
    await use(shown.program)
  },
})
