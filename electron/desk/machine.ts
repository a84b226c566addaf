import { ownLocation } from '../vault/machine-identity'
import type { Reader } from '../vault/types'
import { findMachine } from './store/machines'

/** The machine that the desk runs on, as its vault knows it. */
export interface Machine {
  machineId: string
  /** What tells this computer from others. */
  computer: string
}

/** Computers that do not tell what they are share what the vault keeps of a machine. */
const unknownComputer = 'unknown'

/** What tells this computer from others, as a keyed hash. */
export async function ownComputer(): Promise<string> {
  return (await ownLocation()).machine ?? unknownComputer
}

/** The machine of a computer, under a new id when the vault was never opened on it; its first act keeps it. */
export function machineOf(from: Reader, computer: string, newId: (kind: string) => string): Machine {
  return { machineId: findMachine(from, computer)?.machineId ?? newId('machine'), computer }
}
