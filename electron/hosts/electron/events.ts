import { eventChannel } from '../../../shared/contract/bridge'
import { type EventPayload, events } from '../../../shared/contract/events'
import type { EventName } from '../../../shared/contract/names'
import type { Windows } from './windows'

/** A desk that tells what happens; the returned function ends the telling. */
export interface Telling {
  subscribe(listener: <N extends EventName>(name: N, payload: EventPayload<N>) => void): () => void
}

/**
 * Passes the desk's events to our windows, each parsed by its schema, so that nothing that is not
 * in the contract leaves the main process. When the vault locks, the windows turned to a person
 * close: what they showed must not stay on a screen nobody attends.
 *
 * @param locked - told when the vault has locked, after the windows were
 */
export function forwardEvents(desk: Telling, windows: Windows, locked: () => void): void {
  desk.subscribe((name, payload) => {
    windows.send(eventChannel, name, events[name].parse(payload))
    if (name !== 'vault.locked') return
    windows.closeFacing()
    locked()
  })
}
