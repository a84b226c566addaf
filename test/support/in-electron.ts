import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron as electron, expect } from '@playwright/test'
import { listenForComplaints } from './complaints'
import type { Setting } from './electron-double/control'
import { findRuntime } from './electron-runtime'
import type { DeskProgram, Shown } from './shown'

export interface ProgramOptions {
  demo?: boolean
  flags?: string[]
  /** For the double alone. */
  setting?: Setting
}

/**
 * Starts the program on folders of its own. Sandbox and single-instance lock are on, as they are for those who
 * use it.
 *
 * @throws Error when there is neither Electron nor its double here
 */
export async function startInElectron({ demo, flags = [], setting }: ProgramOptions = {}): Promise<DeskProgram> {
  const runtime = findRuntime()
  if ('missing' in runtime) throw new Error(runtime.missing)
  const folder = await mkdtemp(join(tmpdir(), 'totp-desk-electron-'))
  const vault = demo ? ['--demo'] : ['--vault', join(folder, 'vault')]
  const program = await electron.launch({
    executablePath: runtime.executable,
    args: [...runtime.args, `--user-data-dir=${join(folder, 'user')}`, ...vault, ...flags],
    cwd: runtime.cwd,
    env: { ...(process.env as Record<string, string>), ELECTRON_DOUBLE: JSON.stringify(setting ?? {}) },
    // Chromium refuses its own sandbox to root, which containers run as.
    chromiumSandbox: process.getuid?.() !== 0,
  })
  const complaints: string[] = []
  let printed = ''
  for (const stream of [program.process().stdout, program.process().stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  for (const window of program.windows()) listenForComplaints(window, complaints)
  program.on('window', (window) => listenForComplaints(window, complaints))
  const page = await program.firstWindow()
  // The event comes with the window, before its page does.
  await page.waitForURL(/\/index\.html/)
  return {
    program,
    page,
    folder,
    double: runtime.double,
    complaints,
    printed: () => printed,
    async close() {
      await program.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The console as a story meets it, with Electron's ways to a second window and to a saved file. */
export async function showInElectron(demo: boolean): Promise<Shown> {
  const started = await startInElectron({ demo })
  const { program, page, folder, complaints } = started
  return {
    program: started,
    complaints,
    console: {
      page,
      async openPersonScreen(act) {
        const opened = program.waitForEvent('window')
        await act()
        const personScreen = await opened
        await personScreen.waitForURL(/#\/person-screen\/totp-live-/)
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
    },
    close: started.close,
  }
}
