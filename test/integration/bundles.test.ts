import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventNames, procedureNames } from '../../shared/contract/names'

const out = join(import.meta.dirname, '..', '..', 'out')

test('the preload is one small file that holds the names of the contract and no schema', () => {
  expect(readdirSync(join(out, 'preload'))).toEqual(['preload.cjs'])
  const preload = readFileSync(join(out, 'preload', 'preload.cjs'), 'utf8')
  expect([...preload.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron'])
  for (const name of [...procedureNames, ...eventNames]) expect(preload).toContain(`"${name}"`)
  expect(preload).not.toMatch(/zod|strictObject/i)
  expect(preload.length).toBeLessThan(8000)
})
