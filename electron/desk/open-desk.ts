import { z } from 'zod'
import type { EventName, EventPayload } from '../../shared/contract/events'
import type { AuditEvent } from '../../shared/model/audit'
import type { Operator, Overview } from '../../shared/model/desk'
import type { HashCost } from '../otp/code-hash'
import type { Vault } from '../vault/types'
import { createAct } from './act'
import { createDownloads, type Downloads } from './audit/downloads'
import { type AuditLog, createAuditLog } from './audit/log'
import { createTasks, type Tasks } from './audit/tasks'
import { type ClockDesk, createClockDesk } from './clock/desk-clock'
import { createClockGuard } from './clock/guard'
import type { Call, Clock, DeskContext } from './context'
import { createEnrollment, type Enrollment } from './enrollment/enrollment'
import { followActs } from './follow-acts'
import type { Machine } from './machine'
import { newId } from './new-id'
import { overview } from './overview'
import { createPasses, type Passes } from './recovery/passes'
import { createRecovery, type Recovery } from './recovery/recovery'
import { type ApiCredentials, createApiCredentials } from './sessions/api-credentials'
import { createSessionKeys, type SessionKeys } from './sessions/session-keys'
import { createSessions, type Sessions } from './sessions/sessions'
import { readSettings } from './settings'
import { readMeta } from './store/meta'
import { createThrottles, type Throttles } from './throttling/throttles'
import { createPeopleIndex, type PeopleIndex } from './users/search-index'
import { createUsers, type Users } from './users/users'
import { createVerification, type Verification } from './verification/verification'

/** The desk while the vault is open: every part of it, on one context. */
export interface OpenDesk {
  readonly context: DeskContext
  readonly operator: Operator
  readonly people: PeopleIndex
  readonly users: Users
  readonly enrollment: Enrollment
  readonly verification: Verification
  readonly recovery: Recovery
  readonly passes: Passes
  readonly throttles: Throttles
  readonly sessions: Sessions
  readonly sessionKeys: SessionKeys
  readonly apiCredentials: ApiCredentials
  readonly clock: ClockDesk
  readonly audit: AuditLog
  readonly tasks: Tasks
  readonly downloads: Downloads
  /** What the desk screen shows, for the operator who asks. */
  overview(call: Call): Overview
  /**
   * Resolves when everything that can be seen now is on disk. No answer leaves before, not even of a read.
   * @throws DeskError `vault_failed`
   */
  durable(): Promise<void>
}

export interface OpenDeskParts {
  vault: Vault
  operator: Operator
  clock: Clock
  machine: Machine
  version: string
  random(bytes: number): Uint8Array
  recoveryCost?: HashCost | undefined
  emit: DeskContext['emit']
}

export const environmentSchema = z.enum(['live', 'test'])
export type Environment = z.infer<typeof environmentSchema>

/** Sets up every part of the desk over an open vault. Reads all people into the index. */
export function openDesk(parts: OpenDeskParts): OpenDesk {
  const { vault, operator, clock, machine } = parts
  const people = createPeopleIndex(vault)
  const guard = createClockGuard(vault, clock, machine)
  const context = createContext(parts, people, (tx, now) => guard.noteTime(tx, now))
  const clockDesk = createClockDesk(context, guard)
  const throttles = createThrottles(context)
  const sessions = createSessions(context, clockDesk)
  const recovery = createRecovery(context, clockDesk, sessions, parts.recoveryCost)
  const passes = createPasses(context, clockDesk, parts.recoveryCost)
  const sessionKeys = createSessionKeys(context, clockDesk)
  const downloads = createDownloads(() => clock.monotonic())
  const tasks = createTasks((progress) => parts.emit('task.progress', { ...progress, at: clock.now() }))
  return {
    context,
    operator,
    people,
    users: createUsers(context, people, { recovery, passes, throttles, sessions }),
    enrollment: createEnrollment(context, clockDesk, recovery),
    verification: createVerification(context, clockDesk, sessions),
    recovery,
    passes,
    throttles,
    sessions,
    sessionKeys,
    apiCredentials: createApiCredentials(context, sessionKeys),
    clock: clockDesk,
    audit: createAuditLog(context, downloads, tasks),
    tasks,
    downloads,
    overview: ({ operator: asking }) => overview(context, people, clockDesk, asking),
    durable: () => vault.durable(),
  }
}

/** The call of the operator at the screen. */
export function screenCall(desk: OpenDesk): Call {
  return { operator: desk.operator, channel: 'screen' }
}

function createContext(
  { vault, clock, version, machine, random, emit }: OpenDeskParts,
  people: PeopleIndex,
  noteTime: Parameters<typeof createAct>[0]['noteTime'],
): DeskContext {
  const environment = readMeta(vault, 'environment', environmentSchema) ?? 'live'
  const makeId = (kind: string) => newId(kind, environment, random)
  let settings = readSettings(vault)

  followActs(vault, (events, durable) => {
    if (events.some((event) => event.action === 'settings.changed')) settings = readSettings(vault)
    // Whatever part of the desk acted, the person it was about is read again: no part can forget it.
    people.refresh(new Set(events.flatMap((event) => (event.subject ? [event.subject.id] : []))))
    // A confirmed clock changes times for everybody, and names no person.
    if (events.some((event) => event.action === 'clock.confirmed')) {
      people.refresh([...people.everybody()].map(({ userId }) => userId))
    }
    durable.then(
      () => {
        for (const event of events) emit('audit.appended', appended(event))
      },
      // Whoever acted is told; to everybody else it has not happened.
      () => undefined,
    )
  })

  return {
    vault,
    clock,
    environment,
    random,
    newId: makeId,
    settings: () => settings,
    act: createAct({ vault, clock, newId: makeId, version, machine: machine.machineId, noteTime }),
    emit: <N extends EventName>(name: N, payload: EventPayload<N>) => emit(name, payload),
  }
}

function appended({ seq, action, subject, channel }: AuditEvent): EventPayload<'audit.appended'> {
  return { seq, action, subject: subject?.id ?? null, channel }
}
