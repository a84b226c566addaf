import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, WindowOpenHandlerResponse } from 'electron'
import { toChromium, toElectron } from './address-map'
import { browser, type Paused, type Target } from './browser'
import { control } from './control'
import type { DevTools } from './devtools'
import { DoubleEvent } from './event'
import { callOf } from './ipc-main'
import { type FromPage, pageScripts, windowOpenPath } from './page-worlds'
import type { DoubleSession } from './session'

/** The world of the preload, and the binding that only it has. */
const isolatedWorld = 'electronIsolatedWorld'

export interface Frame {
  readonly url: string
  readonly parent: null
}

interface Size {
  width: number
  height: number
}

type OpenHandler = (details: { url: string; frameName: string }) => WindowOpenHandlerResponse

/** A page asked for a window and may have it; its page is on its way. */
export interface Granted {
  url: string
  options: BrowserWindowConstructorOptions
  outlivesOpener: boolean
}

let nextId = 1
const all = new Map<number, DoubleWebContents>()

/** A page of Chromium, as Electron presents one. */
export class DoubleWebContents extends EventEmitter {
  static colorScheme: 'system' | 'light' | 'dark' = 'system'
  readonly id = nextId++
  /** Windows that this page may open and that have not opened yet. */
  readonly granted: Granted[] = []
  targetId: string | undefined
  private frame: { url: string; parent: null } = { url: '', parent: null }
  private openHandler: OpenHandler | null = null
  private world: number | undefined
  private destroyed = false
  private crashed = false
  /** Another page opened this one, and it has not come to its own address yet. */
  private first = false
  private scripts = { page: '', isolated: '' }
  /** The program itself moves the page: nobody is asked. */
  private moving = false
  private readonly tools: Promise<DevTools>
  private attach: (tools: DevTools) => void = () => {}

  constructor(
    readonly session: DoubleSession,
    private readonly preload: string,
  ) {
    super()
    all.set(this.id, this)
    this.tools = new Promise((resolve) => {
      this.attach = resolve
    })
  }

  static getAllWebContents(): DoubleWebContents[] {
    return [...all.values()]
  }

  static fromId(id: number): DoubleWebContents | undefined {
    return all.get(id)
  }

  static fromDevToolsTargetId(targetId: string): DoubleWebContents | undefined {
    return [...all.values()].find((contents) => contents.targetId === targetId)
  }

  override emit(name: string, ...args: unknown[]): boolean {
    return control.withheld.has(name) ? false : super.emit(name, ...args)
  }

  get mainFrame(): Frame {
    return this.frame
  }

