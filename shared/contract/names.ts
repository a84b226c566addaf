import { keysOf } from '../keys-of'
import { contract } from './contract'
import { events } from './events'

// The build puts the values in place of this module (see build/precomputed.ts), so that the sandboxed
// preload and the first script of the page hold the names without the schemas.

/** The names of all procedures: what a page may ask for. */
export const procedureNames = keysOf(contract)

/** The names of all events: what a page may listen to. */
export const eventNames = keysOf(events)
