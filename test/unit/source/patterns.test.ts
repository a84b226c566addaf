import { checkSync } from 'recheck'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { uuidPattern } from '../../../shared/model/common'
import { patternsIn, patternsOf } from '../../support/patterns'
import { sourceOf } from '../../support/sources'

/** What the parameters of functions that make a pattern may be, and what such a pattern imports. */
const meanings = { uuidPattern, kind: 'session', size: 5, digits: 8 }

/** Patterns of a library that the product runs on input. */
const borrowed = [
  { place: 'z.email()', pattern: z.email()._zod.def.pattern },
  { place: 'z.iso.datetime()', pattern: z.iso.datetime({ offset: true })._zod.def.pattern },
].map(({ place, pattern }) => ({ place, pattern: pattern ?? /missing/ }))

const found = [...patternsIn(['electron', 'shared', 'renderer'], meanings), ...borrowed]
const distinct = new Map(found.map((each) => [String(each.pattern), each]))

/** `safe` for a pattern whose time grows no faster than the text it is given. */
const verdictOn = ({ source, flags }: RegExp) => {
  const verdict = checkSync(source, flags, { timeout: 50_000 })
  return verdict.status === 'vulnerable' ? `vulnerable: ${verdict.complexity.summary}` : verdict.status
}

describe('every pattern of the product takes no more time than the length of what it is given', () => {
  it.each([...distinct.values()].map(({ pattern, place }) => [String(pattern).slice(0, 90), place, pattern] as const))(
    '%s in %s',
    (_text, _place, pattern) => {
      expect(verdictOn(pattern)).toBe('safe')
    },
  )
})

describe('the search for patterns', () => {
  it('sees every way to write one', () => {
    const text = `
      import { part } from './part'
      const letters = ['a', 'b'].map((letter) => letter.toUpperCase()).join('')
      const one = /x+y/gu
      const two = new RegExp(\`[\${letters}]\`, 'u')
      const three = (size: number) => RegExp(\`^\${part}{\${size}}$\`)
      export const four = { deep: <T,>(value: T) => 'text'.replace(/[^a]$/, String(value)) }
    `
    const patterns = patternsOf(sourceOf('x.ts', text), { part: 'z', size: 3 })
    expect(patterns.map(({ pattern }) => String(pattern))).toEqual(['/x+y/gu', '/[AB]/u', '/^z{3}$/', '/[^a]$/'])
    expect(patterns.map(({ place }) => place)).toEqual(['x.ts:4', 'x.ts:5', 'x.ts:6', 'x.ts:7'])
    expect(() => patternsOf(sourceOf('x.ts', text), { part: 'z' })).toThrow('"size"')
  })

  it('finds those of the product, in every part of it', () => {
    const places = found.map(({ place }) => place)
    for (const part of [
      'electron/api/',
      'electron/hosts/',
      'electron/otp/',
      'electron/vault/',
      'shared/',
      'renderer/',
    ]) {
      expect(places.filter((place) => place.startsWith(part)).length, part).toBeGreaterThan(2)
    }
    expect(borrowed.map(({ pattern }) => pattern.source)).not.toContain('missing')
  })
})

describe('the judgement', () => {
  it.each([
    [/\b[a-z]+(?:-[a-z]+)*-(?:live|test)-[0-9a-f]{8}\b/g],
    [/eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)?/g],
    [/\s+$/],
    [/^(a+)+$/],
    [/<.*>/],
    [/^(\w|\d)*$/],
  ])('knows a pattern that does: %s', (pattern) => {
    expect(verdictOn(pattern)).toMatch(/^vulnerable/)
  })
})
