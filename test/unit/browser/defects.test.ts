import { expect, test } from 'vitest'
import { describeDefect } from '../../../electron/hosts/defects'

test('an unexpected error is told by its kind and place, never by a message that could quote what was typed', () => {
  const told = describeDefect(new TypeError('cannot read "mara@example.org"\n  of code 123456'))
  expect(told).toContain('TypeError')
  expect(told).toContain('defects.test.ts')
  expect(told).not.toMatch(/mara|123456/)
  expect(describeDefect('mara@example.org')).toBe('An unexpected error (string) was met.')
})
