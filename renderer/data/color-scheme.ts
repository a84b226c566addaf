import type { MantineColorSchemeManager } from '@mantine/core'
import { colorSchemeSchema } from '../../shared/model/host'
import { desk } from './transport'

/**
 * The colour scheme that the person at the desk chose, kept by the host: this page's own storage ends with the
 * program in Electron, and belongs to a port in the browser that is another one at the next start. The pages of
 * one console tell each other of a change.
 */
export function createColorSchemeManager(): MantineColorSchemeManager {
  let current = colorSchemeSchema.parse('auto')
  let channel: BroadcastChannel | null = null
  /** Whether something newer is known than what the host answers to the first question. */
  let chosenSince = false
  return {
    get: () => current,
    set(chosen) {
      // What was heard from the host or another page comes back here.
      if (chosen === current) return
      current = chosen
      chosenSince = true
      channel?.postMessage(chosen)
      void desk.host.prefer({ colorScheme: chosen }).catch(() => {})
    },
    subscribe(onUpdate) {
      const hear = (told: unknown) => {
        const scheme = colorSchemeSchema.safeParse(told)
        if (!scheme.success || scheme.data === current) return
        current = scheme.data
        onUpdate(current)
      }
      channel = new BroadcastChannel('totp-desk-color-scheme')
      channel.onmessage = (event: MessageEvent<unknown>) => {
        chosenSince = true
        hear(event.data)
      }
      // A page that may not ask has nothing to show either.
      void desk.host.preferences().then(
        ({ colorScheme }) => chosenSince || hear(colorScheme),
        () => {},
      )
    },
    unsubscribe() {
      channel?.close()
      channel = null
    },
    clear() {},
  }
}
