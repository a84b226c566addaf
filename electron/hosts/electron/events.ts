import { eventChannel } from '../../../shared/contract/bridge'
import { events } from '../../../shared/contract/events'
import type { Desk } from '../../desk/desk'
import type { Windows } from './windows'

/**
 * Passes the desk's events to our windows, each parsed by its schema, so that nothing that is not
 * in the contract leaves the main process. When the vault locks, the windows turned to a person
 * close: what they showed must not stay on an unattended screen.
 *
 * @param locked - called when the vault has locked, after the windows heard of it
 */
export function forwardEvents(desk: Pick<Desk, 'subscribe'>, windows: Windows, locked: () => void): void {
  desk.subscribe((name, payload) => {
    windows.send(eventChannel, name, events[name].parse(payload))
    if (name !== 'vault.locked') return
    windows.closePersonScreens()
    locked()
  })
}
