import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gather } from '../../../renderer/data/batch'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function gathered() {
  const bunches: number[][] = []
  return { bunches, gatherer: gather<number>(100, (items) => void bunches.push(items)) }
}

test('what comes together is handed on together and at once', async () => {
  const { bunches, gatherer } = gathered()
  gatherer.add(1)
  gatherer.add(2)
  await Promise.resolve()
  expect(bunches).toEqual([[1, 2]])
})

test('while more comes it is handed on in bunches, none lost and none twice', async () => {
  const { bunches, gatherer } = gathered()
  for (let n = 0; n < 1000; n += 1) {
    gatherer.add(n)
    await vi.advanceTimersByTimeAsync(1)
  }
  await vi.advanceTimersByTimeAsync(100)
  expect(bunches.flat()).toEqual(Array.from({ length: 1000 }, (_, n) => n))
  expect(bunches.length).toBeLessThanOrEqual(12)
})

test('after a rest the next one is handed on at once again', async () => {
  const { bunches, gatherer } = gathered()
  gatherer.add(1)
  await vi.advanceTimersByTimeAsync(500)
  gatherer.add(2)
  await Promise.resolve()
  expect(bunches).toEqual([[1], [2]])
})

test('once ended it hands on nothing', async () => {
  const { bunches, gatherer } = gathered()
  gatherer.add(1)
  gatherer.end()
  await vi.advanceTimersByTimeAsync(500)
  expect(bunches).toEqual([])
})
