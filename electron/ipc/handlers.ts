import type { Output, ParsedInput, ProcedureName } from '../../shared/contract/contract'
import type { ApiControl } from '../api/api'
import type { Demo } from '../demo/demo'
import type { Call } from '../desk/context'
import type { Desk } from '../desk/desk'
import { updateSettings } from '../desk/settings'
import type { HostPort } from './host-port'

/** One call, checked and parsed, with what it can be answered from. */
export interface CheckedCall<N extends ProcedureName> {
  desk: Desk
  input: ParsedInput<N>
  call: Call
  api: ApiControl
  demo: Demo
  host: HostPort
}

/** Runs one procedure. What it returns is parsed before it leaves. */
export type Handler<N extends ProcedureName> = (checked: CheckedCall<N>) => Output<N> | Promise<Output<N>>

/** Every procedure of the contract; one that is missing does not compile. */
export const handlers: { readonly [N in ProcedureName]: Handler<N> } = {
  'host.status': ({ host }) => host.status(),
  'host.preferences': ({ host }) => host.preferences(),
  'host.prefer': ({ input, host }) => host.prefer(input),

  'vault.status': ({ desk }) => desk.status(),
  'vault.use': ({ input, host }) => host.useVault(input.folder),
  'vault.create': ({ desk, input }) => desk.create(input),
  'vault.unlock': ({ desk, input }) => desk.unlock(input),
  'vault.lock': ({ desk }) => desk.lock('asked'),
  'vault.touch': ({ desk }) => {
    desk.touch()
    return {}
  },

  'clock.status': ({ desk }) => desk.open().clock.status(),
  'clock.confirm': ({ desk, input, call }) => desk.open().clock.confirm(call, input),

  'settings.get': ({ desk }) => desk.open().context.settings(),
  'settings.update': ({ desk, input, call }) => updateSettings(desk.open().context, call, input),

  'desk.overview': ({ desk, call }) => desk.open().overview(call),

  'users.create': ({ desk, input, call }) => desk.open().users.create(call, input),
  'users.get': ({ desk, input }) => desk.open().users.get(input.userId),
  'users.search': ({ desk, input }) => desk.open().users.search(input),
  'users.update': ({ desk, input, call }) => desk.open().users.update(call, input),
  'users.remove': ({ desk, input, call }) => desk.open().users.remove(call, input),
  'users.unlock': ({ desk, input, call }) => desk.open().users.unlock(call, input),

  'totps.begin': ({ desk, input, call }) => desk.open().enrollment.begin(call, input),
  'totps.reveal': ({ desk, input, call }) => desk.open().enrollment.reveal(call, input),
  'totps.enroll': ({ desk, input, call }) => desk.open().enrollment.enroll(call, input),
  'totps.forPerson': ({ desk, input }) => desk.open().enrollment.forPerson(input.totpId),
  'totps.handOver': ({ desk, input, call }) => desk.open().enrollment.handOver(call, input),
  'totps.revoke': ({ desk, input, call }) => desk.open().enrollment.revoke(call, input),

  'verification.submit': ({ desk, input, call }) => desk.open().verification.submit(call, input),

  'recovery.redeem': ({ desk, input, call }) => desk.open().recovery.redeem(call, input),
  'recovery.replace': ({ desk, input, call }) => desk.open().recovery.replace(call, input),
  'recovery.printed': async ({ desk, input, call }) => {
    await desk.open().recovery.printed(call, input)
    return {}
  },

  'passes.issue': ({ desk, input, call }) => desk.open().passes.issue(call, input),
  'passes.redeem': ({ desk, input, call }) => desk.open().passes.redeem(call, input),
  'passes.revoke': async ({ desk, input, call }) => {
    await desk.open().passes.revoke(call, input)
    return {}
  },

  'audit.list': ({ desk, input, call }) => desk.open().audit.list(call, input),
  'audit.days': ({ desk, input, call }) => desk.open().audit.days(call, input),
  'audit.export': ({ desk, input, call }) => desk.open().audit.export(call, input),

  'sessions.list': ({ desk, input }) => desk.open().sessions.list(input),
  'sessions.extend': ({ desk, input, call }) => desk.open().sessions.extend(call, input),
  'sessions.revoke': ({ desk, input, call }) => desk.open().sessions.revoke(call, input),

  'api.status': ({ api }) => api.status(),
  'api.start': ({ input, call, api }) => api.start(input, call),
  'api.stop': ({ call, api }) => api.stop(call),
  'api.credentials': ({ desk, call }) => desk.open().apiCredentials.show(call),
  'api.rotate': ({ desk, call }) => desk.open().apiCredentials.rotate(call),
  'api.calls': ({ input, api }) => api.calls(input),

  'tasks.cancel': ({ desk, input }) => {
    desk.open().tasks.cancel(input.taskId)
    return {}
  },

  'demo.status': ({ demo }) => demo.status(),
  'demo.phones': ({ demo }) => ({ phones: demo.phones() }),
  'demo.setDrift': ({ input, demo }) => demo.setDrift(input),
  'demo.setClock': ({ input, demo }) => demo.setClock(input),
  'demo.attack': ({ input, demo }) => demo.attack(input),
}
