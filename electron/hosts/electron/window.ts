import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  nativeTheme,
  type Rectangle,
  type Session,
  screen,
} from 'electron'
import { indexUrl } from './address'
import { showAtFirstSight } from './first-sight'
import { fitted, type PersonPlace } from './person-place'

/** What every window needs to know of the program around it. */
export interface WindowSetting {
  /** Absolute path of the built preload. */
  preload: string
  session: Session
  /** False when run from the source: only then are there developer tools. */
  packaged: boolean
  platform: NodeJS.Platform
}

/** Size of the operator's window where there is room for it. */
const usualSize = { width: 1366, height: 820 }

/** Grounds of the two colour schemes (tokens.css), so that no white flashes before the first paint. */
const grounds = { light: '#f4f5f2', dark: '#0d1413' }

/**
 * The options of every window. Defaults that are already safe are written out, so that a change of
 * Electron's defaults changes nothing here (Electron security guide, items 2 to 6).
 */
export function windowOptions(setting: WindowSetting): BrowserWindowConstructorOptions {
  return {
    title: 'TOTP Desk',
    ...usualSize,
    minWidth: 960,
    minHeight: 640,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? grounds.dark : grounds.light,
    webPreferences: {
      preload: setting.preload,
      session: setting.session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // The spelling checker fetches its dictionaries from the network and sees what is typed.
      spellcheck: false,
      // A middle click would open a link in a new window past the operator's notice.
      disableBlinkFeatures: 'Auxclick',
      devTools: !setting.packaged,
    },
  }
}

/** The window turned to the person: the same guards, a place of its own, never in a screen recording. */
export function personScreenOptions(setting: WindowSetting, place: PersonPlace): BrowserWindowConstructorOptions {
  return { ...windowOptions(setting), minWidth: 640, minHeight: 560, ...place, show: true }
}

/**
 * Opens the operator's window; it shows once it has something to show. Under Linux at once: a hidden window may
 * never paint under Wayland, and its ground has the page's colour.
 * @param place - where it goes; null where the system puts it
 */
export function openConsole(
  setting: WindowSetting,
  place: Rectangle | null,
  register: (window: BrowserWindow) => void,
): BrowserWindow {
  const atOnce = setting.platform === 'linux'
  const size = place ?? fitted(usualSize, screen.getPrimaryDisplay())
  const window = new BrowserWindow({ ...windowOptions(setting), ...size, show: atOnce })
  // Before the page loads: its first call must find the window known.
  register(window)
  if (!atOnce) showAtFirstSight(window)
  loadConsole(window)
  return window
}

/** Loads the console from its start. A load that fails is met by those who watch the page. */
export function loadConsole(window: BrowserWindow): void {
  window.loadURL(indexUrl).catch(() => {})
}
