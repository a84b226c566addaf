import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { toElectron } from './address-map'
import { app, openWindows } from './app'
import { browser, type Target } from './browser'
import { control } from './control'
import { displayOf } from './displays'
import { DoubleEvent } from './event'
import { DoubleSession, session } from './session'
import { DoubleWebContents, type Granted } from './web-contents'

const all = new Map<number, DoubleWindow>()
let nextId = 1

/** A window on no screen, with a real page in it. */
export class DoubleWindow extends EventEmitter {
  readonly id = nextId++
  readonly webContents: DoubleWebContents
  private bounds: Rectangle
  private before: Rectangle | null = null
  private visible: boolean
  private destroyed = false
  private minimized = false
  private maximized = false
  private contentProtection = false

  constructor(
    readonly options: BrowserWindowConstructorOptions = {},
    target?: Target,
  ) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const { preload, session: given, sandbox, contextIsolation, nodeIntegration } = options.webPreferences ?? {}
    if (sandbox === false || contextIsolation === false || nodeIntegration === true) {
      throw new Error('The double has pages of a sandbox and an isolated preload only.')
    }
    const own = given instanceof DoubleSession ? given : session.fromPartition('')
    this.webContents = new DoubleWebContents(own, preload ? readFileSync(preload, 'utf8') : '')
    this.bounds = place(options)
    this.visible = options.show !== false
    if (options.fullscreen) this.setFullScreen(true)
    all.set(this.id, this)
    openWindows.add(this)
    this.passOn()
    app.emit('browser-window-created', new DoubleEvent(), this)
    app.emit('web-contents-created', new DoubleEvent(), this.webContents)
    void this.begin(target)
  }

  private async begin(target: Target | undefined): Promise<void> {
    const { width, height } = this.bounds
    await this.webContents.begin(target ?? (await browser.newTarget()), target !== undefined, { width, height })
  }

  static getAllWindows(): DoubleWindow[] {
    return [...all.values()]
  }

  static fromId(id: number): DoubleWindow | null {
    return all.get(id) ?? null
  }

  static fromWebContents(contents: DoubleWebContents): DoubleWindow | null {
    return [...all.values()].find((window) => window.webContents === contents) ?? null
  }

  override emit(name: string, ...args: unknown[]): boolean {
    return control.withheld.has(name) ? false : super.emit(name, ...args)
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  show(): void {
    this.visible = true
    this.emit('show')
  }

  hide(): void {
    this.visible = false
  }

  isVisible(): boolean {
    return this.visible && !this.destroyed
  }

  focus(): void {
    this.emit('focus')
  }

  isMinimized(): boolean {
    return this.minimized
  }

  minimize(): void {
    this.minimized = true
  }

  restore(): void {
    this.minimized = false
  }

  moveTop(): void {}

  isDestroyed(): boolean {
    return this.destroyed
  }

  setContentProtection(enable: boolean): void {
    this.contentProtection = enable
  }

  isContentProtected(): boolean {
    return this.contentProtection
  }

  setBackgroundColor(): void {}

  getBounds(): Rectangle {
    return { ...this.bounds }
  }

  getNormalBounds(): Rectangle {
    return { ...(this.before ?? this.bounds) }
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds }
    const { width, height } = this.bounds
    void this.webContents.resize({ width, height })
    this.emit('move')
    this.emit('resize')
  }

  isFullScreen(): boolean {
    return this.before !== null
  }

  setFullScreen(full: boolean): void {
    if (full === this.isFullScreen()) return
    const normal = this.before
    this.before = full ? this.bounds : null
    this.setBounds(full ? displayOf(this.bounds).bounds : (normal ?? this.bounds))
    this.emit(full ? 'enter-full-screen' : 'leave-full-screen')
  }

  isMaximized(): boolean {
    return this.maximized
  }

  maximize(): void {
    this.maximized = true
    this.emit('maximize')
  }

  unmaximize(): void {
    this.maximized = false
    this.emit('unmaximize')
  }

  close(): void {
    if (this.destroyed) return
    const event = new DoubleEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    this.webContents.close()
    this.gone()
  }

  /** The contents' own events that Electron repeats on the window, and the end of both. */
  private passOn(): void {
    this.webContents.on('ready-to-show', () => this.emit('ready-to-show'))
    this.webContents.on('destroyed', () => this.gone())
  }

  private gone(): void {
    if (this.destroyed) return
    this.destroyed = true
    all.delete(this.id)
    openWindows.delete(this)
    this.emit('closed')
    if (openWindows.size === 0) app.windowsGone()
  }
}

/** Where a window comes up: in the middle of its display, unless it was given a place. */
function place({ x, y, width = 800, height = 600 }: BrowserWindowConstructorOptions): Rectangle {
  if (x !== undefined && y !== undefined) return { x, y, width, height }
  const { workArea } = displayOf({ x: 0, y: 0, width: 1, height: 1 })
  return {
    x: workArea.x + Math.round((workArea.width - width) / 2),
    y: workArea.y + Math.round((workArea.height - height) / 2),
    width,
    height,
  }
}

/** A page of ours opened another: by `window.open`, which asked before, or by a link, which could not. */
browser.opened = (target, openerId) => {
  const opener = DoubleWebContents.fromDevToolsTargetId(openerId ?? '')
  const granted = opener?.granted.shift()
  if (!opener || !granted) return refuse(target)
  open(opener, granted, target)
}

function open(opener: DoubleWebContents, { url, options, outlivesOpener }: Granted, target: Target): void {
  const window = new DoubleWindow(options, target)
  if (!outlivesOpener) opener.once('destroyed', () => window.destroy())
  opener.emit('did-create-window', window, { url, options, frameName: '' })
}

function refuse({ targetId, devtools }: Target): void {
  void browser.closeTarget(targetId)
  void devtools.send('Runtime.runIfWaitingForDebugger').catch(() => {})
}

browser.downloads = (frameId, url, fileName) => {
  const contents = DoubleWebContents.fromDevToolsTargetId(frameId)
  if (contents) void contents.session.download(contents, toElectron(url), fileName)
}