  getURL(): string {
    return this.frame.url
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  isCrashed(): boolean {
    return this.crashed
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  /** Sends to the preload; lost when no page is there to hear it, as in Electron. */
  send(channel: string, ...args: unknown[]): void {
    void this.callWorld('deliver', channel, structuredClone(args)).catch(() => {})
  }

  async loadURL(url: string): Promise<void> {
    await this.move((tools) => tools.send('Page.navigate', { url: toChromium(url) }))
  }

  reload(): void {
    void this.move((tools) => tools.send('Page.reload')).catch(() => {})
  }

  forcefullyCrashRenderer(): void {
    void this.tools.then((tools) => tools.send('Page.crash')).catch(() => {})
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    const tools = await this.tools
    const { result, exceptionDetails } = await tools.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  close(): void {
    if (this.targetId !== undefined) void browser.closeTarget(this.targetId)
  }

  /**
   * Takes a page that waits, prepares it, and lets it go on.
   *
   * @param opened - by another page
   */
  async begin({ targetId, devtools }: Target, opened: boolean, size: Size): Promise<void> {
    this.targetId = targetId
    this.first = opened
    browser.whenGone(targetId, () => this.end())
    this.listen(devtools, targetId)
    const scripts = pageScripts(randomBytes(16).toString('hex'), isolatedWorld, this.preload)
    this.scripts = scripts
    await Promise.all([
      devtools.send('Page.enable'),
      devtools.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      devtools.send('Inspector.enable'),
      devtools.send('Runtime.enable'),
      devtools.send('Runtime.addBinding', { name: isolatedWorld, executionContextName: isolatedWorld }),
      devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page }),
      devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.isolated, worldName: isolatedWorld }),
      this.resize(size, devtools),
      this.followColorScheme(devtools),
      devtools.send('Runtime.runIfWaitingForDebugger'),
    ])
    this.attach(devtools)
    browser.answerRequests(targetId, (paused) => void this.answer(devtools, paused).catch(() => {}))
  }

  async resize(size: Size, tools?: DevTools): Promise<void> {
    const metrics = { ...size, deviceScaleFactor: 1, mobile: false }
    await (tools ?? (await this.tools)).send('Emulation.setDeviceMetricsOverride', metrics).catch(() => {})
  }

  /** Makes the page believe in the scheme that the program chose. */
  async followColorScheme(tools?: DevTools): Promise<void> {
    const { colorScheme } = DoubleWebContents
    const features = colorScheme === 'system' ? [] : [{ name: 'prefers-color-scheme', value: colorScheme }]
    await (tools ?? (await this.tools)).send('Emulation.setEmulatedMedia', { features }).catch(() => {})
  }

  /**
   * The empty page that an opened window begins with hands its worlds on to the first page of the same origin,
   * so scripts for new documents never run in that one. They run here, before it comes.
   */
  private async settle(tools: DevTools, url: string): Promise<void> {
    const frameId = this.targetId ?? ''
    await tools.send('Runtime.evaluate', { expression: this.scripts.page })
    const { executionContextId: contextId } = await tools.send('Page.createIsolatedWorld', {
      frameId,
      worldName: isolatedWorld,
    })
    await tools.send('Runtime.evaluate', { expression: this.scripts.isolated, contextId })
    this.world = contextId
    await this.callWorld('start')
    this.moving = true
    await tools.send('Page.navigate', { url })
  }

  /** May the page open that window? What may is kept until its page comes. */
  askToOpen(url: string): boolean {
    const answer = this.openHandler?.({ url, frameName: '' }) ?? { action: 'allow' as const }
    if (answer.action === 'deny') return false
    const { overrideBrowserWindowOptions: options = {}, outlivesOpener = false } = answer
    this.granted.push({ url, options, outlivesOpener })
    return true
  }

  private listen(devtools: DevTools, targetId: string): void {
    devtools.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return
      this.frame = { url: toElectron(frame.url + (frame.urlFragment ?? '')), parent: null }
      this.crashed = false
      if (frame.url !== 'about:blank') this.emit('did-navigate', new DoubleEvent(), this.frame.url, this.status, '')
    })
    devtools.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== targetId) return
      this.frame.url = toElectron(url)
      this.emit('did-navigate-in-page', new DoubleEvent(), this.frame.url, true)
    })
    devtools.on('Page.lifecycleEvent', ({ name, frameId }) => {
      if (frameId === targetId && name === 'firstPaint' && this.frame.url !== '') this.emit('ready-to-show')
    })
    devtools.on('Page.loadEventFired', () => {
      if (!['', 'about:blank'].includes(this.frame.url)) this.emit('did-finish-load')
    })
    devtools.on('Inspector.targetCrashed', () => {
      this.crashed = true
      this.world = undefined
      this.emit('render-process-gone', new DoubleEvent(), { reason: 'crashed', exitCode: 133 })
    })
    devtools.on('Runtime.executionContextsCleared', () => {
      this.world = undefined
    })
    devtools.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === isolatedWorld) void this.hear(JSON.parse(payload) as FromPage, executionContextId)
    })
  }

  /** Status of the last answer to a page's own request. */
  private status = 200

  private async answer(page: DevTools, { requestId, request, resourceType }: Paused): Promise<void> {
    const tools = browser.root
    const isPage = resourceType === 'Document'
    const url = toElectron(request.url)
    const asked = new URL(request.url)
    if (asked.pathname === windowOpenPath) {
      const body = this.askToOpen(toElectron(asked.searchParams.get('url') ?? '')) ? 'allow' : 'deny'
      await tools.send('Fetch.fulfillRequest', { requestId, responseCode: 200, body: base64(body) })
      return
    }
    const fail = (errorReason: 'Aborted' | 'BlockedByClient' | 'Failed') =>
      tools.send('Fetch.failRequest', { requestId, errorReason })
    if (isPage && this.first) {
      this.first = false
      await fail('Aborted')
      await this.settle(page, request.url + (request.urlFragment ?? ''))
      return
    }
    if (isPage && !this.moving && !this.mayMove(url)) return void (await fail('Aborted'))
    if (isPage) this.moving = false
    if (!(await this.session.mayLoad(url, resourceType))) return void (await fail('BlockedByClient'))
    try {
      const served = await this.session.serve(new Request(url, { method: request.method, headers: request.headers }))
      if (!served) return void (await tools.send('Fetch.continueRequest', { requestId }))
      if (isPage) this.status = served.status
      const body = base64(Buffer.from(await served.arrayBuffer()))
      const responseHeaders = [...served.headers].map(([name, value]) => ({ name, value }))
      await tools.send('Fetch.fulfillRequest', { requestId, responseCode: served.status, responseHeaders, body })
    } catch {
      await fail('Failed')
    }
  }

  private mayMove(url: string): boolean {
    // The page of a window that was granted comes without being asked about again.
    if (this.frame.url === '' || this.frame.url === 'about:blank') return true
    const asked = new DoubleEvent({ url, isMainFrame: true })
    this.emit('will-frame-navigate', asked)
    this.emit('will-navigate', asked, url)
    return !asked.defaultPrevented
  }

  private async hear(message: FromPage, world: number): Promise<void> {
    if (message.kind === 'here') {
      // Chromium may make a second world of that name, in which no script of ours runs.
      this.world = world
    } else if (message.kind === 'preload-error') {
      this.emit('preload-error', new DoubleEvent(), '', new Error(message.message))
    } else if (message.kind === 'context-menu') {
      this.emit('context-menu', new DoubleEvent(), message.params)
    } else if (message.kind === 'permission') {
      const granted = await this.session.mayUse(this, message.permission)
      await this.callIn(world, 'answer', message.id, null, granted)
    } else {
      const args = message.args.map((sent) => ('value' in sent ? sent.value : undefined))
      try {
        const value: unknown = await callOf(message.channel)(this.eventOf(this.frame), ...args)
        await this.callIn(world, 'answer', message.id, null, structuredClone(value))
      } catch (cause) {
        const text = cause instanceof Error ? cause.message : String(cause)
        await this.callIn(world, 'answer', message.id, `Error invoking '${message.channel}': ${text}`)
      }
    }
  }

  private eventOf(frame: Frame): object {
    const contents = this
    return {
      sender: this,
      get senderFrame(): Frame | null {
        return control.framesGone || contents.destroyed || contents.frame !== frame ? null : frame
      },
    }
  }

  private async callWorld(method: string, ...args: unknown[]): Promise<void> {
    if (this.world !== undefined) await this.callIn(this.world, method, ...args)
  }

  private async callIn(world: number, method: string, ...args: unknown[]): Promise<void> {
    const tools = await this.tools
    await tools
      .send('Runtime.callFunctionOn', {
        functionDeclaration: `function (method, ...args) { globalThis.${isolatedWorld}Answers[method](...args) }`,
        executionContextId: world,
        arguments: [method, ...args].map((value) => ({ value })),
      })
      .catch(() => {})
  }

  /** Moves the page and waits until it is there. @throws Error as Electron words it */
  private async move(how: (tools: DevTools) => Promise<object | undefined>): Promise<void> {
    const tools = await this.tools
    this.moving = true
    const there = new Promise<void>((resolve) => super.once('did-finish-load', resolve))
    const answer = await how(tools)
    const failed = answer && 'errorText' in answer ? String(answer.errorText) : ''
    if (failed === '') return there
    this.emit('did-fail-load', new DoubleEvent(), -2, failed, this.frame.url, true)
    throw Object.assign(new Error(`${failed} (-2) loading '${this.frame.url}'`), { code: failed, errno: -2 })
  }

  private end(): void {
    if (this.destroyed) return
    this.destroyed = true
    all.delete(this.id)
    this.emit('destroyed')
  }
}

function base64(body: string | Buffer): string {
  return Buffer.from(body).toString('base64')
}
