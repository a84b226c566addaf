import { URI } from 'otpauth'
import { afterEach } from 'vitest'
import { DeskError } from '../../shared/errors'
import type { UserDetail } from '../../shared/model/user'
import { openTestDesk, type TestDesk, type TestDeskOptions } from './desk'

/** Opens test desks that end with the test. Call it once, at the top of a test file. */
export function desksOfTest(): (options?: TestDeskOptions) => Promise<TestDesk> {
  let open: TestDesk[] = []
  afterEach(async () => {
    const ending = open
    open = []
    for (const test of ending) await test.end()
  })
  return async (options) => {
    const test = await openTestDesk(options)
    open.push(test)
    return test
  }
}

/** The refusal that a call rejects with. */
export async function refusalOf(call: Promise<unknown>): Promise<DeskError> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (outcome instanceof DeskError) return outcome
  throw new Error('The call was not refused.', { cause: outcome })
}

export const mara = { name: 'Mara Lindqvist', email: 'mara@example.org', phone: '+46701234567', externalId: 'E-1001' }

/** The code of an otpauth URI, computed by a library that the product does not use. */
export function codeOf(uri: string, timestamp: number): string {
  return URI.parse(uri).generate({ timestamp })
}

/** A person with an active authenticator and ten recovery codes. */
export async function enrolled(
  test: TestDesk,
  person: Parameters<TestDesk['client']['users']['create']>[0] = mara,
): Promise<{ user: UserDetail; totpId: string; uri: string; secret: string; recoveryCodes: string[] }> {
  const { userId } = await test.client.users.create(person)
  const totp = await test.client.totps.enroll({ userId })
  const code = codeOf(totp.uri, test.clock.now())
  const outcome = await test.client.verification.submit({ userId, code })
  if (outcome.outcome !== 'accepted') throw new Error(`The first code was refused: ${outcome.reason}`)
  const user = await test.client.users.get({ userId })
  return { user, ...totp }
}
