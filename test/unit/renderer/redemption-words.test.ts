import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wrongIn } from '../../../renderer/components/identify/identify-values'
import { newSetOffer, redeemedWords } from '../../../renderer/words/redemption'
import { openTestDesk, type TestDesk } from '../../support/desk'
import { enrolledPerson } from '../verifier/people'

let test: TestDesk

beforeEach(async () => {
  test = await openTestDesk()
})
afterEach(() => test.end())

describe('a recovery code that was accepted', () => {
  it('R7 the screen says how many are left, and from three on offers a new set', async () => {
    const person = await enrolledPerson(test)
    const said: string[] = []
    const offers: (string | null)[] = []
    for (const code of person.recoveryCodes) {
      const outcome = await test.client.recovery.redeem({ userId: person.userId, code })
      if (outcome.outcome !== 'accepted') throw new Error(outcome.reason)
      said.push(redeemedWords(outcome).sentence)
      offers.push(newSetOffer(outcome))
    }
    expect(said[0]).toBe('Code 1 is spent; cross it off the sheet. 9 codes left.')
    expect(said[8]).toBe('Code 9 is spent; cross it off the sheet. 1 code left.')
    expect(offers).toEqual([
      ...[null, null, null, null, null, null],
      ...['Only 3 codes left.', 'Only 2 codes left.', 'Only 1 code left.', 'That was the last one.'],
    ])
  })
})

describe('the first step of an enrollment', () => {
  const given = { identity: { kind: 'badge' }, replacing: false, situation: null, minutes: 1440 } as const

  it('R9 the screen begins nothing without an identity check, whatever the situation', () => {
    expect(wrongIn(given)).toEqual({ identity: null, situation: null, minutes: null })
    for (const situation of ['lost_phone', 'new_phone', 'other'] as const) {
      const asked = wrongIn({ ...given, identity: null, replacing: true, situation })
      expect(asked).toEqual({ identity: 'Choose one.', situation: null, minutes: null })
    }
    expect(wrongIn({ ...given, replacing: true }).situation).toBe('Choose one.')
  })

  it('V18 the screen takes 5 to 1440 minutes', () => {
    for (const minutes of [5, 1440]) expect(wrongIn({ ...given, minutes }).minutes).toBeNull()
    for (const minutes of [4, 1441, '', '60']) expect(wrongIn({ ...given, minutes }).minutes).not.toBeNull()
  })
})
