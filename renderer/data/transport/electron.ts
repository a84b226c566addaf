import type { Bridge } from '../../../shared/contract/bridge'
import type { Transport } from '../../../shared/contract/transport'

/** The transport of the Electron host, over the preload's bridge. */
export function createElectronTransport(bridge: Bridge): Transport {
  return {
    invoke: (name, input) => bridge.invoke(name, input),
    subscribe: (name, listener) => bridge.subscribe(name, listener),
    downloadUrl: (downloadId) => `/download/${encodeURIComponent(downloadId)}`,
  }
}
