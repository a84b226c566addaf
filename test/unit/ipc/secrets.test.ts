import { describe, expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import { createDispatcher } from '../../../electron/ipc/dispatch'
import { type CacheableClient, createClient } from '../../../shared/contract/client'
import { contract, isSecret, type ProcedureName, type SecretName } from '../../../shared/contract/contract'
import { procedureNames } from '../../../shared/contract/names'
import { apisOfTest } from '../../support/apis'
import { codeOf, mara } from '../../support/desks'

const apiFor = apisOfTest()
const secretNames = procedureNames.filter(isSecret)

/** Names of fields that hold a secret as text, wherever they stand in an answer. */
const secretField = /^(secret|uri|qrSvg|recoveryCodes|pass|passphrase|token|jwt)$/
/** The passphrase of a demo opens no vault of a real person, and is there to be told. */
const toldOnPurpose = 'demo.status: output.passphrase'

describe('an answer that holds a secret', () => {
  it('is marked in the contract, by what its schema can carry', () => {
    const carrying = procedureNames.flatMap((name) =>
      textFieldsIn(contract[name].output)
        .filter((path) => secretField.test(path.split('.').at(-1) ?? ''))
        .map((path) => `${name}: ${path}`)
        .filter((line) => line !== toldOnPurpose),
    )
    expect([...new Set(carrying.map((line) => line.split(':')[0]))].toSorted()).toEqual(secretNames.toSorted())
    expect(secretNames).toEqual(expect.arrayContaining(['totps.reveal', 'api.credentials', 'api.rotate']))
  })

  it('cannot be asked for by what reads through the page’s cache: that does not compile', () => {
    type Cacheable = {
      [G in keyof CacheableClient]: `${G}.${keyof CacheableClient[G] & string}`
    }[keyof CacheableClient]
    expectTypeOf<Cacheable>().toEqualTypeOf<Exclude<ProcedureName, SecretName>>()
    expectTypeOf<SecretName>().not.toBeNever()
  })

  it('is the only one that ever holds it', async () => {
    const test = await apiFor()
    const dispatch = createDispatcher(test.desk, { api: test.api })
    const answers: { name: ProcedureName; text: string }[] = []
    const client = createClient({
      async invoke(name, input) {
        const answer = await dispatch(name, input, { side: 'operator' })
        answers.push({ name, text: JSON.stringify(answer) })
        return answer
      },
    })

    const shown: string[] = []
    const { userId } = await client.users.create(mara)
    const enrolled = await client.totps.enroll({ userId })
    shown.push(enrolled.secret, enrolled.uri, ...enrolled.recoveryCodes)
    const code = codeOf(enrolled.uri, test.clock.now())
    await client.verification.submit({ userId, code })
    await client.totps.handOver({ totpId: enrolled.totpId })
    test.clock.advance(30_000)
    const totp_code = codeOf(enrolled.uri, test.clock.now())
    const session = await test.sdk.totps.authenticate({ user_id: userId, totp_code, session_duration_minutes: 5 })
    shown.push(session.session_token, session.session_jwt, test.secret)
    const { recoveryCodes } = await client.recovery.replace({ userId })
    shown.push(...recoveryCodes)
    await client.recovery.redeem({ userId, code: recoveryCodes[0] ?? '' })
    const pass = { userId, minutes: 5, reason: 'Phone forgotten at home', identityCheck: { kind: 'badge' } } as const
    shown.push((await client.passes.issue(pass)).pass)
    const again = await client.totps.begin({ userId, replaceActive: true, situation: 'new_phone' })
    const revealed = await client.totps.reveal({ totpId: again.totpId, side: 'person' })
    shown.push(revealed.secret, revealed.uri)
    shown.push((await client.api.credentials()).secret, (await client.api.rotate()).secret)

    await client.totps.forPerson({ totpId: again.totpId })
    await client.users.get({ userId })
    await client.users.search({ query: 'mara' })
    await client.desk.overview()
    await client.audit.list({ limit: 500 })
    await client.sessions.list()
    await client.api.calls()
    await client.api.status()
    await client.settings.get()
    await client.vault.status()

    expect(shown.every((secret) => secret.length > 8)).toBe(true)
    expect(answers.filter(({ text }) => text.startsWith('{"ok":false'))).toEqual([])
    const telling = answers.filter(({ text }) => shown.some((secret) => text.includes(secret)))
    expect(new Set(telling.map(({ name }) => name))).toEqual(new Set(secretNames))
  })
})

/** Paths of all fields inside a schema that can be a text or a list of texts. */
function textFieldsIn(schema: z.core.$ZodType, path = 'output'): string[] {
  const def = schema._zod.def as unknown as Record<string, unknown> & { type: string }
  if (def.type === 'string') return [path]
  if (def.type === 'object') {
    return Object.entries(def.shape as Record<string, z.core.$ZodType>).flatMap(([key, inner]) =>
      textFieldsIn(inner, `${path}.${key}`),
    )
  }
  const inner = [def.element, def.innerType, def.in, def.out, def.valueType, ...((def.options as unknown[]) ?? [])]
  return inner.filter((one) => one !== undefined).flatMap((one) => textFieldsIn(one as z.core.$ZodType, path))
}
