import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Call } from '../../../electron/desk/context'
import { createEnrollment } from '../../../electron/desk/enrollment/enrollment'
import { initializeVault } from '../../../electron/desk/initialize-vault'
import { openDesk } from '../../../electron/desk/open-desk'
import { createPasses } from '../../../electron/desk/recovery/passes'
import { createRecovery } from '../../../electron/desk/recovery/recovery'
import { writeSettings } from '../../../electron/desk/settings'
import { migrations } from '../../../electron/desk/store/schema'
import type { Vault } from '../../../electron/vault/types'
import { createVault, openVault } from '../../../electron/vault/vault'
import { DeskError } from '../../../shared/errors'
import { defaultSettings } from '../../../shared/model/desk'
import { cheapKdf, createTestClock, type TestClock, testPassphrase } from '../../support/desk'
import { totpAt } from '../otp/rfc-reference'

/** Calls in one run, and runs: 10,000 calls in all. */
const callsPerRun = 1000
const runs = 10
const callsBetweenRestarts = 100
const people = 3
const cheapHash = { N: 2, r: 1, p: 1 }
const operatorId = 'operator-live-00000000-0000-4000-8000-000000000000'
const machine = { machineId: 'machine-live-00000000-0000-4000-8000-000000000000', computer: 'test' }

type Parts = ReturnType<typeof assemble>

/** The desk over an open vault, with hashes that cost next to nothing. */
function assemble(vault: Vault, clock: TestClock) {
  const operator = { operatorId, name: 'Ada Admin', role: 'admin' as const }
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
  const desk = openDesk({ vault, operator, clock, machine, version: '0.0.0-test', random, emit: () => {} })
  const recovery = createRecovery(desk.context, desk.clock, desk.sessions, cheapHash)
  const passes = createPasses(desk.context, desk.clock, cheapHash)
  return { ...desk, vault, recovery, passes, enrollment: createEnrollment(desk.context, desk.clock, recovery) }
}

/** Everything in the vault, and everything the parts say of each person. */
function stateOf(parts: Parts, userIds: string[]) {
  const { vault, context, clock, throttles, recovery, passes } = parts
  const tables = vault.all<{ name: string }>("select name from sqlite_master where type = 'table' order by name")
  return {
    rows: tables.map(({ name }) => [name, vault.all(`select * from ${name}`)]),
    blocked: clock.status().blocked,
    settings: context.settings(),
    people: userIds.map((userId) => ({
      throttles: (['code', 'recovery', 'pass'] as const).map((factor) => throttles.state(factor, userId)),
      recovery: recovery.state(userId),
      pass: passes.state(userId),
    })),
  }
}

