import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { enrollTwo, openAt, personScreenOf } from '../e2e/people'
import { createVault, test as storyTest } from '../support/console'
import { findRuntime } from '../support/electron-runtime'
import type { DeskProgram } from '../support/shown'

const test = storyTest.extend<{ desk: DeskProgram; personScreen: Page }>({
  desk: async ({ shown }, use) => {
    if (!shown.program) throw new Error('These specs are run with test/electron/playwright.config.ts.')
    await use(shown.program)
  },
  /** A vault that is open, and a window turned to a person who has a QR to scan. */
  personScreen: async ({ console: { page, openPersonScreen } }, use) => {
    await createVault(page)
    const { pending } = await enrollTwo(page)
    await openAt(page, `/people/${pending}/enroll`)
    await use(await personScreenOf(page, openPersonScreen))
  },
})

/** What says that a process has the vault; gone once it was closed in order. */
const lockFiles = (desk: DeskProgram) =>
  readdirSync(join(desk.folder, 'vault')).filter((name) => name.startsWith('vault.lock'))

test('the window turned to the person is kept out of captures', async ({ desk, personScreen }) => {
  await expect(personScreen.getByRole('img', { name: /^QR code for/ })).toBeVisible()
  const kept = await desk.program.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => [window.webContents.getURL(), window.isContentProtected()] as const),
  )
  // Under Linux no system keeps a window out, and Electron says so; the double says what was asked for.
  if (process.platform === 'linux' && !desk.double) return
  expect(kept.find(([url]) => url.includes('/person-screen/'))?.[1]).toBe(true)
})

for (const signal of ['lock-screen', 'suspend']) {
  test(`the system says ${signal}: the vault locks, and what the person saw is gone`, async ({
    desk,
    personScreen,
  }) => {
    const closed = personScreen.waitForEvent('close')
    await desk.program.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name as 'suspend'), signal)
    await closed
    await expect(desk.page.getByRole('button', { name: 'Unlock' })).toBeVisible()
  })
}

test('closing the operator’s window ends everything, the vault closed in order', async ({ desk, personScreen }) => {
  await expect(personScreen.getByRole('img', { name: /^QR code for/ })).toBeVisible()
  expect(lockFiles(desk)).not.toEqual([])
  const ended = once(desk.program.process(), 'exit')
  await desk.page.close()
  expect((await ended)[0]).toBe(0)
  expect(lockFiles(desk)).toEqual([])
})

test('asked to quit in the middle of a change, the program waits for the vault', async ({ desk }) => {
  await createVault(desk.page)
  const ended = once(desk.program.process(), 'exit')
  // The page's call and the request to quit come in the same moment.
  const name = 'Mara Lindqvist'
  await desk.page
    .evaluate((person) => {
      void window.deskBridge?.invoke('users.create', { name: person, email: 'mara@northwind.example' })
    }, name)
    .catch(() => {})
  await desk.program.evaluate(({ app }) => app.quit()).catch(() => {})
  expect((await ended)[0]).toBe(0)
  expect(lockFiles(desk)).toEqual([])
})

test('a second start ends by itself and brings the first to the front', async ({ desk }) => {
  const runtime = findRuntime()
  if ('missing' in runtime) throw new Error(runtime.missing)
  await desk.program.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    Object.assign(globalThis, { focused: 0 })
    window?.on('focus', () => Object.assign(globalThis, { focused: Reflect.get(globalThis, 'focused') + 1 }))
    window?.minimize()
  })
  const args = [...runtime.args, `--user-data-dir=${join(desk.folder, 'user')}`, '--vault', join(desk.folder, 'vault')]
  if (process.getuid?.() === 0) args.push('--no-sandbox')
  const second = spawn(runtime.executable, args, { cwd: runtime.cwd, stdio: 'ignore' })
  expect((await once(second, 'exit'))[0]).toBe(0)
  await expect
    .poll(() =>
      desk.program.evaluate(({ BrowserWindow }) => ({
        focused: Number(Reflect.get(globalThis, 'focused')) > 0,
        minimized: BrowserWindow.getAllWindows()[0]?.isMinimized(),
      })),
    )
    .toEqual({ focused: true, minimized: false })
})

test('a message whose frame is gone is refused with an answer', async ({ desk }) => {
  test.skip(!desk.double, 'Only the double can let a frame go at the right moment.')
  await desk.program.evaluate(() => Object.assign(Reflect.get(globalThis, 'electronDouble'), { framesGone: true }))
  const answer = await desk.page.evaluate(() => window.deskBridge?.invoke('vault.status', {}))
  expect(answer).toMatchObject({ ok: false, error: { code: 'foreign_caller' } })
})

test('a page that is loaded again still hears what happens', async ({ desk }) => {
  await createVault(desk.page)
  await desk.page.reload()
  await expect(desk.page.getByRole('heading', { name: 'Who is in front of you?' })).toBeVisible()
  await desk.program.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'))
  await expect(desk.page.getByRole('button', { name: 'Unlock' })).toBeVisible()
})
