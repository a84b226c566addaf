import { DeskError } from '../../shared/errors'
import { defaultSettings, type Operator, type Settings } from '../../shared/model/desk'
import type { Vault } from '../vault/types'
import { createAct } from './act'
import type { Clock } from './context'
import type { Machine } from './machine'
import { newId } from './new-id'
import type { Environment } from './open-desk'
import { writeSettings } from './settings'
import { writeMeta } from './store/meta'
import { findOperator, hasOperators, insertOperator } from './store/operators'

export interface InitialValues {
  vault: Vault
  clock: Clock
  machine: Machine
  version: string
  environment: Environment
  operatorId: string
  operatorName: string
  issuer?: string | undefined
  random(bytes: number): Uint8Array
}

/** The first act of a vault: its environment, settings and first operator, an admin. */
export async function initializeVault(initial: InitialValues): Promise<void> {
  const { vault, clock, machine, version, environment, operatorId, operatorName: name, random } = initial
  const makeId = (kind: string) => newId(kind, environment, random)
  // No guard of the clock is there yet: the highest time seen begins with the next act.
  const act = createAct({ vault, clock, version, machine: machine.machineId, newId: makeId, noteTime: () => {} })
  const operator: Operator = { operatorId, name, role: 'admin' }
  await act({ operator, channel: 'screen' }, (tx, record) => {
    writeMeta(tx, 'environment', environment)
    writeSettings(tx, firstSettings(environment, initial.issuer))
    insertOperator(tx, { ...operator, createdAt: clock.now() })
    record({ action: 'vault.created', object: vault.vaultId })
    record({ action: 'operator.created', object: operatorId, details: { name, role: operator.role } })
  })
}

/** The operator of a key slot; undefined when the vault's first act never reached the disk. */
export function readOperator(vault: Vault, operatorId: string): Operator | undefined {
  const operator = findOperator(vault, operatorId)
  if (operator) return { operatorId, name: operator.name, role: operator.role }
  if (!hasOperators(vault)) return undefined
  throw new DeskError('vault_damaged', 'The vault does not know the operator of this passphrase. Restore a backup.')
}

/** A demo keeps recovery codes readable for the Stytch call, and never locks by itself. */
function firstSettings(environment: Environment, issuer: string | undefined): Settings {
  const settings = { ...defaultSettings, ...(issuer === undefined ? {} : { issuer }) }
  return environment === 'test' ? { ...settings, recoveryCodes: 'readable', autoLockMinutes: 0 } : settings
}
