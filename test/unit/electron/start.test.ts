import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { joinLauncher, type Launcher, type Told } from '../../../electron/hosts/electron/launcher'

import type { BootedDesk } from '../../support/booted-desk'

type Fake = typeof import('../../support/fake-electron')['fake']

/** A process as the launcher starts it, with a channel to it. */
function launchedProcess(env: NodeJS.ProcessEnv = { TOTP_DESK_LAUNCHER: '1' }) {
  const sent: unknown[] = []
  const process = Object.assign(new EventEmitter(), {
    env,
    connected: true as boolean | undefined,
    send(message: unknown, _handle: unknown, _options: unknown, done: () => void) {
      sent.push(message)
      done()
      return true
    },
  })
  return { process: process as unknown as NodeJS.Process, events: process, sent }
}

describe('the channel to the launcher', () => {
  test('tells, and is asked to end when it closes', async () => {
    const { process, events, sent } = launchedProcess()
    const asked = vi.fn()
    const launcher = joinLauncher(process, asked)
    expect(launcher.listening).toBe(true)
    await launcher.tell({ state: 'up' })
    expect(sent).toEqual([{ state: 'up' }])
    events.connected = false
    events.emit('disconnect')
    expect(asked).toHaveBeenCalledOnce()
    await launcher.tell({ state: 'elsewhere' })
    expect([sent.length, launcher.listening]).toEqual([1, false])
  })

  test('a launcher that has gone before anything was said asks to end as well', () => {
    const { process, events } = launchedProcess()
    events.connected = false
    const asked = vi.fn()
    joinLauncher(process, asked)
    expect(asked).toHaveBeenCalledOnce()
  })

  test('the channel of another program is left alone', async () => {
    const { process, events, sent } = launchedProcess({})
    const asked = vi.fn()
    const launcher = joinLauncher(process, asked)
    await launcher.tell({ state: 'up' })
    events.emit('disconnect')
    expect([launcher.listening, sent, asked.mock.calls]).toEqual([false, [], []])
  })
})

describe('the program', () => {
  let told: Told[]
  let askToEnd: () => void
  let listening: boolean
  let desk: BootedDesk | null

  beforeEach(() => {
    told = []
    listening = true
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await desk?.remove()
  })

  /** A fresh start of the program, with what `set` makes of the system around it. */
  async function boot(set: (fake: Fake) => void = () => {}, folder?: string): Promise<Fake> {
    vi.resetModules()
    vi.doMock('electron', () => import('../../support/fake-electron'))
    vi.doMock('../../../electron/hosts/electron/launcher', () => ({ joinLauncher: join }))
    const { fake } = await import('../../support/fake-electron')
    set(fake)
    const { bootDesk } = await import('../../support/booted-desk')
    desk = await bootDesk(folder).catch(() => null)
    return fake
  }

  function join(_process: unknown, asked: () => void): Launcher {
    askToEnd = asked
    return { listening, tell: async (message) => void told.push(message) }
  }

  test('says that it is up when its window is there', async () => {
    const fake = await boot()
    expect(told).toEqual([{ state: 'up' }])
    expect(fake.order.slice(0, 3)).toEqual(['sandbox', 'path of userData', 'single instance'])
    expect(fake.order.at(-1)).toBe('window')
  })

  test('quits in order when the launcher asks', async () => {
    const fake = await boot()
    askToEnd()
    await vi.waitFor(() => expect(fake.quits).toBe(1))
  })

  test('asks a system that shuts down to wait, and quits in order', async () => {
    const fake = await boot()
    const { FakeEvent, powerMonitor } = await import('../../support/fake-electron')
    const event = new FakeEvent()
    powerMonitor.emit('shutdown', event)
    expect([event.defaultPrevented, fake.quits]).toEqual([true, 0])
    await vi.waitFor(() => expect(fake.quits).toBe(1))
  })

  test('has the colour scheme and the place of its window from the last start', async () => {
    await boot()
    const bounds = { x: 200, y: 100, width: 1300, height: 800 }
    await desk?.granted('host.prefer', { colorScheme: 'dark' })
    desk?.operator.moveTo(bounds)
    desk?.operator.maximize()
    desk?.operator.close()

    await boot(undefined, desk?.folder)
    const { nativeTheme } = await import('../../support/fake-electron')
    expect(nativeTheme.themeSource).toBe('dark')
    expect(desk?.operator.options).toMatchObject({ ...bounds, backgroundColor: '#0d1413' })
    expect(desk?.operator.maximized).toBe(true)
    await desk?.granted('host.prefer', { colorScheme: 'auto' })
    expect(nativeTheme.themeSource).toBe('system')
  })

  test('has the person’s window where it was put by hand', async () => {
    const url = 'desk://app/index.html#/person-screen/totp-live-6b1f2c3d-0000-4000-8000-00000000abcd'
    const bounds = { x: 300, y: 200, width: 900, height: 600 }
    await boot()
    const put = desk?.operator.webContents.open(url)
    expect(put?.options).not.toMatchObject(bounds)
    put?.moveTo(bounds)
    put?.close()

    await boot(undefined, desk?.folder)
    expect(desk?.operator.webContents.open(url)?.options).toMatchObject({ ...bounds, fullscreen: false })
  })

  test('--no-sandbox is left as it was given, and every window is sandboxed all the same', async () => {
    const fake = await boot(({ switches }) => switches.add('no-sandbox'))
    expect(fake.order).not.toContain('sandbox')
    const { FakeBrowserWindow } = await import('../../support/fake-electron')
    expect(FakeBrowserWindow.all[0]?.options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true })
  })

  test('has the folder that the command line gives it', async () => {
    const fake = await boot(({ switches }) => switches.add('user-data-dir'))
    expect(fake.order).not.toContain('path of userData')
  })

  test('a second start says so where it was started, and ends', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const fake = await boot((electron) => {
      electron.primaryInstance = false
    })
    expect(said.mock.calls).toEqual([['TOTP Desk is open already. Its window was brought to the front.\n']])
    expect(told).toEqual([{ state: 'elsewhere' }])
    expect([fake.quits, fake.order]).toEqual([1, ['sandbox', 'path of userData', 'single instance']])
  })

  test('a start that fails tells the launcher why, or whoever is there when there is none', async () => {
    const broken = await boot((electron) => {
      electron.failsToOpen = true
    })
    expect(told).toEqual([{ state: 'failed', because: 'The window could not be made.' }])
    expect([broken.exits, broken.dialogs]).toEqual([[1], []])

    listening = false
    const alone = await boot((electron) => {
      electron.failsToOpen = true
    })
    expect(alone.dialogs).toEqual([expect.stringMatching(/^TOTP Desk could not start: The window could not be made\./)])
  })
})
