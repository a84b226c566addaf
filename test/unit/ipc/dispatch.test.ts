import { describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import { handlers } from '../../../electron/ipc/handlers'
import { contract } from '../../../shared/contract/contract'
import { procedureNames } from '../../../shared/contract/names'
import type { Procedure } from '../../../shared/contract/procedure'
import { auditEventSchema } from '../../../shared/model/audit'
import type { Role } from '../../../shared/roles'
import { type TestDesk, testPassphrase } from '../../support/desk'
import { desksOfTest, enrolled, mara } from '../../support/desks'

const deskFor = desksOfTest()
const unknownUser = 'user-live-00000000-0000-4000-8000-000000000000'
const personScreen = { side: 'person' } as const
const procedures: Record<string, Procedure> = contract

/** The desk with its operator in another role, as an admin will be able to set it. */
async function deskAs(role: Role): Promise<TestDesk> {
  const test = await deskFor()
  await test.desk.open().context.vault.transact((tx) => tx.run('update operators set role = ?', [role]))
  await test.client.vault.lock()
  await test.client.vault.unlock({ passphrase: testPassphrase })
  return test
}

describe('which calls come through', () => {
  it('has a handler for each procedure and no other', () => {
    expect(Object.keys(handlers).toSorted()).toEqual([...procedureNames].toSorted())
  })

  it.each(['users.steal', '', 'toString', '__proto__', 'constructor', 'users', 7, null, undefined, {}, ['users.get']])(
    'does not know %j',
    async (name) => {
      const { dispatch } = await deskFor()
      expect(await dispatch(name, {})).toMatchObject({ ok: false, error: { code: 'unknown_procedure' } })
    },
  )

  it('lets the window turned to the person do no more than the contract says', async () => {
    const { dispatch } = await deskFor()
    for (const name of procedureNames) {
      const answer = await dispatch(name, {}, personScreen)
      const forbidden = !answer.ok && answer.error.code === 'forbidden'
      expect(forbidden, name).toBe(procedures[name]?.personSide !== true)
    }
    const open = procedureNames.filter((name) => procedures[name]?.personSide)
    expect(open).toEqual([
      'host.preferences',
      'vault.touch',
      'clock.status',
      'totps.reveal',
      'totps.forPerson',
      'verification.submit',
    ])
  })

  it.each<Role>(['helpdesk', 'auditor'])('holds a %s to their role, and records what was denied', async (role) => {
    const { dispatch, client } = await deskAs(role)
    const denied: string[] = []
    for (const name of procedureNames) {
      // Outside a demo its calls are forbidden to everybody.
      if (name.startsWith('vault.') || name.startsWith('demo.')) continue
      const answer = await dispatch(name, {})
      const forbidden = !answer.ok && answer.error.code === 'forbidden'
      const { access } = procedures[name] ?? {}
      expect(forbidden, name).toBe(Array.isArray(access) && !access.includes(role))
      if (forbidden) denied.push(name)
    }
    const { events } = await client.audit.list({ filter: { actions: ['access.denied'] } })
    expect(events.map((event) => event.details.procedure).toReversed()).toEqual(denied)
    expect(events[0]).toMatchObject({ outcome: 'denied', severity: 'warning', operator: { role } })
    expect(denied).toContain('clock.confirm')
  })
})

describe('input', () => {
  it('that is wrong names the first field in words, and every field in the details', async () => {
    const { dispatch } = await deskFor()
    expect(await dispatch('users.create', { name: '', email: 'MARKER', notes: 7 })).toEqual({
      ok: false,
      error: {
        code: 'invalid_input',
        message: expect.stringMatching(/^Check the field name: Give a name\.$/),
        details: { name: 'Give a name.', email: 'Not an email address.', notes: expect.any(String) },
      },
    })
  })

  it.each([
    ['vault.create', { operator: 'Ada', passphrase: 'MARKER'.repeat(400) }],
    ['vault.unlock', { passphrase: ['MARKER'] }],
    ['vault.unlock', 'MARKER'],
    ['vault.unlock', null],
    ['users.get', { userId: 'MARKER' }],
    ['users.get', { userId: unknownUser, MARKER: 1 }],
    ['verification.submit', { userId: unknownUser, code: 123456 }],
    ['verification.submit', { userId: unknownUser, code: 'MARKER'.repeat(20) }],
    ['totps.begin', { userId: unknownUser, parameters: { algorithm: 'MARKER' } }],
    ['totps.begin', { userId: unknownUser, parameters: { digits: 7 } }],
    ['settings.update', { issuer: 'MARKER:MARKER' }],
    ['passes.issue', { userId: unknownUser, minutes: 4, reason: 'MARKER', identityCheck: { kind: 'MARKER' } }],
    ['users.search', { limit: 1001 }],
    ['audit.list', { before: 0 }],
  ])('of %s is refused without being quoted', async (name, input) => {
    const { dispatch } = await deskFor()
    const answer = await dispatch(name, input)
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    expect(JSON.stringify(answer)).not.toContain('MARKER')
  })

  it('of a prototype does not reach the desk', async () => {
    const { dispatch } = await deskFor()
    const input = JSON.parse('{"name": "Mara", "email": "m@example.org", "__proto__": {"status": "deactivated"}}')
    const answer = await dispatch('users.create', input)
    if (answer.ok) expect(answer.value).toMatchObject({ status: 'active' })
    else expect(answer.error.code).toBe('invalid_input')
  })

  it('is not looked at before the vault is open and the operator may', async () => {
    const { dispatch, client } = await deskFor()
    await client.vault.lock()
    expect(await dispatch('users.get', { userId: 'nonsense' })).toMatchObject({ error: { code: 'vault_locked' } })
  })

  it.each(['12345', '1234567', 'abcdef', '１２３４５', '', '1234６', '      '])(
    'V11 the malformed code %j is an answer, recorded and not counted, not an error',
    async (code) => {
      const test = await deskFor()
      const { user } = await enrolled(test)
      expect(await test.client.verification.submit({ userId: user.userId, code })).toEqual({
        outcome: 'refused',
        reason: 'malformed',
      })
      expect(await test.client.audit.list({ filter: { outcomes: ['denied'] } })).toMatchObject({ matched: 1 })
    },
  )

  it.each(['users.get', 'users.remove', 'totps.begin', 'passes.revoke', 'recovery.replace'])(
    '%s of an unknown person is not found, and says what to do',
    async (name) => {
      const { dispatch } = await deskFor()
      const answer = await dispatch(name, { userId: unknownUser })
      expect(answer).toMatchObject({ ok: false, error: { code: 'not_found' } })
      expect(!answer.ok && answer.error.message).toMatch(/^[A-Z].*\. [A-Z].*\.$/)
    },
  )
})

describe('output', () => {
  it('is parsed: a field that the contract does not name never leaves', async () => {
    const test = await deskFor()
    const user = await test.client.users.create(mara)
    vi.spyOn(test.desk.open().users, 'get').mockReturnValue({ ...user, secret: 'MARKER' } as never)
    const answer = await test.dispatch('users.get', { userId: user.userId })
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(answer)).not.toContain('MARKER')
    expect(test.defects).toHaveLength(1)
  })

  it.each(procedureNames)('of %s has no object that takes fields it does not name', (name) => {
    for (const { path, catchall } of objectsIn(contract[name].output)) expect(catchall, path).toBe('never')
  })

  it('of each reading procedure is exactly what its schema says', async () => {
    const test = await deskFor()
    await enrolled(test)
    for (const name of ['vault.status', 'clock.status', 'settings.get', 'desk.overview', 'users.search'] as const) {
      const answer = await test.dispatch(name, {})
      if (!answer.ok) throw new Error(`${name} was refused.`)
      expect(contract[name].output.parse(answer.value), name).toEqual(answer.value)
    }
    const { events } = await test.client.audit.list({ limit: 500 })
    for (const event of events) expect(auditEventSchema.parse(event)).toEqual(event)
  })
})

