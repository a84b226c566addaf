import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Ground, hurriedLauncher, launcher, makeGround } from '../support/launched'

const grounds: Ground[] = []
async function ground(kind?: string): Promise<Ground> {
  const made = await makeGround(kind)
  grounds.push(made)
  return made
}
afterEach(async () => {
  for (const made of grounds.splice(0)) await made.remove()
})

const node = process.execPath
const open = 'TOTP Desk is open. Ctrl-C here closes it.\n'
const stack = /^\s+at |Error:/m

/** What stands in for Electron, and what the one sentence says. */
const failing: [kind: string, because: RegExp, patience?: 'hurried'][] = [
  ['library missing', /a system library is missing \(libnss3\.so\)/],
  ['no sandbox', /this computer does not allow the sandbox that its own window needs/],
  ['display silent', /the display does not answer/],
  ['dies', /Electron ended at the start \(exit code 3\)/],
  ['ends well, but never came up', /Electron ended at the start \(exit code 0\)/],
  ['cannot start', /its own window could not start \(The folder cannot be written\)/],
  ['hangs', /its own window did not come up within 3 s/, 'hurried'],
  ['hangs and heeds nothing', /its own window did not come up within 3 s/, 'hurried'],
]

// The stand-ins are programs by their first line, which Windows does not read.
describe.skipIf(process.platform === 'win32')('the launcher', () => {
  test.each(failing)('Electron %s: one sentence, and the console in the browser', async (kind, because, patience) => {
    const on = await ground(kind)
    const desk = on.start(node, [patience ? hurriedLauncher : launcher])
    await desk.said(/TOTP Desk is open at http/)
    await vi.waitFor(() => expect(on.opened()).not.toEqual([]), 10_000)
    await pause(200)
    const [sentence, ...more] = desk.stderr().trim().split('\n')
    expect(sentence).toMatch(/^TOTP Desk opens in the browser, because .*\.$/)
    expect(sentence).toMatch(because)
    expect(more).toEqual([])
    expect(desk.stdout()).not.toMatch(stack)
    const [handedOver = '', ...others] = on.opened()
    expect(await readFile(handedOver.replace('file://', ''), 'utf8')).toMatch(/http:\/\/127\.0\.0\.1:\d+\//)
    expect(others).toEqual([])
    desk.signal('SIGTERM')
    expect(await desk.ended).toEqual({ code: 0, signal: null })
  })

  test('an Electron that is Node.js is recognised, and its stack trace is not shown', async () => {
    const on = await ground()
    const desk = on.start(node, [launcher], { env: { ELECTRON_EXEC_PATH: node } })
    await desk.said(/TOTP Desk is open at http/)
    expect(desk.stderr()).toBe(
      'TOTP Desk opens in the browser, because the program that should be Electron is Node.js.\n',
    )
    desk.signal('SIGTERM')
    expect(await desk.ended).toEqual({ code: 0, signal: null })
  })

  test('an Electron that cannot be run is said', async () => {
    const on = await ground()
    const desk = on.start(node, [launcher], { env: { ELECTRON_EXEC_PATH: '/etc/passwd' } })
    await desk.said(/TOTP Desk is open at http/)
    expect(desk.stderr()).toBe('TOTP Desk opens in the browser, because Electron could not be run (EACCES).\n')
    desk.signal('SIGTERM')
    expect(await desk.ended).toEqual({ code: 0, signal: null })
  })

  test('without a display the link is printed and no browser opened', async () => {
    const on = await ground('comes up')
    const desk = on.start(node, [launcher], { env: { DISPLAY: '' } })
    await desk.said(/TOTP Desk is open at http/)
    expect(desk.stderr()).toMatch(/^TOTP Desk opens in the browser, because there is no display for its own window\.\n/)
    await pause(500)
    expect([on.opened(), on.reports()]).toEqual([[], []])
    desk.signal('SIGTERM')
    expect(await desk.ended).toEqual({ code: 0, signal: null })
  })

  test('the desk is open already: said, and no second console', async () => {
    const on = await ground('open elsewhere')
    const desk = on.start(node, [launcher])
    expect(await desk.ended).toEqual({ code: 0, signal: null })
    expect([desk.stdout(), desk.stderr()]).toEqual([
      '',
      'TOTP Desk is open already. Its window was brought to the front.\n',
    ])
    expect(on.opened()).toEqual([])
  })

  test('a window that comes up is said, and its end is the end', async () => {
    const on = await ground('comes up and is closed')
    const desk = on.start(node, [launcher])
    expect(await desk.ended).toEqual({ code: 0, signal: null })
    expect([desk.stdout(), desk.stderr(), on.opened()]).toEqual(['', open, []])
  })

  test('a window that came up and dies later is said, and no browser opened', async () => {
    const on = await ground('comes up and dies')
    const desk = on.start(node, [launcher])
    expect(await desk.ended).toEqual({ code: 1, signal: null })
    expect(desk.stderr()).toBe(
      `${open}TOTP Desk ended unexpectedly (SIGSEGV). What was saved is safe. Start it again.\n`,
    )
    expect(on.opened()).toEqual([])
  })

  test('ELECTRON_RUN_AS_NODE and NODE_OPTIONS do not reach Electron; what it says comes after it is up', async () => {
    const on = await ground('comes up')
    const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--no-warnings', LANG: 'C.UTF-8' }
    const desk = on.start(node, [launcher, '--vault', '/tmp/one', '--ozone-platform=x11'], { env })
    await desk.said(/a word of Chromium/)
    const [given] = on.reports() as { args: string[]; env: Record<string, string> }[]
    expect(given?.args.slice(1)).toEqual(['--vault', '/tmp/one', '--ozone-platform=x11'])
    expect(given?.env).toMatchObject({ LANG: 'C.UTF-8' })
    expect(Object.keys(given?.env ?? {})).not.toContain('ELECTRON_RUN_AS_NODE')
    expect(Object.keys(given?.env ?? {})).not.toContain('NODE_OPTIONS')
    desk.signal('SIGTERM')
    expect(await desk.ended).toEqual({ code: 0, signal: null })
  })

  test.runIf(process.getuid?.() === 0)('root gets the browser and is told how the window opens', async () => {
    const on = await ground('comes up')
    const desk = on.start(node, [launcher], { asRoot: true })
    await desk.said(/TOTP Desk is open at http/)
    expect(desk.stderr()).toMatch(/because its own window does not open for the root account .*--no-sandbox/)
    expect(on.reports()).toEqual([])
    desk.signal('SIGTERM')
    expect(await desk.ended).toEqual({ code: 0, signal: null })
  })

  test('--no-sandbox is passed on as given, with a warning, and never by itself', async () => {
    const on = await ground('comes up and is closed')
    const asRoot = process.getuid?.() === 0
    const desk = on.start(node, [launcher, '--no-sandbox'], { asRoot })
    expect(await desk.ended).toEqual({ code: 0, signal: null })
    expect(desk.stderr()).toMatch(/^Warning: --no-sandbox .*\nTOTP Desk is open/)
    expect(on.reports()[0]).toMatchObject({ args: [expect.anything(), '--no-sandbox'] })

    const plain = await ground('comes up and is closed')
    await plain.start(node, [launcher]).ended
    expect(plain.reports()[0]).toMatchObject({ args: [expect.anything()] })
  })

  test('what only Electron understands is left out where the browser opens instead', async () => {
    const on = await ground('dies')
    const folder = `${on.folder}/made/vault`
    const desk = on.start(node, [launcher, '--no-sandbox', '--vault', folder, '--ozone-platform=x11'])
    await desk.said(/TOTP Desk is open at http/)
    desk.signal('SIGTERM')
    expect(await desk.ended).toEqual({ code: 0, signal: null })
  })
})

describe.skipIf(process.platform === 'win32')('the end', () => {
  /** Signals as they come: to all programs of the terminal, or to the launcher alone. */
  test.each([
    ['Ctrl-C in the terminal', 'signalAll', 'SIGINT'],
    ['a closed terminal', 'signalAll', 'SIGHUP'],
    ['SIGTERM to the launcher', 'signal', 'SIGTERM'],
    ['SIGINT to the launcher', 'signal', 'SIGINT'],
    ['SIGKILL to the launcher', 'signal', 'SIGKILL'],
  ] as const)('%s lets Electron end in order', async (_how, way, signal) => {
    const on = await ground('comes up')
    const desk = on.start(node, [launcher])
    await desk.said(/a word of Chromium/)
    desk[way](signal)
    const end = await desk.ended
    if (signal !== 'SIGKILL') expect(end).toEqual({ code: 0, signal: null })
    else await pause(1500)
    expect(on.reports().at(-1)).toEqual({ ended: 'in order' })
  })

  test('Ctrl-C under npm start is one wish, however many programs pass it on', async () => {
    const on = await ground('comes up')
    const desk = on.start('npm', ['start'])
    await desk.said(/a word of Chromium/)
    desk.signalAll('SIGINT')
    await desk.ended
    await pause(1500)
    expect(on.reports().at(-1)).toEqual({ ended: 'in order' })
  })

  test('the end of npm alone is the end of the desk', async () => {
    const on = await ground('comes up')
    const desk = on.start('npm', ['start'])
    await desk.said(/a word of Chromium/)
    desk.signal('SIGTERM')
    await desk.ended
    await pause(2500)
    expect(on.reports().at(-1)).toEqual({ ended: 'in order' })
  })

  test('a second Ctrl-C, and a host that heeds nothing, do not keep the launcher', async () => {
    const on = await ground('comes up and heeds nothing')
    const desk = on.start(node, [launcher])
    await untilReported(on)
    desk.signalAll('SIGINT')
    await pause(800)
    desk.signalAll('SIGINT')
    expect(await desk.ended).toEqual({ code: 1, signal: null })

    const patient = await ground('comes up and heeds nothing')
    const alone = patient.start(node, [hurriedLauncher])
    await untilReported(patient)
    alone.signal('SIGTERM')
    expect(await alone.ended).toEqual({ code: 1, signal: null })
    expect(patient.reports()).toContainEqual({ asked: 'disconnect' })
  })
})

/** Waits until the stand-in runs and has told the launcher that it is up. */
async function untilReported(on: Ground): Promise<void> {
  while (on.reports().length === 0) await pause(50)
  await pause(300)
}
