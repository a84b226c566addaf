import { once } from 'node:events'
import { expect, type Page } from '@playwright/test'
import { enrollTwo, openAt, personScreenOf } from '../e2e/people'
import { createVault, test as storyTest } from '../support/console'
import type { Control } from '../support/electron-double/control'
import { startInElectron } from '../support/in-electron'
import type { DeskProgram } from '../support/shown'

const test = storyTest.extend<{ desk: DeskProgram }>({
  desk: async ({ shown }, use) => {
    if (!shown.program) throw new Error('These specs are run with test/electron/playwright.config.ts.')
    await use(shown.program)
  },
})

/** From now on message boxes are answered by `answer`, in the order they come, and stay open until then. */
async function holdDialogs({ program }: DeskProgram): Promise<void> {
  await program.evaluate(({ dialog }) => {
    const open: { message: string; buttons: string[]; answer(response: number): void }[] = []
    Object.assign(globalThis, { asked: open })
    dialog.showMessageBox = (async (...given: unknown[]) => {
      const { message, buttons } = given.at(-1) as { message: string; buttons: string[] }
      return new Promise((resolve) => {
        open.push({ message, buttons, answer: (response) => resolve({ response, checkboxChecked: false }) })
      })
    }) as typeof dialog.showMessageBox
  })
}

async function answer({ program }: DeskProgram, message: RegExp, button: string): Promise<void> {
  const messages = () =>
    program.evaluate(() => (Reflect.get(globalThis, 'asked') as { message: string }[]).map((one) => one.message))
  await expect.poll(messages).toEqual([expect.stringMatching(message)])
  await program.evaluate((_electron, wanted) => {
    const [asked] = (Reflect.get(globalThis, 'asked') as { buttons: string[]; answer(n: number): void }[]).splice(0)
    asked?.answer(asked.buttons.indexOf(wanted))
  }, button)
}

/** Asks the operator's page by way of the program: Playwright lets go of a page that crashed. */
const headingOf = ({ program }: DeskProgram) =>
  program.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]
      ?.webContents.executeJavaScript('document.querySelector("h1")?.textContent ?? ""')
      // The page is not there yet.
      .catch(() => ''),
  )

const statusOf = ({ program }: DeskProgram) =>
  program.evaluate(async ({ BrowserWindow }) => {
    const ask = 'window.deskBridge.invoke("vault.status", {}).then((answer) => answer.value.state)'
    return BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(ask)
  })

test('a page that crashes locks the vault, and comes again when it is wanted', async ({ desk }) => {
  await createVault(desk.page)
  await holdDialogs(desk)
  await desk.program.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  )
  await answer(desk, /stopped working/, 'Load again')
  await expect.poll(() => headingOf(desk)).not.toBe('')
  expect(await statusOf(desk)).toBe('locked')
})

test('a page that hangs locks the vault, is ended, and comes again', async ({ desk }) => {
  await createVault(desk.page)
  await holdDialogs(desk)
  await desk.page.evaluate(
    () =>
      void setTimeout(() => {
        for (;;);
      }, 0),
  )
  // Electron says so after a while of unanswered input.
  await desk.program.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.emit('unresponsive')
  })
  await answer(desk, /does not answer/, 'Load again')
  await expect.poll(() => headingOf(desk)).not.toBe('')
  expect(await statusOf(desk)).toBe('locked')
})

test('a page that cannot be loaded is told until it can', async ({ desk }) => {
  const ended = once(desk.program.process(), 'exit')
  await createVault(desk.page)
  await holdDialogs(desk)
  await desk.program.evaluate(({ session, BrowserWindow }) => {
    const { protocol } = session.fromPartition('desk')
    protocol.unhandle('desk')
    protocol.handle('desk', () => {
      throw new Error('the disk')
    })
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
  })
  await answer(desk, /stopped working/, 'Load again')
  await answer(desk, /could not be loaded/, 'Load again')
  await answer(desk, /could not be loaded/, 'Quit')
  expect((await ended)[0]).toBe(0)
  expect(desk.printed()).not.toMatch(/unhandled|rejection/i)
})

