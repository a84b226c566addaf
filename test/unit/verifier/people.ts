import { Secret } from 'otpauth'
import type { TestDesk } from '../../support/desk'
import { totpAt } from '../otp/rfc-reference'

/** A person with a phone, as the tests stand in for both. */
export interface Enrolled {
  userId: string
  totpId: string
  recoveryCodes: string[]
  /** The code that the phone shows `lagSeconds` behind the desk's clock as it stands now. */
  code(lagSeconds?: number): string
}

let made = 0

/** A new user without an authenticator. */
export async function newUser(test: TestDesk, name = 'Mara Lind'): Promise<string> {
  made += 1
  const { userId } = await test.client.users.create({ name, email: `person${made}@example.com` })
  return userId
}

/** Begins an enrollment and scans the QR; the first code is not yet given. */
export async function begin(
  test: TestDesk,
  userId: string,
  input: Partial<Parameters<TestDesk['client']['totps']['enroll']>[0]> = {},
): Promise<Enrolled> {
  const enrolled = await test.client.totps.enroll({ userId, ...input })
  const secret = new Uint8Array(Secret.fromBase32(enrolled.secret).bytes)
  return {
    userId,
    totpId: enrolled.totpId,
    recoveryCodes: enrolled.recoveryCodes,
    code: (lagSeconds = 0) => totpAt(secret, test.clock.now() - lagSeconds * 1000, input.parameters ?? {}),
  }
}

/** A person whose enrollment is finished: activated, verified again, handed over, a step later. */
export async function enrolledPerson(test: TestDesk, name?: string): Promise<Enrolled> {
  const person = await begin(test, await newUser(test, name))
  for (let code = 0; code < 2; code += 1) {
    await submit(test, person.userId, person.code())
    test.clock.advance(30_000)
  }
  await test.client.totps.handOver({ totpId: person.totpId })
  return person
}

export function submit(test: TestDesk, userId: string, code: string) {
  return test.client.verification.submit({ userId, code })
}

/** A well-formed code that is none of the person's codes around now. */
export function wrongCode(person: Enrolled): string {
  const near = new Set(Array.from({ length: 61 }, (_, index) => person.code((index - 30) * 30)))
  for (let guess = 0; ; guess += 1) {
    const code = String(guess).padStart(6, '0')
    if (!near.has(code)) return code
  }
}

/** Fails `count` times with wrong codes, waiting as long as each refusal says. */
export async function failTimes(test: TestDesk, person: Enrolled, count: number) {
  const answers = []
  for (let i = 0; i < count; i += 1) {
    const answer = await submit(test, person.userId, wrongCode(person))
    if (answer.outcome !== 'refused') throw new Error('A wrong code was accepted.')
    answers.push(answer)
    if (i < count - 1) test.clock.advance((answer.retryAfterSeconds ?? 0) * 1000)
  }
  return answers
}

/** The newest audit events, newest first, of the actions named. */
export async function eventsOf(test: TestDesk, ...actions: string[]) {
  const { events } = await test.client.audit.list({ limit: 500 })
  return events.filter((event) => actions.length === 0 || actions.includes(event.action))
}
