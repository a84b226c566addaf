import { beforeEach, describe, expect, it, vi } from 'vitest'
import { watchPresence } from '../../../renderer/data/presence'

vi.mock('../../../renderer/data/transport', () => ({ desk: {} }))

/** A page on which a test makes the input; only a browser can make an event that is trusted. */
function page() {
  const listeners = new Map<string, (event: { isTrusted: boolean }) => void>()
  return {
    addEventListener: (name: string, listener: unknown) => void listeners.set(name, listener as never),
    removeEventListener: (name: string) => void listeners.delete(name),
    input: (name: string, isTrusted = true) => listeners.get(name)?.({ isTrusted }),
  }
}

describe('the presence of a person', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    return () => vi.useRealTimers()
  })

  function watched() {
    const target = page()
    const touch = vi.fn()
    const end = watchPresence(target, touch)
    return { ...target, touch, end }
  }

  it.each(['pointerdown', 'keydown', 'wheel'])('is told at the first %s', (sign) => {
    const { input, touch } = watched()
    input(sign)
    expect(touch).toHaveBeenCalledOnce()
  })

  it('is told once in half a minute, however much is typed', () => {
    const { input, touch } = watched()
    for (let second = 0; second < 29; second += 1) {
      input('keydown')
      vi.advanceTimersByTime(1000)
    }
    expect(touch).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(1000)
    expect(touch).toHaveBeenCalledTimes(2)
  })

  it('is not told without input: not by time, not by what a script does, not by a pointer that something moves under', () => {
    const { input, touch } = watched()
    input('pointerdown')
    for (const sign of ['pointermove', 'mousemove', 'scroll', 'focus']) input(sign)
    input('keydown', false)
    vi.advanceTimersByTime(10 * 60_000)
    expect(touch).toHaveBeenCalledOnce()
    input('keydown')
    expect(touch).toHaveBeenCalledTimes(2)
  })

  it('ends with the page', () => {
    const { input, touch, end } = watched()
    input('keydown')
    input('keydown')
    end()
    input('keydown')
    vi.advanceTimersByTime(60_000)
    expect(touch).toHaveBeenCalledOnce()
  })
})
