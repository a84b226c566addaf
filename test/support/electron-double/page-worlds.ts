/**
 * What runs inside a page of the double: a page's own world, and the isolated one in which the preload runs,
 * as under Electron's `contextIsolation`. The functions here are sent to the page as text, so each stands on
 * its own: nothing of this file's scope is there when it runs.
 */

/** What the isolated world tells the program, as JSON over a binding that only this world has. */
export type FromPage =
  | { kind: 'here' }
  | { kind: 'invoke'; id: number; channel: string; args: Sent[] }
  | { kind: 'permission'; id: number; permission: string }
  | { kind: 'context-menu'; params: ContextMenu }
  | { kind: 'preload-error'; message: string }

/** JSON has no `undefined`, which a call may well pass. */
export type Sent = { value: unknown } | { undefined: true }

export interface ContextMenu {
  x: number
  y: number
  isEditable: boolean
  editFlags: { canCut: boolean; canCopy: boolean; canPaste: boolean; canSelectAll: boolean }
  selectionText: string
}

interface Link {
  /** Offers a function to the other world under a name. */
  offer(name: string, work: (...args: never[]) => unknown): void
  /** Calls what the other world offers under that name. */
  call(name: string, ...args: unknown[]): unknown
  /** Is there another world that hears this one? */
  answers(): boolean
}

/** Where the double asks, before a window opens, whether it may. */
export const windowOpenPath = '/.electron-double/window-open'

/**
 * The two scripts for a page, to be run before anything of its own.
 *
 * @param secret - names what the worlds say to each other; the page must not guess it
 * @param binding - name of the binding to the program, in the world of that name
 */
export function pageScripts(secret: string, binding: string, preload: string): { page: string; isolated: string } {
  const names = JSON.stringify({ inner: `${secret}-inner`, outer: `${secret}-outer` })
  // Either may be run a second time in the same world.
  const once = (script: string) => `globalThis['${secret}'] ??= (${script}, true)`
  return {
    page: once(`(${pageWorld})((${link})(${names}, 'outer', 'inner'), ${JSON.stringify(windowOpenPath)})`),
    isolated: once(`(${isolatedWorld})((${link})(${names}, 'inner', 'outer'), ${JSON.stringify(binding)},
      function (require, process, exports, module) { ${preload}\n })`),
  }
}

/**
 * One end of the link between the two worlds, over DOM events, whose details the browser copies from world to
 * world. Functions are passed by reference, everything else by value, as by Electron's contextBridge.
 */
function link(names: Record<string, string>, here: string, there: string): Link {
  type Packed = { f: number } | { a: Packed[] } | { o: [string, Packed][] } | { p: number } | { v: unknown }
  type Word =
    | { call: number | string; args: Packed[]; answer: number }
    | { answer: number; value: Packed }
    | { answer: number; error: string }
  const dispatch = window.dispatchEvent.bind(window)
  const kept: ((...args: never[]) => unknown)[] = []
  const offered = new Map<string, (...args: never[]) => unknown>()
  const answers = new Map<number, (word: { value: Packed } | { error: string }) => void>()
  let next = 0
  const say = (word: Word) => dispatch(new CustomEvent(names[there] ?? '', { detail: word }))

  function pack(value: unknown): Packed {
    if (typeof value === 'function') return { f: kept.push(value as () => unknown) - 1 }
    if (value instanceof Promise) {
      const answer = next++
      value.then(
        (found) => say({ answer: -1 - answer, value: pack(found) }),
        (cause) => say({ answer: -1 - answer, error: String(cause?.message ?? cause) }),
      )
      return { p: answer }
    }
    if (Array.isArray(value)) return { a: value.map(pack) }
    if (typeof value === 'object' && value !== null) {
      return { o: Object.entries(value).map(([key, item]) => [key, pack(item)]) }
    }
    return { v: value }
  }

  function unpack(packed: Packed): unknown {
    if ('f' in packed) return (...args: unknown[]) => ask(packed.f, args)
    if ('a' in packed) return packed.a.map(unpack)
    if ('o' in packed) return Object.fromEntries(packed.o.map(([key, item]) => [key, unpack(item)]))
    if ('p' in packed) {
      return new Promise((resolve, reject) =>
        answers.set(-1 - packed.p, (word) =>
          'error' in word ? reject(new Error(word.error)) : resolve(unpack(word.value)),
        ),
      )
    }
    return packed.v
  }

  /** Events are dispatched in the same turn, so the answer is there when the call comes back. */
  function ask(work: number | string, args: unknown[]): unknown {
    const answer = next++
    let found = { error: 'The other world does not answer.' } as { value: Packed } | { error: string }
    answers.set(answer, (word) => {
      found = word
    })
    say({ call: work, args: args.map(pack), answer })
    answers.delete(answer)
    if ('error' in found) throw new Error(found.error)
    return unpack(found.value)
  }

  window.addEventListener(names[here] ?? '', (event) => {
    const word = (event as CustomEvent<Word>).detail
    if (!('call' in word)) {
      answers.get(word.answer)?.(word)
      return
    }
    const work = typeof word.call === 'string' ? offered.get(word.call) : kept[word.call]
    try {
      say({ answer: word.answer, value: pack(work?.(...(word.args.map(unpack) as never[]))) })
    } catch (cause) {
      say({ answer: word.answer, error: cause instanceof Error ? cause.message : String(cause) })
    }
  })
  return {
    offer: (name, work) => void offered.set(name, work),
    call: (name, ...args) => ask(name, args),
    answers() {
      try {
        return ask('answers', []) === undefined
      } catch {
        return false
      }
    },
  }
}

