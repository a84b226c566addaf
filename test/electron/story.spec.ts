import { mkdtemp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { enrollThePersonInFrontOfYou } from '../e2e/story'
import type { Console } from '../support/console'
import { type DeskApp, test } from './desk-app'

test('an operator enrolls the person in front of them, and the audit log tells it', async ({ desk }) => {
  await enrollThePersonInFrontOfYou(consoleOf(desk))
})

/** The same story as in the browser, with Electron's ways to a second window and to a saved file. */
function consoleOf({ program, page, folder }: DeskApp): Console {
  return {
    page,
    async openPersonScreen(act) {
      const opened = program.waitForEvent('window')
      await act()
      const personScreen = await opened
      expect(personScreen.url()).toMatch(/^desk:\/\/app\/index\.html#\/person-screen\/totp-live-/)
      const protectedNow = await program.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => window.isContentProtected()),
      )
      // macOS and Windows alone can keep a window out of captures.
      if (process.platform !== 'linux') expect(protectedNow).toContain(true)
      return personScreen
    },
    async savedText(act) {
      const file = join(await mkdtemp(join(folder, 'saved-')), 'export')
      // Electron's save dialog is out of a test's reach, so the next download is told its path.
      await program.evaluate(({ session }, target) => {
        session.fromPartition('desk').once('will-download', (_event, item) => item.setSavePath(target))
      }, file)
      await act()
      await expect.poll(() => readFile(file, 'utf8').catch(() => '')).not.toBe('')
      return readFile(file, 'utf8')
    },
  }
}
