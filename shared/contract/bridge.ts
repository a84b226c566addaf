import type { Transport } from './transport'

/** The one channel for calls, and the one for events, between a window's preload and the desk. */
export const invokeChannel = 'desk:invoke'
export const eventChannel = 'desk:event'

/** What the preload puts on `window.deskBridge`: a transport without addresses. */
export type Bridge = Pick<Transport, 'invoke' | 'subscribe'>

declare global {
  interface Window {
    /** There under Electron only; its absence means the browser host. */
    readonly deskBridge?: Bridge
  }
}
