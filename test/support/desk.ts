import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Call, Clock } from '../../electron/desk/context'
import { createDesk, type Desk, type DeskOptions } from '../../electron/desk/desk'
import { screenCall } from '../../electron/desk/open-desk'
import { type Caller, createDispatcher } from '../../electron/ipc/dispatch'
import { createClient, type DeskClient } from '../../shared/contract/client'
import type { ProcedureName } from '../../shared/contract/contract'
import type { Answer } from '../../shared/contract/transport'

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  /** Moves both clocks on. */
  advance(milliseconds: number): void
  /** Sets the wall clock alone, as someone at the machine would. */
  setWall(timeMs: number): void
}

/** A Sunday in November 2026, 10:00 UTC; local time is an hour ahead. */
export const testStart = Date.UTC(2026, 10, 22, 10, 0, 0)
export const testPassphrase = 'copper lamp river tiny'
/** The least that Argon2id takes, so that tests do not wait for it. */
export const cheapKdf = { memoryKiB: 8, passes: 1, lanes: 1 }

/** A test's clock is moved by hours at once: a desk must not lock itself for it at some real moment. */
const noHeartbeatMs = 24 * 60 * 60_000

export function createTestClock(start = testStart): TestClock {
  let wall = start
  let monotonic = 1000
  return {
    virtual: false,
    now: () => wall,
    monotonic: () => monotonic,
    offsetAt: () => '+01:00',
    timeZone: () => 'Europe/Stockholm',
    advance(milliseconds) {
      wall += milliseconds
      monotonic += milliseconds
    },
    setWall(timeMs) {
      wall = timeMs
    },
  }
}

export interface TestDeskOptions extends Partial<Omit<DeskOptions, 'clock'>> {
  clock?: TestClock
  operator?: string
  /** False leaves the folder without a vault. */
  create?: boolean
}

export interface TestDesk {
  readonly desk: Desk
  /** As the operator's window sees the desk. */
  readonly client: DeskClient
  /** As the window turned to the person sees it. */
  readonly personClient: DeskClient
  /** The raw way in, for input that the client's types forbid. */
  dispatch(name: unknown, input?: unknown, caller?: Caller): Promise<Answer>
  readonly clock: TestClock
  readonly folder: string
  /** The call of the operator at the screen. */
  readonly call: Call
  /** Errors that were no refusal. A test that expects none should find none. */
  readonly defects: unknown[]
  /** Closes this desk and opens the same vault in a new one, as after a restart. */
  reopen(): Promise<TestDesk>
  /** Closes the desk and removes its folder. */
  end(): Promise<void>
}

/** A real desk over a real vault in a temporary folder, created and unlocked unless told otherwise. */
export async function openTestDesk(options: TestDeskOptions = {}): Promise<TestDesk> {
  const folder = options.folder ?? join(await mkdtemp(join(tmpdir(), 'totp-desk-')), 'vault')
  const test = assemble({ ...options, folder, clock: options.clock ?? createTestClock() })
  if (options.create !== false) {
    await test.client.vault.create({ operator: options.operator ?? 'Ada Admin', passphrase: testPassphrase })
  }
  return test
}

function assemble(options: TestDeskOptions & { folder: string; clock: TestClock }): TestDesk {
  const { folder, clock } = options
  const defects: unknown[] = []
  const onDefect = (error: unknown) => void defects.push(error)
  const desk = createDesk({ kdf: cheapKdf, version: '0.0.0-test', onDefect, heartbeatMs: noHeartbeatMs, ...options })
  const dispatcher = createDispatcher(desk, { onDefect })
  // Values are cloned both ways, as every host's transport does.
  const dispatch: TestDesk['dispatch'] = async (name, input = {}, caller = { side: 'operator' }) =>
    structuredClone(await dispatcher(name, structuredClone(input), caller))
  const clientOf = (side: Caller['side']) =>
    createClient({ invoke: (name: ProcedureName, input: unknown) => dispatch(name, input, { side }) })
  return {
    desk,
    client: clientOf('operator'),
    personClient: clientOf('person'),
    dispatch,
    clock,
    folder,
    get call() {
      return screenCall(desk.open())
    },
    defects,
    async reopen() {
      await desk.close()
      const next = assemble(options)
      await next.client.vault.unlock({ passphrase: testPassphrase })
      return next
    },
    async end() {
      await desk.close()
      await rm(join(folder, '..'), { recursive: true, force: true })
    },
  }
}
