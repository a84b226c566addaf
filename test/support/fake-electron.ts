/**
 * The one fake of the module `electron`: it records what the program asks of Electron and lets a
 * test play the system's part. It imitates no behaviour of Chromium; what only a real runtime can
 * show is in test/electron.
 *
 *   vi.mock('electron', () => import('../../support/fake-electron'))
 */
import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, CustomScheme, MenuItemConstructorOptions, Rectangle } from 'electron'

/** An event whose default can be prevented, as Electron passes it first. */
export class FakeEvent {
  defaultPrevented = false
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

export interface FakeFrame {
  url: string
  parent: FakeFrame | null
}

type OpenHandler = (details: { url: string }) => {
  action: 'allow' | 'deny'
  overrideBrowserWindowOptions?: BrowserWindowConstructorOptions
}

let nextId = 1

export class FakeWebContents extends EventEmitter {
  readonly id = nextId++
  readonly mainFrame: FakeFrame = { url: '', parent: null }
  readonly sent: unknown[][] = []
  private openHandler: OpenHandler | null = null

  getURL(): string {
    return this.mainFrame.url
  }

  send(...message: unknown[]): void {
    this.sent.push(structuredClone(message))
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  /** The page calls `window.open`: the new window, or null when it was denied. */
  open(url: string): FakeBrowserWindow | null {
    // Without a handler Electron would open the window.
    const decision = this.openHandler ? this.openHandler({ url }) : { action: 'allow' as const }
    if (decision.action === 'deny') return null
    const window = new FakeBrowserWindow(decision.overrideBrowserWindowOptions ?? {})
    this.emit('did-create-window', window, { url })
    void window.loadURL(url)
    return window
  }

  /** Something tries to move the page: true when nothing prevented it. */
  attempt(event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate' | 'will-attach-webview', url = ''): boolean {
    const details = Object.assign(new FakeEvent(), { url, isMainFrame: true })
    this.emit(event, details, url)
    return !details.defaultPrevented
  }

  /** The page moves to another of its screens. */
  moveTo(url: string): void {
    this.mainFrame.url = url
    this.emit('did-navigate-in-page', new FakeEvent(), url, true)
  }
}

export class FakeBrowserWindow extends EventEmitter {
  static readonly all: FakeBrowserWindow[] = []
  readonly webContents = new FakeWebContents()
  contentProtected = false
  visible: boolean
  focused = 0
  maximized = false
  bounds: Rectangle = { x: 0, y: 0, width: 1366, height: 820 }
  private destroyed = false

  constructor(readonly options: BrowserWindowConstructorOptions) {
    super()
    if (fake.failsToOpen) throw new Error('The window could not be made.')
    record('window')
    this.visible = options.show !== false
    FakeBrowserWindow.all.push(this)
    app.emit('web-contents-created', new FakeEvent(), this.webContents)
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url
    this.emit('ready-to-show')
  }

  show(): void {
    this.visible = true
  }

  getNormalBounds() {
    return this.bounds
  }

  maximize(): void {
    this.maximized = true
    this.emit('maximize')
  }

  isMaximized(): boolean {
    return this.maximized
  }

  isFullScreen(): boolean {
    return false
  }

  /** The user moves it. */
  moveTo(bounds: Rectangle): void {
    this.bounds = bounds
    this.emit('move')
  }

  focus(): void {
    this.focused++
  }

  isMinimized(): boolean {
    return false
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  setContentProtection(enable: boolean): void {
    this.contentProtected = enable
  }

  getBounds(): { x: number; y: number; width: number; height: number } {
    const { x = 0, y = 0, width = 0, height = 0 } = this.options
    return { x, y, width, height }
  }

  static fromWebContents(contents: FakeWebContents): FakeBrowserWindow | null {
    return FakeBrowserWindow.all.find((window) => window.webContents === contents) ?? null
  }

  close(): void {
    this.emit('close', new FakeEvent())
    this.destroyed = true
    this.emit('closed')
  }
}

type PermissionRequestHandler = (
  contents: FakeWebContents,
  permission: string,
  callback: (granted: boolean) => void,
  details: { isMainFrame: boolean; requestingUrl: string },
) => void
type PermissionCheckHandler = (
  contents: FakeWebContents | null,
  permission: string,
  origin: string,
  details: { isMainFrame: boolean },
) => boolean
type BeforeRequest = (details: { url: string }, callback: (answer: { cancel: boolean }) => void) => void

export class FakeSession extends EventEmitter {
  readonly schemes = new Map<string, (request: { method: string; url: string }) => Promise<Response>>()
  permissionRequest: PermissionRequestHandler | null = null
  permissionCheck: PermissionCheckHandler | null = null
  device: (() => boolean) | null = null
  beforeRequest: BeforeRequest | null = null
  spellChecker = true