const who = fc.nat({ max: people - 1 })
/** One call. Numbers are indices and choices; what they mean is decided when the call is made. */
const anyCall = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('submit' as const), who, lag: fc.integer({ min: -2, max: 2 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('submitWrong' as const),
      who,
      text: fc.constantFrom('', '000000', 'abc', '0000-0000-0000-0000'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('redeem' as const), who, index: fc.nat({ max: 13 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replace' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('issuePass' as const), who, minutes: fc.constantFrom(5, 60) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('redeemPass' as const), who, wrong: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('enroll' as const, 'unlock' as const, 'revoke' as const), who }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('wait' as const), who, seconds: fc.constantFrom(1, 30, 61, 400, 4000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('moveClock' as const), who, seconds: fc.constantFrom(-600, -4, 3, 900) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('confirmClock' as const), who }) },
)
type AnyCall = typeof anyCall extends fc.Arbitrary<infer T> ? T : never

interface Held {
  userId: string
  secret: Uint8Array | null
  codes: string[]
  pass: string
}

const call: Call = { operator: null, channel: 'api' }
const identityCheck = { kind: 'badge' } as const

/** Makes one call; returns what it accepted, by a name that must never come twice. */
async function make(parts: Parts, clock: TestClock, person: Held, step: AnyCall): Promise<string | null> {
  const { userId } = person
  switch (step.do) {
    case 'submit': {
      const code = person.secret ? totpAt(person.secret, clock.now() - step.lag * 30_000) : '123456'
      const answer = await parts.verification.submit(call, { userId, code })
      return answer.outcome === 'accepted' ? `${answer.totpId} step ${answer.step}` : null
    }
    case 'submitWrong':
      await parts.verification.submit(call, { userId, code: step.text })
      return null
    case 'redeem': {
      const code = person.codes[step.index] ?? 'ZZZZ-ZZZZ-ZZZZ-ZZZZ'
      const answer = await parts.recovery.redeem(call, { userId, code })
      return answer.outcome === 'accepted' ? `code ${code}` : null
    }
    case 'replace':
      person.codes = (await parts.recovery.replace(call, { userId })).recoveryCodes
      return null
    case 'issuePass': {
      const input = { userId, minutes: step.minutes, reason: 'No phone', identityCheck }
      person.pass = (await parts.passes.issue(call, input)).pass
      return null
    }
    case 'redeemPass': {
      const code = step.wrong ? 'ZZZZZ-ZZZZZ-ZZZZZ' : person.pass
      const answer = await parts.passes.redeem(call, { userId, code })
      return answer.outcome === 'accepted' ? `pass ${code}` : null
    }
    case 'enroll': {
      const { totpId, recoveryCodes } = await parts.enrollment.enroll(call, { userId, replaceActive: true })
      const row = parts.vault.get<{ secret: Uint8Array }>('select secret from totps where totp_id = ?', [totpId])
      Object.assign(person, { secret: row?.secret ?? null, codes: recoveryCodes })
      return null
    }
    case 'unlock':
      await parts.throttles.unlockUser(call, { userId, reason: 'Known in person' })
      return null
    case 'revoke': {
      const row = parts.vault.get<{ totp_id: string }>('select totp_id from totps where user_id = ?', [userId])
      await parts.enrollment.revoke(call, { totpId: row?.totp_id ?? '', reason: 'Left' })
      return null
    }
    case 'confirmClock':
      await parts.clock.confirm(call, { reason: 'Compared' })
      return 'clock confirmed'
    case 'wait':
      clock.advance(step.seconds * 1000)
      return null
    case 'moveClock':
      clock.setWall(clock.now() + step.seconds * 1000)
      await parts.clock.watch()
      return null
  }
}

it('no sequence of 10,000 calls accepts anything twice or reaches a state that a restart changes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyCall, { minLength: callsPerRun, maxLength: callsPerRun, size: 'max' }),
      async (steps) => {
        const folder = await mkdtemp(join(tmpdir(), 'totp-desk-restart-'))
        const clock = createTestClock()
        const place = { folder: join(folder, 'vault'), passphrase: testPassphrase, migrations, kdf: cheapKdf, now: 0 }
        let vault = await createVault({ ...place, operatorId })
        try {
          await initializeVault({
            vault,
            clock,
            machine,
            operatorId,
            version: '0.0.0-test',
            environment: 'live',
            operatorName: 'Ada Admin',
            issuer: 'Test',
            random: (bytes) => new Uint8Array(randomBytes(bytes)),
          })
          // Low limits, so that waits, locks and their end are part of most runs.
          await vault.transact((tx) => writeSettings(tx, { ...defaultSettings, delayAfter: 3, lockAfter: 4 }))
          let parts = assemble(vault, clock)
          const held: Held[] = []
          for (let index = 0; index < people; index += 1) {
            const { userId } = await parts.users.create(call, {
              name: `Person ${index}`,
              email: `p${index}@example.com`,
            })
            held.push({ userId, secret: null, codes: [], pass: '' })
          }
          const userIds = held.map((person) => person.userId)
          for (const person of held) await make(parts, clock, person, { do: 'enroll', who: 0 })
          let accepted = new Set<string>()
          for (const [index, step] of steps.entries()) {
            const person = held[step.who] ?? held[0]
            if (!person) throw new Error('Nobody is there.')
            const name = await make(parts, clock, person, step).catch((error: unknown) => {
              if (error instanceof DeskError) return null
              throw error
            })
            // The repair after a clock that stood ahead gives steps back on purpose.
            if (name === 'clock confirmed') accepted = new Set([...accepted].filter((one) => !one.includes(' step ')))
            else if (name !== null) {
              expect(accepted.has(name), name).toBe(false)
              accepted.add(name)
            }
            if (index % callsBetweenRestarts !== 0) continue
            await parts.clock.watch()
            const before = stateOf(parts, userIds)
            await vault.close()
            vault = await openVault(place).then((opened) => opened.vault)
            parts = assemble(vault, clock)
            expect(stateOf(parts, userIds)).toEqual(before)
          }
          expect(accepted.size).toBeGreaterThan(0)
        } finally {
          await vault.close()
          await rm(folder, { recursive: true, force: true })
        }
      },
    ),
    { numRuns: runs, endOnFailure: true },
  )
}, 300_000)
