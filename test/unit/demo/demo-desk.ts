import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo } from '../../../electron/demo/start-demo'
import type { Desk } from '../../../electron/desk/desk'
import { createDispatcher } from '../../../electron/ipc/dispatch'
import { createClient, type DeskClient } from '../../../shared/contract/client'
import type { ProcedureName } from '../../../shared/contract/contract'
import { events as eventSchemas } from '../../../shared/contract/events'
import type { Answer } from '../../../shared/contract/transport'
import type { AttackAttempt, AttackKind, DemoPhone } from '../../../shared/model/demo'
import type { UserSummary } from '../../../shared/model/user'
import { createTestClock, type TestClock } from '../../support/desk'

/** A demo over a machine whose clock stands still until it is moved. */
export interface TestDemo {
  desk: Desk
  client: DeskClient
  dispatch(name: string, input?: unknown): Promise<Answer>
  /** The machine's clock, from which the demo's is moved. */
  machine: TestClock
  /** Errors that were no refusal. */
  defects: unknown[]
  person(name: string): Promise<UserSummary>
  phone(name: string): Promise<DemoPhone>
  /** Runs an attack to its end and returns its tries. */
  attack(kind: AttackKind, userId: string): Promise<AttackAttempt[]>
  end(): Promise<void>
}

/** @param start the machine's time; a Sunday morning otherwise */
export async function openTestDemo(start?: number): Promise<TestDemo> {
  const parent = await mkdtemp(join(tmpdir(), 'totp-desk-'))
  const machine = createTestClock(start)
  const defects: unknown[] = []
  const onDefect = (error: unknown) => void defects.push(error)
  const options = { folder: join(parent, 'vault'), version: '0.0.0-test', base: machine, paceMs: 0, onDefect }
  const { desk, demo } = await startDemo(options)
  const dispatcher = createDispatcher(desk, { demo, onDefect })
  const dispatch: TestDemo['dispatch'] = (name, input = {}) => dispatcher(name, input, { side: 'operator' })
  const client = createClient({ invoke: (name: ProcedureName, input: unknown) => dispatch(name, input) })

  async function person(name: string): Promise<UserSummary> {
    const { users } = await client.users.search({ query: name })
    const [found] = users
    if (!found || users.length > 1) throw new Error(`${users.length} people are called ${name}.`)
    return found
  }

  async function phone(name: string): Promise<DemoPhone> {
    const { userId } = await person(name)
    const { phones } = await client.demo.phones()
    const found = phones.find((each) => each.userId === userId)
    if (!found) throw new Error(`${name} has no phone.`)
    return found
  }

  async function attack(kind: AttackKind, userId: string): Promise<AttackAttempt[]> {
    const tries: AttackAttempt[] = []
    const done = new Promise<void>((resolve) => {
      desk.subscribe((name, payload) => {
        if (name !== 'demo.attempt') return
        const attempt = eventSchemas['demo.attempt'].parse(payload)
        tries.push(attempt)
        if (attempt.done) resolve()
      })
    })
    const { attackId } = await client.demo.attack({ kind, userId })
    await done
    await new Promise((resolve) => setImmediate(resolve))
    if (tries.some((each) => each.attackId !== attackId)) throw new Error('Tries of another attack were told.')
    return tries
  }

  async function end(): Promise<void> {
    await desk.close()
    await rm(parent, { recursive: true, force: true })
  }

  return { desk, client, dispatch, machine, defects, person, phone, attack, end }
}
