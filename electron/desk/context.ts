import type { AuditAction } from '../../shared/audit-actions'
import type { EventName, EventPayload } from '../../shared/contract/events'
import type { Channel } from '../../shared/model/audit'
import type { Operator, Settings } from '../../shared/model/desk'
import type { Side } from '../../shared/sides'
import type { Vault, Writer } from '../vault/types'

/** The machine's time. Code below `desk/` never asks for it: it is an argument there. */
export interface Clock {
  /** Wall clock, Unix milliseconds. */
  now(): number
  /** Milliseconds from an arbitrary start; never steps back. */
  monotonic(): number
  /** Offset of local time from UTC at a moment, such as "+01:00". */
  offsetAt(timeMs: number): string
  /** IANA name of the local time zone. */
  timeZone(): string
  /** True for the demo's movable clock. */
  readonly virtual: boolean
}

/** Who calls, and from where: given to every act, and written into its audit event. */
export interface Call {
  operator: Operator | null
  channel: Channel
  /**
   * The side of the desk it comes from, as the host knows it and not as the caller says; null where the host
   * cannot tell, as with two tabs of one browser; absent when no screen is involved.
   */
  side?: Side | null
  /** Binds several acts to one piece of work; a new one is made when absent. */
  interaction?: string
  /** Id of the API request; absent at the screen. */
  requestId?: string
}

/** What an act says about itself in the audit log. Never a secret, a code or a passphrase. */
export interface AuditEntry {
  action: AuditAction
  outcome?: 'success' | 'fail' | 'denied'
  /** The person it is about, by id and by their name at the time. */
  subject?: { id: string; name: string } | null
  object?: string | null
  reason?: string | null
  details?: Record<string, string | number | boolean | null>
  /** Overrides the interaction of the call. */
  interaction?: string
}

/** Writes one audit event into the running transaction. */
export type Recorder = (entry: AuditEntry) => void

/** What every part of the open desk stands on. */
export interface DeskContext {
  readonly vault: Vault
  readonly clock: Clock
  /** Stands in every id: `test` in a demo's vault. */
  readonly environment: 'live' | 'test'
  /** Bytes from the operating system's generator. */
  random(bytes: number): Uint8Array
  /** A new id such as `user-live-<uuid>`. */
  newId(kind: string): string
  /** The settings in force. */
  settings(): Settings
  /**
   * Runs one act: the state change and its audit events in one transaction. Resolves when it is durable.
   * An act may find that there is nothing to do; one that changes something and records nothing is refused.
   *
   * `work` is synchronous and may be run again, so it has no effect but through `tx` and `record`, and
   * what it returns is all that comes out of it. Whatever it decides by is read inside it.
   */
  act<T>(call: Call, work: (tx: Writer, record: Recorder) => T): Promise<T>
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void
}
