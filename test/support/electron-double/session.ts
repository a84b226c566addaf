import { EventEmitter } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { CustomScheme } from 'electron'
import { app } from './app'
import { control } from './control'
import { DoubleEvent } from './event'

/** What a session needs to know of the page that asks. */
interface Asking {
  getURL(): string
}

type SchemeHandler = (request: Request) => Response | Promise<Response>
type Granted = (granted: boolean) => void
type AskPermission = (
  contents: Asking,
  permission: string,
  callback: Granted,
  details: { isMainFrame: boolean; requestingUrl: string },
) => void
type CheckPermission = (
  contents: Asking,
  permission: string,
  origin: string,
  details: { isMainFrame: boolean; requestingUrl: string },
) => boolean
type BeforeRequest = (
  details: { url: string; resourceType: string },
  callback: (answer: { cancel?: boolean }) => void,
) => void

const schemes = new Map<string, NonNullable<CustomScheme['privileges']>>()

export const protocol = {
  registerSchemesAsPrivileged(given: CustomScheme[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of given) schemes.set(scheme, privileges ?? {})
  },
}

/** One partition: who serves its schemes, what it may load, what it may use. */
export class DoubleSession extends EventEmitter {
  private readonly handlers = new Map<string, SchemeHandler>()
  private ask: AskPermission = (_contents, _permission, callback) => callback(true)
  private check: CheckPermission = () => true
  private beforeRequest: BeforeRequest = (_details, callback) => callback({})

  readonly protocol = {
    handle: (scheme: string, handler: SchemeHandler): void => {
      if (this.handlers.has(scheme)) throw new Error('The scheme has been registered')
      this.handlers.set(scheme, handler)
    },
    unhandle: (scheme: string): void => {
      this.handlers.delete(scheme)
    },
  }
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => {
      this.beforeRequest = listener
    },
  }

  setPermissionRequestHandler(handler: AskPermission): void {
    this.ask = handler
  }

  setPermissionCheckHandler(handler: CheckPermission): void {
    this.check = handler
  }

  setDevicePermissionHandler(): void {}

  setSpellCheckerEnabled(): void {}

  async mayLoad(url: string, resourceType: string): Promise<boolean> {
    return new Promise((resolve) => this.beforeRequest({ url, resourceType }, ({ cancel }) => resolve(cancel !== true)))
  }

  /**
   * What the program serves for that address; null when the scheme is none of its own.
   * @throws Error for a scheme that would have no origin of its own in Electron, so that `'self'` would mean nothing
   */
  async serve(request: Request): Promise<Response | null> {
    const scheme = request.url.slice(0, request.url.indexOf(':'))
    const handler = this.handlers.get(scheme)
    if (!handler) return null
    const privileges = schemes.get(scheme)
    if (!privileges?.standard || !privileges.secure || !privileges.supportFetchAPI) {
      throw new Error(`${scheme}: is not registered as standard, secure and fetchable before the start.`)
    }
    return handler(request)
  }

  async mayUse(contents: Asking, permission: string): Promise<boolean> {
    const details = { isMainFrame: true, requestingUrl: contents.getURL() }
    const { protocol: scheme, host } = new URL(details.requestingUrl)
    const granted =
      this.check(contents, permission, `${scheme}//${host}/`, details) &&
      (await new Promise<boolean>((resolve) => this.ask(contents, permission, resolve, details)))
    control.permissions.push({ permission, granted })
    return granted
  }

  /** A page began a download: asks the program, and writes what it serves where the program or its user said. */
  async download(contents: Asking, url: string, fileName: string): Promise<void> {
    const item = new DoubleDownloadItem(url, fileName)
    const event = new DoubleEvent()
    this.emit('will-download', event, item, contents)
    // Nobody sits before the system's own save dialog, so what names no file is cancelled there.
    if (event.defaultPrevented || item.savePath === '') return
    try {
      const response = await this.serve(new Request(url))
      if (!response?.ok) throw new Error(`Nothing is served at ${url}.`)
      await writeFile(item.savePath, Buffer.from(await response.arrayBuffer()))
      item.emit('done', new DoubleEvent(), 'completed')
    } catch {
      item.emit('updated', new DoubleEvent(), 'interrupted')
      item.emit('done', new DoubleEvent(), 'interrupted')
    }
  }
}

class DoubleDownloadItem extends EventEmitter {
  savePath = ''

  constructor(
    private readonly url: string,
    private readonly fileName: string,
  ) {
    super()
  }

  getURL(): string {
    return this.url
  }

  getFilename(): string {
    return this.fileName
  }

  setSavePath(path: string): void {
    this.savePath = path
  }

  cancel(): void {}
}

const partitions = new Map<string, DoubleSession>()

export const session = {
  fromPartition(partition: string): DoubleSession {
    const made = partitions.get(partition) ?? new DoubleSession()
    partitions.set(partition, made)
    return made
  },
}
