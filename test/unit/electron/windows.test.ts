import { EventEmitter } from 'node:events'
import type { BrowserWindow, ContextMenuParams, Display } from 'electron'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { editItems } from '../../../electron/hosts/electron/edit-menu'
import { showAtFirstSight } from '../../../electron/hosts/electron/first-sight'
import { questionAbout, type Trouble, watchPage } from '../../../electron/hosts/electron/page-watch'
import { fitted, followDisplays, type PersonPlace, placeForPerson } from '../../../electron/hosts/electron/person-place'
import { dialog } from '../../support/fake-electron'

vi.mock('electron', () => import('../../support/fake-electron'))

class Contents extends EventEmitter {
  forcefullyCrashRenderer = vi.fn()
}
class Window extends EventEmitter {
  webContents = new Contents()
  show = vi.fn()
  close = vi.fn()
  full = false
  bounds: object = {}
  destroyed = false
  isDestroyed = () => this.destroyed
  isFullScreen = () => this.full
  setFullScreen(full: boolean): void {
    const left = this.full && !full
    this.full = full
    if (left) this.emit('leave-full-screen')
  }
  setBounds(bounds: object): void {
    if (!this.full) this.bounds = bounds
  }
}
const asWindow = (window: Window) => window as unknown as BrowserWindow
let window: Window

beforeEach(() => {
  window = new Window()
})
afterEach(() => vi.useRealTimers())

describe('a window is shown', () => {
  const signs: [string, () => void][] = [
    ['its page has painted', () => window.emit('ready-to-show')],
    ['its page has loaded', () => window.webContents.emit('did-finish-load')],
    ['its page could not be loaded', () => window.webContents.emit('did-fail-load')],
    ['nothing came for 3 s', () => vi.advanceTimersByTime(3000)],
  ]
  test.each(signs)('when %s, and once', (_what, come) => {
    vi.useFakeTimers()
    showAtFirstSight(asWindow(window))
    vi.advanceTimersByTime(2999)
    expect(window.show).not.toHaveBeenCalled()
    come()
    expect(window.show).toHaveBeenCalledOnce()
    for (const [, another] of signs) another()
    expect(window.show).toHaveBeenCalledOnce()
  })

  test('never after it was closed', () => {
    vi.useFakeTimers()
    showAtFirstSight(asWindow(window))
    window.destroyed = true
    window.emit('closed')
    vi.advanceTimersByTime(60_000)
    expect(window.show).not.toHaveBeenCalled()
  })
})

describe('a page in trouble', () => {
  const troubles: [Trouble, (contents: Contents) => void][] = [
    ['crashed', (contents) => contents.emit('render-process-gone', {}, { reason: 'crashed' })],
    ['crashed', (contents) => contents.emit('render-process-gone', {}, { reason: 'oom' })],
    ['hangs', (contents) => contents.emit('unresponsive')],
    ['not loaded', (contents) => contents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'desk://app/', true)],
    ['not loaded', (contents) => contents.emit('did-navigate', {}, 'desk://app/index.html', 404, 'Not Found')],
    ['not loaded', (contents) => contents.emit('preload-error', {}, 'preload.cjs', new Error('broken'))],
  ]
  const quiet: [string, (contents: Contents) => void][] = [
    ['a process that ended in order', (contents) => contents.emit('render-process-gone', {}, { reason: 'clean-exit' })],
    ['a load that another replaced', (contents) => contents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', '', true)],
    ['a frame in the page', (contents) => contents.emit('did-fail-load', {}, -6, '', '', false)],
    ['a page that was served', (contents) => contents.emit('did-navigate', {}, 'desk://app/index.html', 200, 'OK')],
  ]
  const watched = (response: number) => {
    const care = { lock: vi.fn(), load: vi.fn(), quit: vi.fn() }
    const asked = vi.spyOn(dialog, 'showMessageBox').mockResolvedValue({ response })
    asked.mockClear()
    watchPage(asWindow(window), care)
    return { care, asked }
  }

  test.each(troubles)('(%s) locks the vault, is told, and is loaded again when wanted', async (trouble, happen) => {
    const { care, asked } = watched(0)
    happen(window.webContents)
    expect(care.lock).toHaveBeenCalledOnce()
    expect(asked).toHaveBeenCalledWith(window, questionAbout(trouble))
    if (trouble === 'hangs') {
      await vi.waitFor(() => expect(window.webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce())
      expect(care.load).not.toHaveBeenCalled()
      window.webContents.emit('render-process-gone', {}, { reason: 'killed' })
    }
    await vi.waitFor(() => expect(care.load).toHaveBeenCalledOnce())
    expect(asked).toHaveBeenCalledOnce()
    expect(care.quit).not.toHaveBeenCalled()
  })

  test.each(troubles)(
    '(%s) that is not to be loaded again ends the program; one that hangs may be waited for',
    async (trouble, happen) => {
      const { care, asked } = watched(1)
      happen(window.webContents)
      await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce())
      await Promise.resolve()
      expect(care.quit).toHaveBeenCalledTimes(trouble === 'hangs' ? 0 : 1)
      expect(care.load).not.toHaveBeenCalled()
    },
  )

  test.each(quiet)('%s is none', async (_what, happen) => {
    const { care, asked } = watched(0)
    happen(window.webContents)
    expect(care.lock).not.toHaveBeenCalled()
    expect(asked).not.toHaveBeenCalled()
  })

  test('is asked about once at a time, and locks each time', () => {
    const { care, asked } = watched(0)
    asked.mockReturnValue(new Promise(() => {}))
    for (let n = 0; n < 3; n += 1) window.webContents.emit('unresponsive')
    expect(care.lock).toHaveBeenCalledTimes(3)
    expect(asked).toHaveBeenCalledOnce()
  })
})