  constructor(
    readonly partition: string,
    readonly options: { cache?: boolean } | undefined,
  ) {
    super()
  }

  readonly protocol = {
    handle: (scheme: string, handler: (request: { method: string; url: string }) => Promise<Response>) => {
      record('scheme handler')
      this.schemes.set(scheme, handler)
    },
  }
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest) => {
      this.beforeRequest = listener
    },
  }
  setPermissionRequestHandler(handler: PermissionRequestHandler): void {
    record('permissions')
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: PermissionCheckHandler): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.spellChecker = enable
  }
}

export class FakeDownloadItem extends EventEmitter {
  cancelled = false

  constructor(private readonly url: string) {
    super()
  }

  getURL(): string {
    return this.url
  }

  getFilename(): string {
    return 'export.csv'
  }

  cancel(): void {
    this.cancelled = true
    this.emit('done', new FakeEvent(), 'cancelled')
  }
}

/** What was asked of Electron, in order, and what the test decides in the system's place. */
export const fake = {
  order: [] as string[],
  /** Folders by the names of `app.getPath`. */
  paths: new Map<string, string>(),
  appPath: '',
  primaryInstance: true,
  /** Whether a window cannot be made. */
  failsToOpen: false,
  /** Chromium switches of the command line. */
  switches: new Set<string>(),
  quits: 0,
  exits: [] as number[],
  schemes: [] as CustomScheme[],
  sessions: [] as FakeSession[],
  /** Every function given to `ipcMain.handle`, by channel. */
  handlers: new Map<string, (event: unknown, ...values: unknown[]) => Promise<unknown>>(),
  menu: null as MenuItemConstructorOptions[] | null,
  /** Titles and texts of dialogs shown. */
  dialogs: [] as string[],
  /** What a preload put into the page's world. */
  exposed: new Map<string, unknown>(),
  /** What a preload sent. */
  invoked: [] as unknown[][],
}

function record(step: string): void {
  fake.order.push(step)
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  commandLine: { hasSwitch: (name: string) => fake.switches.has(name) },
  enableSandbox: () => record('sandbox'),
  requestSingleInstanceLock: () => {
    record('single instance')
    return fake.primaryInstance
  },
  whenReady: async () => record('ready'),
  getPath: (name: string) => fake.paths.get(name) ?? '',
  setPath: (name: string, path: string) => {
    record(`path of ${name}`)
    fake.paths.set(name, path)
  },
  getAppPath: () => fake.appPath,
  getVersion: () => '0.0.0-test',
  quit: () => {
    const event = new FakeEvent()
    app.emit('before-quit', event)
    if (!event.defaultPrevented) fake.quits++
  },
  exit: (code: number) => void fake.exits.push(code),
})

export const BrowserWindow = FakeBrowserWindow
export const nativeTheme = {
  themeSource: 'system',
  get shouldUseDarkColors() {
    return nativeTheme.themeSource === 'dark'
  },
}
export const powerMonitor = Object.assign(new EventEmitter(), {
  /** What the system says when asked. */
  idleState: 'active',
  getSystemIdleState: () => powerMonitor.idleState,
})
const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
})
export const protocol = {
  registerSchemesAsPrivileged: (schemes: CustomScheme[]) => {
    record('scheme')
    fake.schemes.push(...schemes)
  },
}
export const session = {
  fromPartition: (partition: string, options?: { cache?: boolean }) => {
    const made = new FakeSession(partition, options)
    fake.sessions.push(made)
    return made
  },
}
export const ipcMain = {
  handle: (channel: string, handler: (event: unknown, ...values: unknown[]) => Promise<unknown>) => {
    record('ipc')
    if (fake.handlers.has(channel)) throw new Error(`Second handler for ${channel}`)
    fake.handlers.set(channel, handler)
  },
}
export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (menu: MenuItemConstructorOptions[]) => {
    record('menu')
    fake.menu = menu
  },
}
export const dialog = {
  showErrorBox: (title: string, text: string) => void fake.dialogs.push(`${title}: ${text}`),
  showMessageBox: async (...given: unknown[]) => {
    const options = given.at(-1) as { message: string; detail?: string }
    fake.dialogs.push(`${options.message} ${options.detail ?? ''}`)
    return { response: 0 }
  },
}
export const contextBridge = {
  exposeInMainWorld: (name: string, api: unknown) => void fake.exposed.set(name, api),
}
export const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: async (...message: unknown[]) => {
    fake.invoked.push(structuredClone(message))
    return { ok: true, value: null }
  },
})
