import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import type { SqlValue, Writer } from '../../../electron/vault/types'
import { fillVault } from '../../fixtures/vaults/fill'
import { cheapHash } from '../../support/api'
import type { TestDesk } from '../../support/desk'
import { codeOf, desksOfTest } from '../../support/desks'

const deskFor = desksOfTest()

/** Bytes that can be drawn again from an earlier place. */
function repeatableRandom() {
  const state = { drawn: 0 }
  const random = (bytes: number): Uint8Array => {
    const blocks: Buffer[] = []
    while (blocks.length * 32 < bytes)
      blocks.push(
        createHash('sha256')
          .update(String(state.drawn++))
          .digest(),
      )
    return new Uint8Array(Buffer.concat(blocks).subarray(0, bytes))
  }
  return { state, random }
}

/** Has the work of every act run, taken back and run again; returns what differed between the two runs. */
function runTwice(
  test: TestDesk,
  { state }: ReturnType<typeof repeatableRandom>,
): { acts: number; differing: unknown[] } {
  const { vault } = test.desk.open().context
  const transact = vault.transact.bind(vault)
  const seen = { acts: 0, differing: [] as unknown[] }
  vault.transact = (work) => {
    const { drawn } = state
    const runs: { statements: unknown[]; result: unknown }[] = []
    const noted = (tx: Writer) => {
      const statements: unknown[] = []
      const run = (sql: string, parameters: readonly SqlValue[] = []) => {
        statements.push([sql, structuredClone(parameters)])
        return tx.run(sql, parameters)
      }
      const result = work({ ...tx, run })
      runs.push({ statements, result: structuredClone(result) })
      return result
    }
    transact((tx) => {
      noted(tx)
      throw new Error('Taken back.')
    }).catch(() => undefined)
    state.drawn = drawn
    return transact((tx) => {
      const result = noted(tx)
      seen.acts += 1
      if (!isDeepStrictEqual(runs[0], runs[1])) seen.differing.push(runs)
      return result
    })
  }
  return seen
}

it('the work of each act has no effect outside it: run again, it does and answers the same', async () => {
  const repeatable = repeatableRandom()
  const test = await deskFor({ random: repeatable.random, recoveryCost: cheapHash })
  const seen = runTwice(test, repeatable)
  const { client, clock } = test
  const { people } = await fillVault(client, clock)
  const { verification, sessions, apiCredentials } = test.desk.open()

  await client.users.update({ userId: people.deactivated, changes: { status: 'active', notes: 'Back' } })
  await client.users.unlock({ userId: people.locked, reason: 'Known in person' })
  await client.passes.revoke({ userId: people.passHolder })
  const identityCheck = { kind: 'badge' } as const
  const { pass } = await client.passes.issue({
    userId: people.passHolder,
    minutes: 60,
    reason: 'No phone',
    identityCheck,
  })
  await client.passes.redeem({ userId: people.passHolder, code: pass })
  const { totpId } = await client.totps.begin({ userId: people.passHolder })
  const { uri } = await client.totps.reveal({ totpId, side: 'operator' })
  for (let n = 0; n < 3; n += 1) {
    await client.verification.submit({ userId: people.passHolder, code: codeOf(uri, clock.now() - 300_000) })
  }
  const { outcome, grant } = await verification.authenticate(test.call, {
    userId: people.passHolder,
    code: codeOf(uri, clock.now()),
    session: { minutes: 60 },
  })
  expect(outcome.outcome).toBe('accepted')
  const sessionId = grant?.session.sessionId ?? ''
  await sessions.authenticate(test.call, { sessionId })
  await client.sessions.extend({ sessionId, minutes: 90 })
  await client.sessions.revoke({ sessionId })
  const { setId } = await client.recovery.replace({ userId: people.passHolder })
  await client.recovery.printed({ userId: people.passHolder, setId, how: 'print' })
  await client.totps.handOver({ totpId })
  await client.totps.revoke({ totpId, reason: 'Left' })
  await apiCredentials.show(test.call)
  await apiCredentials.rotate(test.call)
  await client.audit.export({ format: 'csv' })
  clock.setWall(clock.now() - 60 * 60_000)
  await client.verification.submit({ userId: people.active, code: '000000' })
  await client.clock.confirm({ reason: 'Compared' })

  const { events } = await client.audit.list({ limit: 500 })
  expect(new Set(events.map((event) => event.action)).size).toBeGreaterThan(30)
  expect(seen.acts).toBeGreaterThan(40)
  expect(seen.differing).toEqual([])
  expect(test.defects).toEqual([])
})
