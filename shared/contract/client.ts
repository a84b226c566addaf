import { DeskError } from '../errors'
import type { Input, Output, ProcedureName, SecretName } from './contract'
import { procedureNames } from './names'
import type { Transport } from './transport'

type Group<N extends string> = N extends `${infer G}.${string}` ? G : never
type Member<N extends string, G extends string> = N extends `${G}.${infer M}` ? M : never

/** `client.users.create(input)` for every procedure of the contract. */
export type DeskClient = {
  [G in Group<ProcedureName>]: {
    [M in Member<ProcedureName, G>]: `${G}.${M}` extends infer N extends ProcedureName
      ? Record<string, never> extends Input<N>
        ? (input?: Input<N>) => Promise<Output<N>>
        : (input: Input<N>) => Promise<Output<N>>
      : never
  }
}

/** A client without the procedures that answer with a secret: all that a cache may keep. */
export type CacheableClient = { [G in keyof DeskClient]: Omit<DeskClient[G], Member<SecretName, G>> }

/**
 * A client over a transport. A refusal rejects with the {@link DeskError} that it describes.
 *
 * @example
 * const desk = createClient(transport)
 * const { users } = await desk.users.search({ query: 'lind' })
 */
export function createClient(transport: Pick<Transport, 'invoke'>): DeskClient {
  const client: Record<string, Record<string, (input?: unknown) => Promise<unknown>>> = {}
  for (const name of procedureNames) {
    const [group, member] = name.split('.') as [string, string]
    client[group] ??= {}
    client[group][member] = async (input = {}) => {
      const answer = await transport.invoke(name, input)
      if (answer.ok) return answer.value
      throw new DeskError(answer.error.code, answer.error.message, answer.error.details)
    }
  }
  return client as unknown as DeskClient
}
