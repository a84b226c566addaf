import { describe, expect, it } from 'vitest'
import { firstNameOf } from '../../../renderer/words/names'

describe('how a person is called', () => {
  it.each([
    ['Mara Lindqvist', 'Mara'],
    ['Lindqvist, Mara', 'Mara'],
    ['Lindqvist, Mara Sofia', 'Mara'],
    ['Lindqvist, Dr. Mara', 'Mara'],
    ['Dr. Anna Example', 'Anna'],
    ['Prof. Dr. Anna Example', 'Anna'],
    ['Frau Anna Example', 'Anna'],
    ['EXAMPLE, Bo (IT)', 'Bo'],
    ['Bo Example (IT)', 'Bo'],
    ['Bo Example [External]', 'Bo'],
    ['MARA LINDQVIST', 'MARA'],
    ['Jean-Luc Martin', 'Jean-Luc'],
    ['D’Arcy Wood', 'D’Arcy'],
    ['Łukasz Żak', 'Łukasz'],
    ['علی\u200cرضا رضایی', 'علی\u200cرضا'],
    ['Siobhán van der Berg', 'Siobhán'],
  ])('%s by the first name', (name, called) => expect(firstNameOf(name)).toBe(called))

  it.each([
    'Suharto',
    'Dr. Example',
    '山田 太郎',
    '김 민준',
    'やまだ たろう',
    'EXAMPLE Bo',
    'J. Smith',
    'van der Berg Anna',
    'Anna Example, PhD',
    'Anna Example, Jr.',
    'Example, A.',
    'Doe, Jane, IT',
    'anna@example.com',
    '+46701234567',
    'X',
    '(IT)',
  ])('%s by the whole name when in doubt', (name) => expect(firstNameOf(name)).toBe(name))

  it('never by a bracket, a comma or nothing', () => {
    for (const name of ['Example, Bo (IT)', ' Example , Bo ', 'Bo,', ', Bo', '山田 太郎 (IT)', '(Bo) Example'])
      expect(firstNameOf(name)).toMatch(/\p{L}/u)
    expect(firstNameOf('山田 太郎 (IT)')).toBe('山田 太郎')
  })
})
