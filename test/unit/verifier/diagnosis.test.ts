import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../support/desk'
import { begin, type Enrolled, enrolledPerson, eventsOf, failTimes, newUser, submit, wrongCode } from './people'

let test: TestDesk

beforeEach(async () => {
  test = await openTestDesk()
  await test.client.settings.update({ delayAfter: 100, lockAfter: 100 })
})
afterEach(() => test.end())

async function diagnosisOf(person: Enrolled, code: string) {
  const answer = await submit(test, person.userId, code)
  if (answer.outcome !== 'refused') throw new Error('accepted')
  expect(answer.reason).toBe('wrong_code')
  return answer.diagnosis
}

describe('the diagnosis of a wrong code', () => {
  it('says how far the phone’s clock is off, and never accepts', async () => {
    const person = await begin(test, await newUser(test))
    test.clock.advance(600_000)
    expect(await diagnosisOf(person, person.code(240))).toEqual({ kind: 'clock_off', phoneBehindSeconds: 240 })
    expect(await diagnosisOf(person, person.code(-90))).toEqual({ kind: 'clock_off', phoneBehindSeconds: -90 })
    expect(await diagnosisOf(person, person.code(60))).toEqual({ kind: 'clock_off', phoneBehindSeconds: 60 })
    expect((await eventsOf(test, 'verification.refused'))[2]).toMatchObject({
      details: { diagnosis: 'clock_off', phoneBehindSeconds: 240 },
    })
    expect((await test.client.users.get({ userId: person.userId })).enrollment).toBe('pending')
  })

  it('looks no further than 20 steps', async () => {
    const person = await begin(test, await newUser(test))
    test.clock.advance(3_600_000)
    expect(await diagnosisOf(person, person.code(600))).toEqual({ kind: 'clock_off', phoneBehindSeconds: 600 })
    expect(await diagnosisOf(person, person.code(630))).toEqual({ kind: 'nothing_found' })
  })

  it('knows a code of an earlier QR of the same person', async () => {
    const userId = await newUser(test)
    const earlier = await begin(test, userId)
    const person = await begin(test, userId)
    expect(await diagnosisOf(person, earlier.code())).toEqual({ kind: 'earlier_qr' })
  })

  it('knows a code of another person who was enrolled today, whom it does not name', async () => {
    const other = await enrolledPerson(test, 'Oskar Berg')
    const person = await begin(test, await newUser(test))
    const diagnosis = await diagnosisOf(person, other.code())
    expect(diagnosis).toEqual({ kind: 'other_person' })
    const code = other.code()
    test.clock.advance(25 * 3_600_000)
    const tomorrow = await begin(test, await newUser(test))
    expect(await diagnosisOf(tomorrow, other.code())).toEqual({ kind: 'nothing_found' })
    expect(code).not.toBe(other.code())
  })

  it('finds nothing in a made-up code', async () => {
    const person = await begin(test, await newUser(test))
    expect(await diagnosisOf(person, wrongCode(person))).toEqual({ kind: 'nothing_found' })
  })

  it('works until the enrollment is handed over, and not after', async () => {
    const person = await begin(test, await newUser(test))
    await submit(test, person.userId, person.code())
    test.clock.advance(600_000)
    expect(await diagnosisOf(person, person.code(240))).toMatchObject({ kind: 'clock_off' })
    await test.client.totps.handOver({ totpId: person.totpId })
    expect(await diagnosisOf(person, person.code(240))).toBeUndefined()
  })

  it('looks six times in five minutes for one person', async () => {
    const person = await begin(test, await newUser(test))
    const wrong = wrongCode(person)
    const seen = []
    for (let i = 0; i < 7; i += 1) seen.push(await diagnosisOf(person, wrong))
    expect(seen.map((diagnosis) => diagnosis !== undefined)).toEqual([true, true, true, true, true, true, false])
    test.clock.advance(300_000)
    expect(await diagnosisOf(person, wrongCode(person))).toBeDefined()
  })

  it('says nothing with the failure that locks, nor while waiting or locked, nor to the API', async () => {
    await test.client.settings.update({ delayAfter: 3, lockAfter: 4 })
    const person = await begin(test, await newUser(test))
    const { verification } = test.desk.open()
    const input = { userId: person.userId, code: wrongCode(person) }
    const viaApi = verification.submit({ operator: null, channel: 'api' }, input)
    expect(viaApi).not.toHaveProperty('diagnosis')
    const answers = await failTimes(test, person, 3)
    expect(answers.map((answer) => answer.diagnosis?.kind)).toEqual(['nothing_found', 'nothing_found', undefined])
    expect(answers[2]?.lock).toBeDefined()
    const locked = await submit(test, person.userId, person.code(240))
    expect(locked).not.toHaveProperty('diagnosis')
  })
})
