import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { browser } from './browser'
import { DoubleEvent } from './event'
import { lockInstance } from './instance-lock'

/** Where the program is, as {@link file://./start.ts} found it. */
export interface Place {
  appPath: string
  packaged: boolean
}

let place: Place = { appPath: '', packaged: false }
let manifest: { name: string; productName?: string; version: string } = { name: 'electron', version: '0.0.0' }
let ready = false
let quitting = false
let ended = false
const paths = new Map<string, string>()
/** Windows that are open, in the order they were opened; filled by the windows themselves. */
export const openWindows = new Set<{ close(): void; once(event: 'closed', listener: () => void): unknown }>()

const appData = (): string => {
  if (process.platform === 'win32') return process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config')
}

class DoubleApp extends EventEmitter {
  get isPackaged(): boolean {
    return place.packaged
  }

  readonly commandLine = {
    hasSwitch: (name: string) => process.argv.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
    getSwitchValue: (name: string) =>
      process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
    appendSwitch: () => {},
  }

  getName(): string {
    return manifest.productName ?? manifest.name
  }

  setName(name: string): void {
    manifest = { ...manifest, productName: name }
  }

  getVersion(): string {
    return manifest.version
  }

  getAppPath(): string {
    return place.appPath
  }

  getPath(name: string): string {
    const set = paths.get(name)
    if (set !== undefined) return set
    if (name === 'userData') return this.commandLine.getSwitchValue('user-data-dir') || join(appData(), this.getName())
    if (name === 'appData') return appData()
    if (name === 'home') return homedir()
    if (name === 'temp') return tmpdir()
    if (name === 'exe') return process.argv[0] ?? ''
    throw new Error(`Failed to get '${name}' path`)
  }

  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true })
    paths.set(name, path)
  }

  enableSandbox(): void {
    if (ready) throw new Error('app.enableSandbox() can only be called before app is ready')
  }

  requestSingleInstanceLock(additionalData: object = {}): boolean {
    return lockInstance(this.getPath('userData'), additionalData, (argv, cwd, data) =>
      this.emit('second-instance', new DoubleEvent(), argv, cwd, data),
    )
  }

  isReady(): boolean {
    return ready
  }

  async whenReady(): Promise<void> {
    await browser.started
    ready = true
  }

  focus(): void {}

  /** Asks everybody; ends when nobody objects and every window is closed. */
  quit(): void {
    if (quitting || ended) return
    const event = new DoubleEvent()
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    quitting = true
    void this.closeAll().then((closed) => {
      quitting = false
      if (!closed) return
      const last = new DoubleEvent()
      this.emit('will-quit', last)
      if (last.defaultPrevented) return
      this.emit('quit', new DoubleEvent(), 0)
      this.exit(0)
    })
  }

  /** Ends at once, whoever objects. */
  exit(code = 0): void {
    ended = true
    void browser.close().finally(() => process.exit(code))
  }

  /** Told by the last window that closes. */
  windowsGone(): void {
    if (quitting || ended) return
    if (!this.emit('window-all-closed')) this.quit()
  }

  private async closeAll(): Promise<boolean> {
    const closing = [...openWindows].map((window) => new Promise<void>((resolve) => window.once('closed', resolve)))
    for (const window of [...openWindows]) window.close()
    // A window that prevents its closing keeps the program.
    const refused = new Promise<false>((resolve) => setTimeout(() => resolve(false), 5000).unref())
    return Promise.race([Promise.all(closing).then(() => true), refused])
  }
}

export const app = new DoubleApp()

/** Tells the double where the program is; before the program itself is loaded. */
export function placeProgram(given: Place): void {
  place = given
  manifest = JSON.parse(readFileSync(join(given.appPath, 'package.json'), 'utf8'))
  // As Electron: the first signal asks, the second one ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => app.quit())
}
