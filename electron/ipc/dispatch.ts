import { contract, isProcedureName, type ParsedInput, type ProcedureName } from '../../shared/contract/contract'
import type { Procedure } from '../../shared/contract/procedure'
import type { Answer } from '../../shared/contract/transport'
import { DeskError } from '../../shared/errors'
import type { Side } from '../../shared/sides'
import type { ApiControl } from '../api/api'
import { noApi } from '../api/no-api'
import type { Demo } from '../demo/demo'
import { noDemo } from '../demo/no-demo'
import type { Call } from '../desk/context'
import type { Desk } from '../desk/desk'
import { type OpenDesk, screenCall } from '../desk/open-desk'
import { type CheckedCall, type Handler, handlers } from './handlers'
import { type HostPort, noHost } from './host-port'
import { invalidInput } from './invalid-input'

/** Who calls, as far as the host knows. */
export interface Caller {
  /** Null where the host cannot tell the two sides apart. */
  side: Side | null
}

/** Runs one call of the contract. Always answers, never throws. */
export type Dispatch = (name: unknown, input: unknown, caller: Caller) => Promise<Answer>

export interface DispatcherOptions {
  /** The Stytch-compatible API, where the program has one. */
  api?: ApiControl
  /** The demo's lab; without one its calls are refused. */
  demo?: Demo
  /** What presents the desk to a person. */
  host?: HostPort
  /** Called with every error that is not a refusal, for the host's own log. It may hold internals, never secrets. */
  onDefect?: (error: unknown) => void
}

/**
 * The one way in for every host. In this order: is the procedure known, may this side call it, may
 * this operator, is the input right; then run; then is the output what the contract says, and is what
 * it saw on disk.
 *
 * @example
 * const dispatch = createDispatcher(desk, { api })
 * await dispatch('users.get', { userId: 'user-live-…' }, { side: 'operator' })
 * // { ok: true, value: {…} } or { ok: false, error: { code: 'not_found', message: '…' } }
 */
export function createDispatcher(
  desk: Desk,
  { api = noApi, demo = noDemo, host = noHost(), onDefect = () => {} }: DispatcherOptions = {},
): Dispatch {
  return async (name, input, caller) => {
    try {
      if (!isProcedureName(name)) throw new DeskError('unknown_procedure', 'TOTP Desk does not know this request.')
      return { ok: true, value: await run(name, input, caller, { desk, api, demo, host }) }
    } catch (error) {
      if (error instanceof DeskError) return { ok: false, error: error.toAnswer() }
      onDefect(error)
      return { ok: false, error: somethingWentWrong.toAnswer() }
    }
  }
}

async function run<N extends ProcedureName>(
  name: N,
  input: unknown,
  { side }: Caller,
  parts: Pick<CheckedCall<N>, 'desk' | 'api' | 'demo' | 'host'>,
): Promise<unknown> {
  const procedure: Procedure = contract[name]
  if (side === 'person' && !procedure.personSide) {
    throw new DeskError('forbidden', 'The person’s screen cannot do this. Use your own.')
  }
  const open = procedure.access === 'anyone' ? null : parts.desk.open()
  try {
    const call = { ...(await authorize(open, name, procedure)), side }
    const parsed = procedure.input.safeParse(input)
    if (!parsed.success) throw invalidInput(parsed.error)
    const handler: Handler<N> = handlers[name]
    return procedure.output.parse(await handler({ ...parts, input: parsed.data as ParsedInput<N>, call }))
  } finally {
    // Answers and refusals alike: what another act has written may still be on its way to the disk. Locking
    // says nothing of the vault's content, and has waited; it is the way out when the disk has failed.
    if (name !== 'vault.lock') await open?.durable()
  }
}

/** The call with its operator, of the open desk that it needs. @throws DeskError `forbidden` */
async function authorize(open: OpenDesk | null, name: ProcedureName, { access }: Procedure): Promise<Call> {
  if (open === null || access === 'anyone') return { operator: null, channel: 'screen' }
  const call = screenCall(open)
  const { role } = open.operator
  if (access.includes(role)) return call
  await open.context.act(call, (_tx, record) =>
    record({ action: 'access.denied', outcome: 'denied', reason: 'role', details: { procedure: name, role } }),
  )
  throw new DeskError('forbidden', `Your role (${role}) may not do this. Ask an admin.`)
}

const somethingWentWrong = new DeskError(
  'internal',
  'Something went wrong inside TOTP Desk. Nothing was changed. Try again; if it stays, lock and unlock.',
)