/** Only the double has displays to take away, and events that do not come. */
const doubleTest = storyTest.extend<{
  start: (setting: Parameters<typeof startInElectron>[0]) => Promise<DeskProgram>
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  start: async ({}, use) => {
    const started: DeskProgram[] = []
    await use(async (options) => {
      const desk = await startInElectron(options)
      started.push(desk)
      storyTest.skip(!desk.double, 'Only the double can play the system’s part here.')
      return desk
    })
    for (const desk of started) await desk.close()
  },
})

interface Standing {
  visible: boolean
  fullscreen: boolean
  bounds: { x: number; y: number; width: number; height: number }
}

const windowsOf = ({ program }: DeskProgram): Promise<Standing[]> =>
  program.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => ({
      visible: window.isVisible(),
      fullscreen: window.isFullScreen(),
      bounds: window.getBounds(),
    })),
  )

const setDisplays = ({ program }: DeskProgram, displays: Parameters<Control['setDisplays']>[0]) =>
  program.evaluate((_electron, given) => {
    ;(Reflect.get(globalThis, 'electronDouble') as Control).setDisplays(given)
  }, displays)

doubleTest('the window is there though its page never says that it has painted', async ({ start }) => {
  const desk = await start({ setting: { withheld: ['ready-to-show'] } })
  await expect.poll(async () => (await windowsOf(desk))[0]?.visible).toBe(true)
})

const small = { bounds: { x: 0, y: 0, width: 1366, height: 768 } }
const second = { bounds: { x: 1366, y: 0, width: 1920, height: 1080 } }

async function openPersonScreen(desk: DeskProgram): Promise<Page> {
  await createVault(desk.page)
  const { pending } = await enrollTwo(desk.page)
  await openAt(desk.page, `/people/${pending}/enroll`)
  return personScreenOf(desk.page, async (act) => {
    const opened = desk.program.waitForEvent('window')
    await act()
    return opened
  })
}

doubleTest('the person’s window fills the second display, and comes back when that goes', async ({ start }) => {
  const desk = await start({ setting: { displays: [small, second] } })
  const personScreen = await openPersonScreen(desk)
  const standing = async () => (await windowsOf(desk))[1]
  expect(await standing()).toEqual({ visible: true, fullscreen: true, bounds: second.bounds })
  await expect.poll(() => personScreen.evaluate(() => [innerWidth, innerHeight])).toEqual([1920, 1080])
  await setDisplays(desk, [small])
  await expect.poll(standing).toEqual({
    visible: true,
    fullscreen: false,
    bounds: { x: 266, y: 0, width: 1100, height: 728 },
  })
  await setDisplays(desk, [small, second])
  await expect.poll(standing).toMatchObject({ fullscreen: true, bounds: second.bounds })
  expect(desk.complaints).toEqual([])
})

doubleTest('on a display of 1366×768 no window is larger than its work area', async ({ start }) => {
  const desk = await start({ setting: { displays: [small] } })
  await openPersonScreen(desk)
  for (const { bounds } of await windowsOf(desk)) {
    expect(bounds.width).toBeLessThanOrEqual(1366)
    expect(bounds.height).toBeLessThanOrEqual(728)
    expect(bounds.x).toBeGreaterThanOrEqual(0)
    expect(bounds.y).toBeGreaterThanOrEqual(0)
  }
})

doubleTest('a right click offers editing in a text field and nothing elsewhere', async ({ start }) => {
  const desk = await start({})
  const menus = () => desk.program.evaluate(() => (Reflect.get(globalThis, 'electronDouble') as Control).menus)
  await desk.page.getByRole('heading').first().click({ button: 'right' })
  await desk.page.getByLabel('Your name').click({ button: 'right' })
  await expect.poll(menus).toEqual([['cut', 'copy', 'paste']])
})
