/**
 * The names of the contract, free of zod so that the sandboxed preload can hold them as its
 * allowlist. `contract.ts` must define exactly these, or it does not compile.
 */
export const procedureNames = [
  'vault.status',
  'vault.create',
  'vault.unlock',
  'vault.lock',
  'clock.status',
  'clock.confirm',
  'settings.get',
  'settings.update',
  'desk.overview',
  'users.create',
  'users.get',
  'users.search',
  'users.update',
  'users.remove',
  'users.unlock',
  'totps.begin',
  'totps.reveal',
  'totps.enroll',
  'totps.facing',
  'totps.handOver',
  'totps.revoke',
  'verification.submit',
  'recovery.redeem',
  'recovery.replace',
  'recovery.printed',
  'passes.issue',
  'passes.redeem',
  'passes.revoke',
  'audit.list',
  'audit.export',
  'sessions.list',
  'sessions.extend',
  'sessions.revoke',
  'api.status',
  'api.start',
  'api.stop',
  'api.credentials',
  'api.rotate',
  'api.calls',
  'tasks.cancel',
] as const
export type ProcedureName = (typeof procedureNames)[number]

/** What the desk tells its screens without being asked. */
export const eventNames = [
  'vault.unlocked',
  'vault.locked',
  'audit.appended',
  'clock.changed',
  'clock.alarm',
  'api.called',
  'api.changed',
  'task.progress',
] as const
export type EventName = (typeof eventNames)[number]
