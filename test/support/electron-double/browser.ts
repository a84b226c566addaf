import { doubleOrigin } from './address-map'
import { type ChromiumProcess, startChromium } from './chromium-process'
import type { DevTools } from './devtools'

/** A page of Chromium that waits, before anything runs in it, until its contents let it go on. */
export interface Target {
  targetId: string
  devtools: DevTools
}

type Opened = (target: Target, openerId: string | undefined) => void

/** A request that waits to be answered. */
export interface Paused {
  requestId: string
  request: { url: string; urlFragment?: string; method: string; headers: Record<string, string> }
  resourceType: string
  frameId: string
}

/** The one Chromium behind all windows of the program. */
class Browser {
  private chromium: ChromiumProcess | undefined
  private begin: () => void = () => {}
  private closing = false
  /** Pages asked for here, by id, and pages that are there, whichever comes first. */
  private readonly expected = new Map<string, (target: Target) => void>()
  private readonly arrived = new Map<string, Target>()
  private readonly gone = new Map<string, () => void>()
  /** Who answers the requests of a page, and those of pages that nobody answers for yet. */
  private readonly answering = new Map<string, (paused: Paused) => void>()
  private unanswered: Paused[] = []
  /** Settles when pages can be made; the program is ready from then on. */
  readonly started = new Promise<void>((resolve) => {
    this.begin = resolve
  })
  /** Told of a page that another page opened. */
  opened: Opened = () => {}
  /** Told of a download that a page began, by the id of its frame. */
  downloads: (frameId: string, url: string, fileName: string) => void = () => {}

  start(executable: string, switches: readonly string[]): void {
    const chromium = startChromium(executable, switches)
    this.chromium = chromium
    const { browser } = chromium.devtools
    browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const devtools = chromium.devtools.session(sessionId)
      if (targetInfo.type !== 'page') void devtools.send('Runtime.runIfWaitingForDebugger').catch(() => {})
      else this.attached({ targetId: targetInfo.targetId, devtools }, targetInfo.openerId)
    })
    browser.on('Fetch.requestPaused', (paused) => {
      const answer = this.answering.get(paused.frameId)
      if (answer) answer(paused)
      else this.unanswered.push(paused)
    })
    browser.on('Target.targetDestroyed', ({ targetId }) => this.gone.get(targetId)?.())
    browser.on('Browser.downloadWillBegin', ({ frameId, url, suggestedFilename }) =>
      this.downloads(frameId, url, suggestedFilename),
    )
    void chromium.ended.then(() => {
      if (this.closing) return
      process.stderr.write('The Chromium behind the windows ended.\n')
      process.exit(1)
    })
    void Promise.all([
      browser.send('Target.setDiscoverTargets', { discover: true }),
      // Of all pages at once: a page that another opens may ask before anybody has taken it.
      browser.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      browser.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
      browser.send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true }),
      // Each use is asked about before: see page-worlds.ts.
      browser.send('Browser.grantPermissions', {
        origin: doubleOrigin,
        permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'],
      }),
    ]).then(this.begin)
  }

  /** An empty page. */
  async newTarget(): Promise<Target> {
    const { targetId } = await this.root.send('Target.createTarget', { url: 'about:blank' })
    return this.arrived.get(targetId) ?? new Promise((resolve) => this.expected.set(targetId, resolve))
  }

  /** Gives a page's requests to whoever answers them, those that wait already first. */
  answerRequests(targetId: string, answer: (paused: Paused) => void): void {
    this.answering.set(targetId, answer)
    const waiting = this.unanswered.filter(({ frameId }) => frameId === targetId)
    this.unanswered = this.unanswered.filter(({ frameId }) => frameId !== targetId)
    for (const paused of waiting) answer(paused)
  }

  /** Calls `told` when the page is no more, whoever closed it. */
  whenGone(targetId: string, told: () => void): void {
    this.gone.set(targetId, told)
  }

  async closeTarget(targetId: string): Promise<void> {
    await this.root.send('Target.closeTarget', { targetId }).catch(() => {})
  }

  async close(): Promise<void> {
    this.closing = true
    if (!this.chromium) return
    await this.root.send('Browser.close').catch(() => {})
    await Promise.race([this.chromium.ended, new Promise((resolve) => setTimeout(resolve, 2000).unref())])
    this.chromium.kill()
  }

  get root(): DevTools {
    if (!this.chromium) throw new Error('The double is not started.')
    return this.chromium.devtools.browser
  }

  private attached(target: Target, openerId: string | undefined): void {
    if (openerId !== undefined) {
      this.opened(target, openerId)
      return
    }
    this.arrived.set(target.targetId, target)
    this.expected.get(target.targetId)?.(target)
  }
}

export const browser = new Browser()