describe('the window turned to the person', () => {
  const display = (id: number, x: number, width: number, height: number): Display =>
    ({ id, bounds: { x, y: 0, width, height }, workArea: { x, y: 0, width, height: height - 40 } }) as Display
  const desk = display(1, 0, 1366, 768)
  const turned = display(2, 1366, 1920, 1080)

  test('fills a display that is not the operator’s', () => {
    expect(placeForPerson([desk, turned], desk)).toEqual({ ...turned.workArea, fullscreen: true })
    expect(placeForPerson([desk, turned], turned)).toEqual({ ...desk.workArea, fullscreen: true })
    expect(placeForPerson([turned, desk, display(3, 4000, 800, 600)], turned)).toMatchObject({ x: 0 })
  })

  test.each([
    [1366, 768, { x: 266, y: 0, width: 1100, height: 728 }],
    [1920, 1080, { x: 820, y: 280, width: 1100, height: 760 }],
    [1024, 600, { x: 0, y: 0, width: 1024, height: 560 }],
  ])('stays in the corner of the one display of %d×%d, all of it visible', (width, height, place) => {
    const only = display(1, 0, width, height)
    expect(placeForPerson([only], only)).toEqual({ ...place, fullscreen: false })
  })

  test.each([
    [1366, 768, { width: 1366, height: 728 }],
    [1920, 1080, { width: 1366, height: 820 }],
  ])('nor is the operator’s larger than a display of %d×%d lets it be', (width, height, size) => {
    expect(fitted({ width: 1366, height: 820 }, display(1, 0, width, height))).toEqual(size)
  })

  test('moves when its display goes and when it comes, and stays where it is otherwise', () => {
    const screen = new EventEmitter()
    let place: PersonPlace = placeForPerson([desk, turned], desk)
    window.full = true
    followDisplays(screen as never, asWindow(window), () => place)
    screen.emit('display-added')
    expect(window.full).toBe(true)
    place = placeForPerson([desk], desk)
    screen.emit('display-removed')
    expect(window.full).toBe(false)
    expect(window.bounds).toEqual({ x: 266, y: 0, width: 1100, height: 728 })
    place = placeForPerson([desk, turned], desk)
    screen.emit('display-added')
    expect(window.full).toBe(true)
    expect(window.bounds).toEqual(turned.workArea)
    window.emit('closed')
    expect(screen.eventNames()).toEqual([])
  })
})

describe('a right click', () => {
  const click = (isEditable: boolean, canPaste = true) =>
    ({ isEditable, editFlags: { canCut: false, canCopy: false, canPaste } }) as ContextMenuParams

  test('offers editing in a text field and nothing elsewhere', () => {
    expect(editItems(click(true))).toEqual([
      { role: 'cut', enabled: false },
      { role: 'copy', enabled: false },
      { role: 'paste', enabled: true },
    ])
    expect(editItems(click(false))).toEqual([])
  })
})
