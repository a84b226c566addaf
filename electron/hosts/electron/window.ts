import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  nativeTheme,
  type Rectangle,
  type Session,
} from 'electron'
import { indexUrl } from './address'

/** What every window needs to know of the program around it. */
export interface WindowSetting {
  /** Absolute path of the built preload. */
  preload: string
  session: Session
  /** False when run from the source: only then are there developer tools. */
  packaged: boolean
}

/** Grounds of the two colour schemes (tokens.css), so that no white flashes before the first paint. */
const grounds = { light: '#f4f5f2', dark: '#0d1413' }

/**
 * The options of every window. Defaults that are already safe are written out, so that a change of
 * Electron's defaults changes nothing here (Electron security guide, items 2 to 6).
 */
export function windowOptions(setting: WindowSetting): BrowserWindowConstructorOptions {
  return {
    title: 'TOTP Desk',
    width: 1366,
    height: 820,
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

/** The window turned to the person: the same guards, its own size, never in a screen recording. */
export function personScreenOptions(setting: WindowSetting): BrowserWindowConstructorOptions {
  return { ...windowOptions(setting), width: 1100, height: 760, minWidth: 640, minHeight: 560, show: true }
}

/**
 * Opens the operator's window; it shows once it has something to show.
 * @param place - where it goes; null where the system puts it
 */
export function openConsole(
  setting: WindowSetting,
  place: Rectangle | null,
  register: (window: BrowserWindow) => void,
): BrowserWindow {
  const window = new BrowserWindow({ ...windowOptions(setting), ...place })
  // Before the page loads: its first call must find the window known.
  register(window)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(indexUrl)
  return window
}
