import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { CDPSession } from '@playwright/test'

/** One DevTools session, of the browser or of a page. */
export interface DevTools {
  send: CDPSession['send']
  on: CDPSession['on']
}

interface Message {
  id?: number
  sessionId?: string
  method?: string
  params?: unknown
  result?: unknown
  error?: { message: string }
}

class Session extends EventEmitter {
  constructor(readonly send: DevTools['send']) {
    super()
  }
}

/**
 * Speaks the DevTools protocol with a Chromium over its pipe: JSON messages, each ended by a zero byte. The
 * pipe leaves the browser's port to whoever drives the program from outside.
 */
export class DevToolsPipe {
  private readonly sessions = new Map<string | undefined, Session>()
  private readonly waiting = new Map<number, { done(value: never): void; failed(cause: Error): void }>()
  private nextId = 1
  private rest = ''
  readonly browser: DevTools

  constructor(
    private readonly out: Writable,
    from: Readable,
  ) {
    this.browser = this.session(undefined)
    from.setEncoding('utf8').on('data', (text: string) => this.read(text))
    from.on('close', () => this.end())
    out.on('error', () => this.end())
  }

  /** The session of that id, made when it is first asked for. */
  session(id: string | undefined): DevTools {
    const known = this.sessions.get(id)
    if (known) return known as unknown as DevTools
    const send = ((method: string, params: unknown) => this.send(id, method, params)) as DevTools['send']
    const made = new Session(send)
    this.sessions.set(id, made)
    return made as unknown as DevTools
  }

  private send(sessionId: string | undefined, method: string, params: unknown = {}): Promise<unknown> {
    const id = this.nextId++
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed: (cause) => failed(new Error(`${method}: ${cause.message}`)) })
      this.out.write(`${JSON.stringify({ id, sessionId, method, params })}\0`)
    })
  }

  private read(text: string): void {
    const messages = (this.rest + text).split('\0')
    this.rest = messages.pop() ?? ''
    for (const message of messages) this.handle(JSON.parse(message) as Message)
  }

  private handle({ id, sessionId, method, params, result, error }: Message): void {
    if (id === undefined) {
      if (method !== undefined) this.sessions.get(sessionId)?.emit(method, params)
      return
    }
    const call = this.waiting.get(id)
    this.waiting.delete(id)
    if (error) call?.failed(new Error(error.message))
    else call?.done(result as never)
  }

  private end(): void {
    for (const { failed } of this.waiting.values()) failed(new Error('the browser is gone'))
    this.waiting.clear()
  }
}
