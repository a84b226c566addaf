import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeBeside } from '../../../renderer/features/tour/use-place'

const room = { left: 208, top: 56, width: 1158, height: 712 }
const card = { width: 320, height: 200 }

test('the card stands right of the part where there is room, and never over it', () => {
  const part = { left: 228, top: 76, width: 760, height: 190 }
  expect(placeBeside(part, card, room)).toEqual({ left: 1000, top: 76 })
})

test('without room at its side it goes below', () => {
  const part = { left: 228, top: 76, width: 1100, height: 120 }
  expect(placeBeside(part, card, room)).toEqual({ left: 228, top: 208 })
})

test('a part that fills the screen, or is not there, leaves the lower right corner', () => {
  const corner = { left: 1034, top: 556 }
  expect(placeBeside({ left: 228, top: 76, width: 1118, height: 672 }, card, room)).toEqual(corner)
  expect(placeBeside(null, card, room)).toEqual(corner)
})

test('wherever the part is, the whole card is on the screen', () => {
  const number = fc.integer({ min: -500, max: 2000 })
  const size = fc.integer({ min: 1, max: 2000 })
  fc.assert(
    fc.property(fc.record({ left: number, top: number, width: size, height: size }), (part) => {
      const { left, top } = placeBeside(part, card, room)
      expect(left).toBeGreaterThanOrEqual(room.left)
      expect(top).toBeGreaterThanOrEqual(room.top)
      expect(left + card.width).toBeLessThanOrEqual(room.left + room.width)
      expect(top + card.height).toBeLessThanOrEqual(room.top + room.height)
    }),
  )
})
