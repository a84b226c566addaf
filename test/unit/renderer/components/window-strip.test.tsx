// @vitest-environment jsdom
import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TimeLeft, WindowStrip } from '../../../../renderer/components/window-strip/window-strip'
import { setDeskClock } from '../../../../renderer/data/clock'
import { timeOfDay } from '../../../../renderer/words/times'
import { show } from '../../../support/page'

/** A step begins here. */
const step = 59_000_000
const begins = step * 30_000

/** Sets the desk's clock, as a reading of it does. */
const setNow = (nowMs: number) => act(() => setDeskClock(nowMs, performance.now()))
const cells = () => [...screen.getByTestId('window-strip').children].map((cell) => cell.textContent)

beforeEach(() => {
  vi.useFakeTimers()
  setNow(begins + 12_000)
})
afterEach(() => void vi.useRealTimers())

describe('the window strip', () => {
  it('shows previous, now and next with the clock times of each', () => {
    show(<WindowStrip period={30} window={1} />)
    const span = (from: number) => `${timeOfDay(from)} – ${timeOfDay(from + 30_000)}`
    expect(cells()).toEqual([`Previous${span(begins - 30_000)}`, `Now${span(begins)}`, `Next${span(begins + 30_000)}`])
  })

  it('moves on with the desk’s clock, also when the clock is put to another time', () => {
    show(<WindowStrip period={30} window={1} />)
    act(() => vi.advanceTimersByTime(20_000))
    expect(cells()[1]).toContain(timeOfDay(begins + 30_000))
    setNow(begins - 90_000)
    expect(cells()[1]).toContain(timeOfDay(begins - 90_000))
  })

  it.each([
    [-1, 0],
    [0, 1],
    [1, 2],
  ] as const)('lights the cell of a code matched at %i, and no other', (offset, index) => {
    show(<WindowStrip period={30} window={1} matched={{ step: step + offset }} />)
    expect(cells().map((cell) => cell?.includes('Matched here'))).toEqual([0, 1, 2].map((at) => at === index))
  })

  it('moves the light to Previous with the step, and then out of the strip', () => {
    show(<WindowStrip period={30} window={1} matched={{ step }} />)
    expect(cells()[1]).toBe('NowMatched here')
    act(() => vi.advanceTimersByTime(30_000))
    expect(cells()[0]).toBe('PreviousMatched here')
    expect(cells()[1]).not.toContain('Matched')
    act(() => vi.advanceTimersByTime(30_000))
    expect(cells().join()).not.toContain('Matched')
  })

  it('says of the outer cells that they are not accepted, where the window is 0', () => {
    show(<WindowStrip period={30} window={0} />)
    expect(cells().filter((cell) => cell?.includes('Not accepted'))).toHaveLength(2)
    expect(cells()[1]).not.toContain('Not accepted')
  })

  it('says the answer aloud once, and the time left only when asked', () => {
    show(<WindowStrip period={30} window={1} announcement="Accepted. Used now." />)
    expect(screen.getAllByRole('status').map((region) => region.textContent)).toEqual(['Accepted. Used now.', ''])
    act(() => screen.getByRole('button', { name: 'Say time left' }).click())
    expect(screen.getAllByRole('status')[1]?.textContent).toBe('18 seconds left in this step.')
    act(() => vi.advanceTimersByTime(3000))
    expect(screen.getAllByRole('status')[1]?.textContent).toBe('18 seconds left in this step.')
  })

  it('counts the step down in words, with caution in its last five seconds', () => {
    const { container } = show(<TimeLeft period={30} />)
    expect(container.textContent).toBe('18 s left in this step')
    expect(container.querySelector('[data-caution]')).toBeNull()
    act(() => vi.advanceTimersByTime(13_000))
    expect(container.textContent).toBe('5 s left in this step')
    expect(container.querySelector('[data-caution]')).not.toBeNull()
  })
})
