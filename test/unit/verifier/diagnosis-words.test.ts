import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refusalWords } from '../../../renderer/words/refusals'
import { openTestDesk, type TestDesk } from '../../support/desk'
import { begin, type Enrolled, enrolledPerson, newUser, submit, wrongCode } from './people'

let test: TestDesk

beforeEach(async () => {
  test = await openTestDesk()
})
afterEach(() => test.end())

/** A person in the middle of being enrolled: the first code was good, the second is to come. */
async function midway(parameters?: Parameters<typeof begin>[2]): Promise<Enrolled> {
  const person = await begin(test, await newUser(test, 'Oskar Berg'), parameters)
  expect(await submit(test, person.userId, person.code())).toMatchObject({ activated: true })
  return person
}

/** What the operator reads when the person's code is refused. */
async function said(person: Enrolled, code: string): Promise<string> {
  const answer = await submit(test, person.userId, code)
  if (answer.outcome === 'accepted') throw new Error('The code was accepted.')
  const { totp } = await test.client.users.get({ userId: person.userId })
  const { window } = await test.client.settings.get()
  const { headline, sentence } = refusalWords(answer, {
    firstName: 'Oskar',
    digits: totp?.digits ?? 0,
    period: totp?.period ?? 0,
    window,
    box: 'code',
    secondsSince: 0,
    clock: String,
  })
  return `${headline}. ${sentence}`
}

const outside = 'Wrong code. Not a code of the last, this or the next 30 s.'

describe('what the screen says of a code refused inside an enrollment', () => {
  it('the phone’s clock is behind', async () => {
    const person = await begin(test, await newUser(test))
    expect(await said(person, person.code(240))).toBe(
      `${outside} This one is about 4 minutes old: set the phone’s clock to automatic.`,
    )
  })

  it('the phone’s clock is ahead', async () => {
    const person = await begin(test, await newUser(test))
    expect(await said(person, person.code(-60))).toBe(
      `${outside} This one comes about 60 s too early: set the phone’s clock to automatic.`,
    )
  })

  it('V23 already used, and in how many seconds the next code works', async () => {
    const person = await midway()
    test.clock.advance(12_000)
    expect(await said(person, person.code())).toBe('Already used. The next code works in 18 s.')
  })

  it('V23 of a phone that runs ahead, when its next code works', async () => {
    const person = await begin(test, await newUser(test, 'Oskar Berg'))
    const ahead = person.code(-30)
    expect(await submit(test, person.userId, ahead)).toMatchObject({ offset: 1 })
    // Ahead by more than nothing and at most a step: its next code may be there at once, and is in the window then.
    test.clock.advance(20_000)
    expect(await said(person, ahead)).toBe('Already used. The next code works in 10 s.')
    test.clock.advance(10_000)
    expect(await submit(test, person.userId, person.code(-30))).toMatchObject({ outcome: 'accepted' })
  })

  it('the first code typed again when it has left the window is spent, and no fault of the clock', async () => {
    const person = await midway()
    const first = person.code()
    test.clock.advance(90_000)
    expect(await said(person, first)).toBe(
      'Wrong code. It was accepted before and is spent. Type the code the app shows now.',
    )
    expect(await said(person, person.code(60))).toContain('about 60 s old')
  })

  it('R11 this is a recovery code', async () => {
    const person = await midway()
    expect(await said(person, person.recoveryCodes[0] ?? '')).toBe(
      'This is a recovery code. Use “Redeem a code” for it; it was not spent or counted.',
    )
  })

  it('it belongs to the earlier QR', async () => {
    const userId = await newUser(test)
    const earlier = await begin(test, userId)
    const person = await begin(test, userId)
    expect(await said(person, earlier.code())).toBe(
      'Wrong code. It belongs to an earlier QR. Delete that entry in the app, scan the QR shown now and type the new code.',
    )
  })

  it('it belongs to somebody else, or to nothing that the desk knows', async () => {
    const other = await enrolledPerson(test)
    const person = await begin(test, await newUser(test))
    expect(await said(person, other.code())).toContain('It belongs to another person’s entry.')
    expect(await said(person, wrongCode(person))).toBe(
      `${outside} Nothing near it fits either: check that the app shows the entry scanned here.`,
    )
  })

  it('V12 V16 wait, and then the lock', async () => {
    const person = await midway()
    const wrong = wrongCode(person)
    const heard: string[] = []
    for (let failure = 1; failure <= 10; failure += 1) {
      heard.push(await said(person, wrong))
      if (failure === 5) expect(await said(person, person.code())).toMatch(/^Wait 5 s\. /)
      if (failure < 10) test.clock.advance(60_000)
    }
    expect(heard[4]).toMatch(/Next try in 5 s\. 5 more failures lock\.$/)
    expect(heard[8]).toMatch(/Next try in 60 s\. One more failure locks\.$/)
    const until = test.clock.now() + 3_600_000
    expect(heard[9]).toBe(`Locked until ${until}. After 10 failures. An admin can unlock Oskar with a reason.`)
  })

  it('all of it for codes of eight digits and 60 s', async () => {
    const person = await midway({ parameters: { algorithm: 'SHA256', digits: 8, period: 60 } })
    test.clock.advance(25_000)
    expect(person.code()).toHaveLength(8)
    expect(await said(person, person.code())).toBe('Already used. The next code works in 35 s.')
    expect(await said(person, person.code().slice(0, 6))).toContain('A code is eight digits here')
    expect(await said(person, person.code(300))).toBe(
      'Wrong code. Not a code of the last, this or the next 60 s. This one is about 5 minutes old: set the phone’s clock to automatic.',
    )
    expect(await said(person, person.code(-120))).toContain('about 2 minutes too early')
    test.clock.advance(60_000)
    expect(await submit(test, person.userId, person.code(60))).toMatchObject({ reason: 'already_used' })
    test.clock.advance(60_000)
    expect(await submit(test, person.userId, person.code(60))).toMatchObject({ outcome: 'accepted', offset: -1 })
  })
})
