import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lockOnAbsence } from '../../../electron/hosts/electron/idle'
import { personPlace } from '../../../electron/hosts/electron/person-place'
import { keepPlace, placeOn } from '../../../electron/hosts/electron/window-place'
import { FakeBrowserWindow, powerMonitor } from '../../support/fake-electron'

vi.mock('electron', () => import('../../support/fake-electron'))

const laptop = { workArea: { x: 0, y: 25, width: 1366, height: 703 } }
const large = { workArea: { x: 1366, y: 0, width: 2560, height: 1400 } }
const displays = (...all: { workArea: typeof laptop.workArea }[]) => ({ getAllDisplays: () => all })
const place = (x: number, y: number, width = 1200, height = 700) => ({ x, y, width, height, maximized: false })

describe('where a window goes at the next start', () => {
  test.each([
    ['where it was', displays(laptop), place(100, 25), { x: 100, y: 25, width: 1200, height: 700 }],
    [
      'where it was, on the second display',
      displays(laptop, large),
      place(1400, 50),
      { x: 1400, y: 50, width: 1200, height: 700 },
    ],
    [
      'partly beyond the edge, as it was',
      displays(laptop),
      place(1200, 300),
      { x: 1200, y: 300, width: 1200, height: 700 },
    ],
    [
      'no larger than its display',
      displays(laptop),
      place(0, 25, 2500, 1400),
      { x: 0, y: 25, width: 1366, height: 703 },
    ],
  ])('%s', (_name, here, kept, expected) => expect(placeOn(here, kept)).toEqual(expected))

  test.each([
    ['nothing was kept', displays(laptop), undefined],
    ['its display is gone', displays(laptop), place(1400, 50)],
    ['too little of it would be seen', displays(laptop), place(1300, 100)],
    ['its title bar would be above the display', displays(laptop), place(100, 0)],
    ['its title bar would be below the display', displays(laptop), place(100, 720)],
    ['there is no display', displays(), place(100, 100)],
  ])('where the system puts it, because %s', (_name, here, kept) => expect(placeOn(here, kept)).toBeNull())
})

test('a kept place of the person’s window does not count where it has a display of its own', () => {
  const screenOf = (...all: (typeof laptop)[]) => {
    const numbered = all.map((display, id) => ({ ...display, id }))
    return {
      getAllDisplays: () => numbered,
      getPrimaryDisplay: () => numbered[0],
      getDisplayMatching: () => numbered[0],
    }
  }
  const kept = place(100, 50, 900, 600)
  const on = (screen: unknown) => personPlace(screen as never, undefined, kept)
  expect(on(screenOf(laptop))).toEqual({ x: 100, y: 50, width: 900, height: 600, fullscreen: false })
  expect(on(screenOf(laptop, large))).toEqual({ ...large.workArea, fullscreen: true })
})

describe('keeping where a window is', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function watched() {
    const window = new FakeBrowserWindow({})
    const keep = vi.fn()
    keepPlace(window as never, keep)
    return { window, keep }
  }

  test('once, when it has come to rest', () => {
    const { window, keep } = watched()
    for (let x = 0; x < 20; x++) {
      window.moveTo({ x, y: 50, width: 1200, height: 700 })
      vi.advanceTimersByTime(50)
    }
    expect(keep).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1000)
    expect(keep.mock.calls).toEqual([[{ x: 19, y: 50, width: 1200, height: 700, maximized: false }]])
  })

  test('when it closes, at once and not again', () => {
    const { window, keep } = watched()
    window.moveTo({ x: 7, y: 50, width: 1200, height: 700 })
    window.close()
    vi.advanceTimersByTime(1000)
    expect(keep.mock.calls).toEqual([[{ x: 7, y: 50, width: 1200, height: 700, maximized: false }]])
  })

  test('with its own size when it fills the display, and not while it is put away', () => {
    const { window, keep } = watched()
    window.maximize()
    vi.advanceTimersByTime(1000)
    expect(keep.mock.calls).toEqual([[{ x: 0, y: 0, width: 1366, height: 820, maximized: true }]])
    vi.spyOn(window, 'isMinimized').mockReturnValue(true)
    window.close()
    expect(keep).toHaveBeenCalledOnce()
  })
})

describe('a locked screen', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    powerMonitor.idleState = 'active'
    powerMonitor.removeAllListeners()
  })

  function watch(platform: NodeJS.Platform) {
    const lock = vi.fn()
    lockOnAbsence({ lock, now: () => Date.now(), platform })
    return lock
  }

  test('is asked for on Linux, which does not tell', () => {
    const lock = watch('linux')
    for (const state of ['active', 'idle', 'unknown']) {
      powerMonitor.idleState = state
      vi.advanceTimersByTime(20_000)
    }
    expect(lock).not.toHaveBeenCalled()
    powerMonitor.idleState = 'locked'
    vi.advanceTimersByTime(5000)
    expect(lock).toHaveBeenCalledOnce()
  })

  test.each(['win32', 'darwin'] as const)('is told of on %s, and not asked for', (platform) => {
    const lock = watch(platform)
    powerMonitor.idleState = 'locked'
    vi.advanceTimersByTime(20_000)
    expect(lock).not.toHaveBeenCalled()
    powerMonitor.emit('lock-screen')
    expect(lock).toHaveBeenCalledOnce()
  })
})
