// Bundled into ONE CommonJS file, because a sandboxed preload can require only `electron`.
// What a window may ask for is in shared/contract; the build writes its names into this file.
import { contextBridge, ipcRenderer } from 'electron'
import { type Bridge, eventChannel, invokeChannel } from '../shared/contract/bridge'
import type { EventName } from '../shared/contract/events'
import { eventNames, procedureNames } from '../shared/contract/names'
import type { Answer } from '../shared/contract/transport'

type Listener = (payload: unknown) => void

const procedures: ReadonlySet<string> = new Set(procedureNames)
const listeners = new Map<string, Set<Listener>>(eventNames.map((name) => [name, new Set()]))

// The page gets the payload alone: with Electron's event it would get hold of the sender too.
ipcRenderer.on(eventChannel, (_event, name: EventName, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload)
})

const bridge = {
  async invoke(name, input): Promise<Answer> {
    if (!procedures.has(name)) {
      const message = 'This version of the desk does not know that request. Restart TOTP Desk.'
      return { ok: false, error: { code: 'unknown_procedure', message } }
    }
    return ipcRenderer.invoke(invokeChannel, name, input)
  },
  subscribe(name, listener) {
    const heard = listeners.get(name)
    // Which payload belongs to which name was settled where the event was parsed, before it was sent.
    heard?.add(listener as Listener)
    return () => heard?.delete(listener as Listener)
  },
} satisfies Bridge

contextBridge.exposeInMainWorld('deskBridge', bridge)
