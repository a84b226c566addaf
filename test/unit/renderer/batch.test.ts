import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBatcher } from '../../../renderer/data/batch'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function batched() {
  const batches: number[][] = []
  return { batches, batcher: createBatcher<number>(100, (items) => void batches.push(items)) }
}

test('items that come together are passed on together and at once', async () => {
  const { batches, batcher } = batched()
  batcher.add(1)
  batcher.add(2)
  await Promise.resolve()
  expect(batches).toEqual([[1, 2]])
})

test('while more come they are passed on in batches, none lost and none twice', async () => {
  const { batches, batcher } = batched()
  for (let n = 0; n < 1000; n += 1) {
    batcher.add(n)
    await vi.advanceTimersByTimeAsync(1)
  }
  await vi.advanceTimersByTimeAsync(100)
  expect(batches.flat()).toEqual(Array.from({ length: 1000 }, (_, n) => n))
  expect(batches.length).toBeLessThanOrEqual(12)
})

test('after a pause the next one is passed on at once again', async () => {
  const { batches, batcher } = batched()
  batcher.add(1)
  await vi.advanceTimersByTimeAsync(500)
  batcher.add(2)
  await Promise.resolve()
  expect(batches).toEqual([[1], [2]])
})

test('once ended it passes nothing on', async () => {
  const { batches, batcher } = batched()
  batcher.add(1)
  batcher.end()
  await vi.advanceTimersByTimeAsync(500)
  expect(batches).toEqual([])
})
