import { DeskError } from '../../shared/errors'
import type { Demo } from './demo'

/** The refusal of every demo call where real people could be. */
export function notADemo(): DeskError {
  return new DeskError('forbidden', 'This is not a demo. Start one with npm run demo.')
}

const refuse = (): never => {
  throw notADemo()
}

/** Stands in where the program was not started as a demo. */
export const noDemo: Demo = { status: refuse, phones: refuse, setDrift: refuse, setClock: refuse, attack: refuse }