/** The page's own world: what Electron puts or changes there. */
function pageWorld(link: Link, windowOpenPath: string): void {
  const freeze = (value: object): object => {
    for (const item of Object.values(value)) if (typeof item === 'object' && item !== null) freeze(item)
    return Object.freeze(value)
  }
  link.offer('expose', (name: string, api: object) => {
    Object.defineProperty(window, name, { value: freeze(api), enumerable: true })
  })

  const open = window.open.bind(window)
  const named = new Map<string, WindowProxy>()
  window.open = (url = '', target = '_blank', features) => {
    const there = named.get(target)
    // Chromium moves a window that is there already without asking.
    if (there && !there.closed) return open(url, target, features)
    const asked = new URLSearchParams({ url: url === '' ? 'about:blank' : new URL(url, location.href).href })
    const request = new XMLHttpRequest()
    request.open('GET', `${windowOpenPath}?${asked}`, false)
    request.send()
    if (request.responseText !== 'allow') return null
    const opened = open(url, target, features)
    if (opened) named.set(target, opened)
    return opened
  }

  /** Chromium keeps permissions by origin, Electron asks for each window: so each use asks here. */
  function guarded(owner: object | undefined, method: string, permission: string): void {
    const original = owner && Reflect.get(owner, method)
    if (!owner || typeof original !== 'function') return
    Object.defineProperty(owner, method, {
      value: async (...args: unknown[]) => {
        if (await link.call('permission', permission)) return Reflect.apply(original, owner, args)
        throw new DOMException('Permission denied.', 'NotAllowedError')
      },
    })
  }
  guarded(navigator.clipboard, 'writeText', 'clipboard-sanitized-write')
  guarded(navigator.clipboard, 'readText', 'clipboard-read')
  guarded(navigator.mediaDevices, 'getUserMedia', 'media')
  guarded(navigator.mediaDevices, 'getDisplayMedia', 'display-capture')
  guarded(window.Notification, 'requestPermission', 'notifications')
}

/** The isolated world: `ipcRenderer` and `contextBridge`, and the preload that uses them. */
function isolatedWorld(
  link: Link,
  binding: string,
  preload: (require: (name: string) => unknown, process: object, exports: object, module: object) => void,
): void {
  // Electron runs a preload in the main frame alone.
  if (window !== window.top) return
  const tell = (message: FromPage) =>
    (Reflect.get(globalThis, binding) as (text: string) => void)(JSON.stringify(message))
  const listeners = new Map<string, Set<(event: object, ...args: unknown[]) => void>>()
  const waiting = new Map<number, { resolve(value: unknown): void; reject(cause: Error): void }>()
  let next = 0
  const answered = <T>(message: (id: number) => FromPage) =>
    new Promise<T>((resolve, reject) => {
      const id = next++
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      tell(message(id))
    })
  const sent = (value: unknown): Sent => (value === undefined ? { undefined: true } : { value })

  Object.defineProperty(globalThis, `${binding}Answers`, {
    value: {
      answer(id: number, error: string | null, value: unknown) {
        const call = waiting.get(id)
        waiting.delete(id)
        if (error === null) call?.resolve(value)
        else call?.reject(new Error(error))
      },
      deliver(channel: string, args: unknown[]) {
        for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
      },
      start,
    },
  })

  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => link.call('expose', name, api) },
    ipcRenderer: {
      on(channel: string, listener: (event: object, ...args: unknown[]) => void) {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
      },
      invoke: (channel: string, ...args: unknown[]) =>
        answered((id) => ({ kind: 'invoke', id, channel, args: args.map(sent) })),
    },
  }
  link.offer('permission', (permission: string) => answered((id) => ({ kind: 'permission', id, permission })))

  window.addEventListener('contextmenu', (event) => {
    const target = event.composedPath()[0]
    const field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null
    const isEditable = field !== null && !field.disabled && !field.readOnly
    const selected = field?.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)
    const selectionText = selected ?? String(window.getSelection() ?? '')
    const canCopy = selectionText !== '' && !(field instanceof HTMLInputElement && field.type === 'password')
    const editFlags = { canCut: isEditable && canCopy, canCopy, canPaste: isEditable, canSelectAll: true }
    tell({ kind: 'context-menu', params: { x: event.x, y: event.y, isEditable, editFlags, selectionText } })
  })

  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}.`)
    return electron
  }
  let started = false
  function start(): void {
    if (started) return
    started = true
    try {
      preload(require, {}, {}, {})
    } catch (cause) {
      tell({ kind: 'preload-error', message: cause instanceof Error ? cause.message : String(cause) })
    }
  }
  tell({ kind: 'here' })
  // While an opened window waits for its tools, no event reaches a listener: the program starts its preload then.
  if (link.answers()) start()
}
