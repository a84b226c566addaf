import { setTimeout as pause } from 'node:timers/promises'
import { test as base, expect } from '@playwright/test'
import { skipWithoutElectron } from '../support/console'
import { findRuntime } from '../support/electron-runtime'
import { type Ground, type Launched, launcher, makeGround } from '../support/launched'

const isRoot = process.getuid?.() === 0

/** A computer of its own, on which `npm start` opens what these specs run under. */
const test = base.extend<{ ground: Ground; start: (...flags: string[]) => Launched }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  ground: async ({}, use, testInfo) => {
    skipWithoutElectron('electron', testInfo)
    const ground = await makeGround()
    await use(ground)
    await ground.remove()
  },
  start: async ({ ground }, use) => {
    const runtime = findRuntime()
    const executable = 'missing' in runtime ? '' : runtime.executable
    const { DISPLAY = ':99' } = process.env
    const env = { ELECTRON_EXEC_PATH: executable, DISPLAY }
    // Chromium refuses its own sandbox to root, which containers run as.
    const always = isRoot ? ['--no-sandbox'] : []
    await use((...flags) => ground.start(process.execPath, [launcher, ...always, ...flags], { env, asRoot: isRoot }))
  },
})
test.skip(process.platform === 'win32', 'These send signals to groups of programs.')

const open = /TOTP Desk is open\. Ctrl-C/

for (const [how, way, signal] of [
  ['Ctrl-C', 'signalAll', 'SIGINT'],
  ['a closed terminal', 'signalAll', 'SIGHUP'],
  ['a signal to the launcher', 'signal', 'SIGTERM'],
] as const) {
  test(`npm start opens the window, and ${how} ends it in order`, async ({ ground, start }) => {
    const desk = start()
    await desk.said(open)
    // Until its page is there the double cannot quit: Chromium's answers to it are still on their way.
    await pause(2000)
    desk[way](signal)
    expect(await desk.ended).toEqual({ code: 0, signal: null })
    expect(ground.opened()).toEqual([])
  })
}

test('a second start says that the desk is open, and opens nothing', async ({ ground, start }) => {
  const first = start()
  await first.said(open)
  const second = start()
  expect(await second.ended).toEqual({ code: 0, signal: null })
  expect(second.stderr()).toContain('TOTP Desk is open already. Its window was brought to the front.\n')
  expect(ground.opened()).toEqual([])
  first.signal('SIGTERM')
  await first.ended
})

test('the demo and a named vault open beside the desk that is open', async ({ ground, start }) => {
  const folder = `${ground.folder}/made/other`
  const desks = [start(), start('--vault', folder), start('--demo')]
  for (const desk of desks) await desk.said(open)
  const again = start(`--vault=${ground.folder}/made/../made/other`)
  expect(await again.ended).toEqual({ code: 0, signal: null })
  expect(again.stderr()).toContain('TOTP Desk is open already.')
  for (const desk of desks) desk.signal('SIGTERM')
  for (const desk of desks) expect(await desk.ended).toEqual({ code: 0, signal: null })
})

test('a command line that cannot be followed is said, without a window', async ({ start }) => {
  const desk = start('--demo', '--vault', '/tmp/kept')
  expect(await desk.ended).toEqual({ code: 2, signal: null })
  expect([desk.stdout(), desk.stderr()]).toEqual([
    '',
    expect.stringMatching(/(^|\n)A demo makes a vault of its own\. Leave out --vault\.\n$/),
  ])
})
