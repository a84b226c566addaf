import { describe, expect, it } from 'vitest'
import { fold, foldedWords } from '../../../shared/fold'

describe('folding', () => {
  it.each([
    ['Åsa Öberg', 'asa oberg'],
    ['Łukasz', 'lukasz'],
    ['Søren', 'soren'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['ẞ', 'ss'],
    ['Işıl', 'isil'],
    ['İpek', 'ipek'],
    ['Æsir', 'aesir'],
    ['Þór', 'thor'],
    ['Ｍａｒａ', 'mara'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
    ['Zoe\u0308', 'zoe'],
    ['Nguyễn', 'nguyen'],
    ['علی\u200cرضا', 'علیرضا'],
  ])('%s is searched as %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('splits a query into words', () => {
    expect(foldedWords('  Mara\t LINDQVIST ')).toEqual(['mara', 'lindqvist'])
  })
})
