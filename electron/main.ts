import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, Menu, nativeTheme, screen } from 'electron'
import type { Side } from '../shared/sides'
import { assemble } from './assemble'
import { systemClock } from './desk/clock/system'
import { outliveClosedOutput, reportDefect } from './hosts/defects'
import { guardCapture } from './hosts/electron/capture'
import { watchDownloads } from './hosts/electron/downloads'
import { offerEditMenu } from './hosts/electron/edit-menu'
import { forwardEvents } from './hosts/electron/events'
import { guardContents } from './hosts/electron/guards'
import { endBeforeSystem, lockOnAbsence } from './hosts/electron/idle'
import { registerIpc } from './hosts/electron/ipc'
import { joinLauncher } from './hosts/electron/launcher'
import { menuTemplate } from './hosts/electron/menu'
import { instanceFolder, readStartOptions, StartError, type StartOptions } from './hosts/electron/options'
import { closeWhenGone, watchPage } from './hosts/electron/page-watch'
import { followDisplays, personPlace } from './hosts/electron/person-place'
import { closeBeforeQuit } from './hosts/electron/quit'
import { handleScheme, registerScheme } from './hosts/electron/scheme'
import { createSession } from './hosts/electron/session'
import { loadConsole, openConsole, personScreenOptions } from './hosts/electron/window'
import { keepPlace, placeOn } from './hosts/electron/window-place'
import { createWindows } from './hosts/electron/windows'
import type { Place } from './hosts/preferences'

/**
 * The whole start, in order. What Electron wants before it is ready comes first; the window comes
 * last, when everything that it may call and every guard is there.
 */
async function boot(): Promise<void> {
  outliveClosedOutput()
  // It takes the switch back that a user gave who has no sandbox, such as root in a container: the program would
  // then start halfway. Every window asks for the sandbox by itself (window.ts).
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  const start = readStartOptions(process.argv, process.cwd())
  settleIn(start)
  if (!app.requestSingleInstanceLock()) return leaveToFirst()
  registerScheme()
  const windows = createWindows()
  app.on('second-instance', () => windows.focusOperator())

  await app.whenReady()
  const packaged = app.isPackaged
  const session = createSession(windows, packaged)
  const { desk, dispatch, preferences, notice } = await assemble({
    vault: start.vault,
    noWindowBecause: null,
    version: app.getVersion(),
    onDefect: reportDefect,
  })
  if (notice !== null) process.stderr.write(`${notice}\n`)
  // Window grounds, title bars and pages that follow the system then follow the choice.
  preferences.follow(({ colorScheme }) => {
    nativeTheme.themeSource = colorScheme === 'auto' ? 'system' : colorScheme
  })
  closeBeforeQuit(app, () => desk.close(), tellNotClosed)

  const out = join(app.getAppPath(), 'out')
  handleScheme(session, {
    rendererFolder: join(out, 'renderer'),
    downloads: desk.downloads,
  })
  watchDownloads(session, windows)

  const setting = {
    preload: join(out, 'preload', 'preload.cjs'),
    session,
    packaged,
    platform: process.platform,
  }
  const keepAs = (side: Side) => (place: Place) =>
    preferences.update({ windows: { ...preferences.get().windows, [side]: place } })
  const forPerson = () => personPlace(screen, windows.operator(), preferences.get().windows.person)
  guardContents(app, windows, {
    options: () => personScreenOptions(setting, forPerson()),
    opened(window) {
      windows.add(window, 'person')
      window.setContentProtection(true)
      followDisplays(screen, window, forPerson)
      keepPlace(window, keepAs('person'))
      closeWhenGone(window)
    },
  })
  offerEditMenu(app)
  const capture = guardCapture(windows)
  registerIpc(dispatch, windows, capture.answered)
  forwardEvents(desk, windows, capture.locked)

  const lock = (why: 'asked' | 'system') => void desk.lock(why).catch(reportDefect)
  lockOnAbsence({ lock: () => lock('system'), now: systemClock.now, platform: process.platform })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate({ platform: process.platform, packaged, lock: () => lock('asked') })),
  )
  const kept = preferences.get().windows.operator
  openConsole(setting, placeOn(screen, kept), (window) => {
    windows.add(window, 'operator')
    capture.watch(window)
    endBeforeSystem(window, { lock: () => lock('system'), quit: () => app.quit() })
    if (kept?.maximized) window.maximize()
    keepPlace(window, keepAs('operator'))
    watchPage(window, { lock: () => lock('system'), load: () => loadConsole(window), quit: () => app.quit() })
  })
  await launcher.tell({ state: 'up' })
}

/** Gives this start the folder of its instance, unless the command line has given one. */
function settleIn(start: StartOptions): void {
  if (app.commandLine.hasSwitch('user-data-dir')) return
  const folder = instanceFolder(app.getPath('userData'), start)
  mkdirSync(folder, { recursive: true })
  app.setPath('userData', folder)
}

/** Another process of the program has the desk and was told of this start: it comes to the front. */
async function leaveToFirst(): Promise<void> {
  process.stderr.write('TOTP Desk is open already. Its window was brought to the front.\n')
  await launcher.tell({ state: 'elsewhere' })
  app.quit()
}

/** The desk could not be closed in order; what it had acknowledged is on the disk all the same. */
function tellNotClosed(cause: unknown): void {
  dialog.showErrorBox(
    'TOTP Desk did not close cleanly',
    `${reasonOf(cause)}\n\nWhat was saved is safe. The next start repairs the rest.`,
  )
}

/** A start that fails says why and ends: a window without a desk behind it would only wait. */
async function fail(cause: unknown): Promise<void> {
  // The launcher says it where the program was started, and opens the browser host.
  if (launcher.listening) {
    const state = cause instanceof StartError ? 'refused' : 'failed'
    await launcher.tell({ state, because: reasonOf(cause) })
    return app.exit(1)
  }
  dialog.showErrorBox(
    'TOTP Desk could not start',
    `${reasonOf(cause)}\n\nNothing was changed. Start it again, or restart the machine.`,
  )
  app.exit(1)
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'The reason is not known.'
}

const launcher = joinLauncher(process, () => app.quit())

/** Settles when the program is up; tests wait for it. */
export const booted = boot().catch(fail)
