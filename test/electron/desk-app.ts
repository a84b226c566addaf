import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ElectronApplication, _electron as electron, type Page } from '@playwright/test'
import { findRuntime, projectFolder } from './runtime'

/** The program, started on a folder of its own, and the operator's window of it. */
export interface DeskApp {
  program: ElectronApplication
  page: Page
  /** Folder that goes away after the spec. */
  folder: string
}

const runtime = findRuntime()

/**
 * Starts the built program under the stock runtime: a released one has its inspector fused off and
 * cannot be driven. Sandbox and single-instance lock are on, as they are for users; each spec has
 * its own user data instead.
 */
export const test = base.extend<{ desk: DeskApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  desk: async ({}, use, testInfo) => {
    if ('missing' in runtime) {
      if (process.env.REQUIRE_ELECTRON) throw new Error(runtime.missing)
      testInfo.skip(true, runtime.missing)
      return
    }
    const folder = await mkdtemp(join(tmpdir(), 'totp-desk-electron-'))
    const program = await electron.launch({
      executablePath: runtime.executable,
      args: ['.', `--user-data-dir=${join(folder, 'user')}`, '--vault', join(folder, 'vault')],
      cwd: projectFolder,
      // Chromium refuses its own sandbox to root, which containers run as.
      chromiumSandbox: process.getuid?.() !== 0,
    })
    try {
      await use({ program, page: await program.firstWindow(), folder })
    } finally {
      await program.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  },
})