describe('a handler that breaks', () => {
  it('answers "internal" without its reason, tells the host, and leaves nothing', async () => {
    const test = await deskFor()
    const { context } = test.desk.open()
    const before = (await test.client.audit.list()).tree
    const act = context.act.bind(context)
    vi.spyOn(context, 'act').mockImplementation((call, work) =>
      act(call, (tx, record) => {
        work(tx, record)
        throw new TypeError('MARKER at /home/ada/vault: select secret from totps')
      }),
    )
    const answer = await test.dispatch('users.create', mara)
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'internal',
        message: 'Something went wrong inside TOTP Desk. Nothing was changed. Try again; if it stays, lock and unlock.',
      },
    })
    expect(test.defects).toEqual([expect.any(TypeError)])
    vi.restoreAllMocks()
    expect((await test.client.users.search()).total).toBe(0)
    expect((await test.client.audit.list()).tree).toEqual(before)
  })
})

describe('calls at the same time', () => {
  it('V8 of two submissions of one good code exactly one is accepted', async () => {
    const test = await deskFor()
    const { user, uri } = await enrolled(test)
    test.clock.advance(30_000)
    const { URI } = await import('otpauth')
    const code = URI.parse(uri).generate({ timestamp: test.clock.now() })
    const outcomes = await Promise.all(
      Array.from({ length: 2 }, () => test.client.verification.submit({ userId: user.userId, code })),
    )
    expect(outcomes.map((outcome) => outcome.outcome).toSorted()).toEqual(['accepted', 'refused'])
  })

  it('during a lock are refused as locked, and what was answered before stays', async () => {
    const test = await deskFor()
    const locking = test.client.vault.lock()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        test.dispatch('users.create', { name: `P ${index}`, email: `p${index}@example.org` }),
      ),
    )
    await locking
    await test.client.vault.unlock({ passphrase: testPassphrase })
    expect((await test.client.users.search()).total).toBe(answers.filter((answer) => answer.ok).length)
    for (const answer of answers) if (!answer.ok) expect(answer.error.code).toBe('vault_locked')
  })
})

interface FoundObject {
  path: string
  catchall: string
}

/** Every object schema inside a schema, with what it does to unknown fields. */
function objectsIn(schema: z.core.$ZodType, path = 'output'): FoundObject[] {
  const { def } = (schema as z.ZodType)._zod as unknown as { def: Record<string, unknown> & { type: string } }
  if (def.type === 'object') {
    const shape = def.shape as Record<string, z.core.$ZodType>
    const catchall = (def.catchall as z.ZodType | undefined)?._zod.def.type ?? 'none'
    return [{ path, catchall }, ...Object.entries(shape).flatMap(([key, inner]) => objectsIn(inner, `${path}.${key}`))]
  }
  const inner = [def.element, def.innerType, def.in, def.out, def.valueType, ...((def.options as unknown[]) ?? [])]
  return inner.filter((one) => one !== undefined).flatMap((one) => objectsIn(one as z.core.$ZodType, path))
}
