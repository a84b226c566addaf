import { expect, test } from 'vitest'
import { attemptInWords, offsetInWords, phoneClockInWords } from '../../../renderer/words/demo'
import { refusalReasonSchema } from '../../../shared/model/verification'

test('a phone’s clock is said the way one says it', () => {
  expect(phoneClockInWords(0)).toBe('Phone keeps time')
  expect(phoneClockInWords(-40)).toBe('Phone runs 40 s behind')
  expect(phoneClockInWords(90)).toBe('Phone runs 1 min 30 s ahead')
  expect(phoneClockInWords(-600)).toBe('Phone runs 10 min behind')
})

test('the desk’s clock is said against the computer’s', () => {
  expect(offsetInWords(0)).toBe('The computer’s own time')
  expect(offsetInWords(30_000)).toBe('30 s after the computer’s time')
  expect(offsetInWords(-65 * 60_000)).toBe('1 h 5 min before the computer’s time')
  expect(offsetInWords(120 * 60_000)).toBe('2 h after the computer’s time')
})

test('every reason of a refusal has words, and an acceptance that nobody expected is called wrong', () => {
  for (const reason of refusalReasonSchema.options) {
    const words = attemptInWords({ reason, expected: false, kind: 'replay' })
    expect(words).not.toContain('_')
    expect(words.length).toBeGreaterThan(3)
  }
  expect(attemptInWords({ reason: null, expected: true, kind: 'replay' })).toBe('The person’s own')
  expect(attemptInWords({ reason: null, expected: true, kind: 'race' })).toBe('The one that came first')
  expect(attemptInWords({ reason: null, expected: false, kind: 'brute_force' })).toBe(
    'It should not have been accepted',
  )
})
