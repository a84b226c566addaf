import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { URI } from 'otpauth'
import { afterEach, describe, expect, it } from 'vitest'
import { migrations } from '../../../electron/desk/store/schema'
import { append, emptyTree, leafHash, rootOf } from '../../../electron/merkle/tree'
import type { Expected } from '../../fixtures/vaults/fill'
import { createTestClock, openTestDesk, type TestDesk } from '../../support/desk'
import { desksOfTest } from '../../support/desks'

const vaults = resolve(import.meta.dirname, '../../fixtures/vaults')
const versions = migrations.map(({ version }) => version)
const deskFor = desksOfTest()
const places: string[] = []
const open: TestDesk[] = []

afterEach(async () => {
  for (const test of open.splice(0)) await test.desk.close()
  for (const place of places.splice(0)) rmSync(place, { recursive: true, force: true })
})

function expectedOf(version: number): Expected {
  return JSON.parse(readFileSync(join(vaults, `schema-${version}`, 'expected.json'), 'utf8')) as Expected
}

/** A copy of a kept vault, opened by the program as it is now, at the moment it was left. */
async function openKept(version: number): Promise<{ test: TestDesk; expected: Expected }> {
  const expected = expectedOf(version)
  const place = mkdtempSync(join(tmpdir(), 'totp-desk-kept-'))
  places.push(place)
  const folder = join(place, 'vault')
  cpSync(join(vaults, `schema-${version}`, 'vault'), folder, { recursive: true })
  const test = await openTestDesk({ folder, create: false, clock: createTestClock(expected.now) })
  open.push(test)
  await test.client.vault.unlock({ passphrase: expected.passphrase })
  return { test, expected }
}

/** The schema's own words, without its order. */
const schemaOf = ({ desk }: TestDesk) =>
  desk.open().context.vault.all('select type, name, tbl_name, sql from sqlite_schema order by type, name')

describe('a vault of every schema version', () => {
  it.each(versions)('is kept: schema %i', (version) => {
    // A new step has a vault of its own: node scripts/keep-vault.mjs, see test/fixtures/vaults/README.md.
    expect(existsSync(join(vaults, `schema-${version}`, 'expected.json'))).toBe(true)
    expect(expectedOf(version).schema).toBe(version)
  })

  it.each(versions)('has the schema of a new vault once it is opened: schema %i', async (version) => {
    const { test } = await openKept(version)
    // It differs when a step is edited that has landed.
    expect(schemaOf(test)).toEqual(schemaOf(await deskFor()))
  })

  it.each(versions)('opens with everything that was in it: schema %i', async (version) => {
    const { test, expected } = await openKept(version)
    const { client } = test
    const { active, pending, locked, passHolder, deactivated } = expected.people
    expect((await client.users.search()).total).toBe(5)
    for (const [userId, name] of Object.entries(expected.names)) {
      expect(await client.users.get({ userId })).toMatchObject({ name, notes: `Notes of ${name}` })
    }
    expect(await client.users.get({ userId: active })).toMatchObject({
      enrollment: 'active',
      externalId: 'KEPT-1',
      recovery: { left: 9, total: 10 },
      totp: { status: 'active', handedOverAt: expect.any(Number), verifiedAgainAt: expect.any(Number) },
      drift: { samples: expect.any(Number) },
    })
    expect(await client.users.get({ userId: pending })).toMatchObject({ enrollment: 'pending' })
    expect(await client.users.get({ userId: locked })).toMatchObject({
      enrollment: 'active',
      lock: { until: expect.any(Number) },
      codeThrottle: { failures: 10 },
    })
    expect(await client.users.get({ userId: passHolder })).toMatchObject({
      enrollment: 'none',
      pass: { reason: 'Left the phone at home' },
    })
    expect(await client.users.get({ userId: deactivated })).toMatchObject({ status: 'deactivated' })
    expect(await client.settings.get()).toMatchObject({ issuer: expected.issuer })
    const { sessions } = await client.sessions.list({ userId: active })
    expect(sessions.map(({ sessionId }) => sessionId)).toEqual(expected.sessionId === null ? [] : [expected.sessionId])
  })

  it.each(versions)('keeps codes used and unused, and counts on: schema %i', async (version) => {
    const { test, expected } = await openKept(version)
    const { client, clock } = test
    const { active: userId, locked, passHolder } = expected.people
    const code = () => URI.parse(expected.uri).generate({ timestamp: clock.now() })
    const submit = (typed: string) => client.verification.submit({ userId, code: typed })
    expect(await submit(expected.spentCode)).toMatchObject({ outcome: 'refused', reason: 'already_used' })
    clock.advance(30_000)
    expect(await submit(code())).toMatchObject({ outcome: 'accepted' })
    const [spent = '', unspent = ''] = expected.recoveryCodes
    expect(await client.recovery.redeem({ userId, code: spent })).toMatchObject({ reason: 'already_used' })
    expect(await client.recovery.redeem({ userId, code: unspent })).toMatchObject({ outcome: 'accepted', left: 8 })
    expect(await client.passes.redeem({ userId: passHolder, code: expected.pass })).toMatchObject({
      outcome: 'accepted',
    })
    expect(await client.verification.submit({ userId: locked, code: '000000' })).toMatchObject({ reason: 'locked' })
    // A failure on top of those from before: the lock that only an operator ends comes at the hundredth in a row.
    clock.advance(24 * 60 * 60_000)
    for (let failures = 0; failures < 90; ) {
      clock.advance(60 * 60_000)
      const outcome = await client.verification.submit({ userId: locked, code: '000000' })
      if (outcome.outcome === 'refused' && outcome.reason === 'wrong_code') failures += 1
      if (failures === 89) expect((await client.users.get({ userId: locked })).lock?.until).not.toBeNull()
    }
    expect((await client.users.get({ userId: locked })).lock).toEqual({ until: null })
  })

  it.each(versions)('continues its audit log, leaf by leaf: schema %i', async (version) => {
    const { test, expected } = await openKept(version)
    const { events, tree } = await test.client.audit.list({ limit: 500 })
    expect(events).toHaveLength(tree.size)
    const lines = test.desk.open().context.vault.all<{ line: string }>('select line from audit_events order by seq')
    let grown = emptyTree
    const roots = lines.map(({ line }) => {
      grown = append(grown, leafHash(line))
      return rootOf(grown).toString('hex')
    })
    expect(roots[expected.auditTree.size - 1]).toBe(expected.auditTree.root)
    expect(tree).toEqual({ size: roots.length, root: roots.at(-1) })
    expect(tree.size).toBeGreaterThan(expected.auditTree.size)
  })
})
