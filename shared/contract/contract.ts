import type { z } from 'zod'
import { api } from './api'
import { audit } from './audit'
import { clock } from './clock'
import { demo } from './demo'
import { desk } from './desk'
import { host } from './host'
import { passes } from './passes'
import type { Procedure } from './procedure'
import { recovery } from './recovery'
import { sessions } from './sessions'
import { settings } from './settings'
import { tasks } from './tasks'
import { totps } from './totps'
import { users } from './users'
import { vault } from './vault'
import { verification } from './verification'

/** Every procedure, once. Client, handlers, preload allowlist and access table derive from it. */
export const contract = {
  ...host,
  ...vault,
  ...clock,
  ...settings,
  ...desk,
  ...users,
  ...totps,
  ...verification,
  ...recovery,
  ...passes,
  ...audit,
  ...sessions,
  ...api,
  ...tasks,
  ...demo,
} as const

export type Contract = typeof contract
export type ProcedureName = keyof Contract
/** Those whose answer holds a secret. */
export type SecretName = { [N in ProcedureName]: Contract[N] extends { secret: true } ? N : never }[ProcedureName]

/** What a caller may pass: defaults may be left out. */
export type Input<N extends ProcedureName> = z.input<Contract[N]['input']>
/** What a handler receives: parsed, with defaults filled in. */
export type ParsedInput<N extends ProcedureName> = z.output<Contract[N]['input']>
export type Output<N extends ProcedureName> = z.output<Contract[N]['output']>

export function isProcedureName(name: unknown): name is ProcedureName {
  return typeof name === 'string' && Object.hasOwn(contract, name)
}

/** Whether the answer of a procedure holds a secret: it is not captured, logged or kept. */
export function isSecret(name: ProcedureName): boolean {
  const procedure: Procedure = contract[name]
  return procedure.secret === true
}
