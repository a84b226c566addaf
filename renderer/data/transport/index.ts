import { type CacheableClient, createClient } from '../../../shared/contract/client'
import type { Transport } from '../../../shared/contract/transport'
import { createElectronTransport } from './electron'
import { createHttpTransport } from './http'

/** The way to the desk: the preload's bridge where there is one, otherwise loopback HTTP. */
export const transport: Transport = window.deskBridge
  ? createElectronTransport(window.deskBridge)
  : createHttpTransport()

/** Every procedure of the contract. A refusal rejects with a `DeskError`. */
export const desk = createClient(transport)

/** The same for what reads through the query cache: the contract keeps every secret out of it. */
export const cacheable: CacheableClient = createClient(transport)
