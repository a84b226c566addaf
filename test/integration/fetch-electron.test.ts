import { existsSync, readdirSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { root } from '../../scripts/build-if-stale.mjs'
import { type Ground, makeGround } from '../support/launched'
import { type Mirror, startMirror, startProxy } from '../support/mirror'
import { copyProject } from '../support/project-copy'

let on: Ground
let mirror: Mirror
let project: string

beforeEach(async () => {
  on = await makeGround()
  mirror = await startMirror()
  project = await copyProject(on)
  const hurried = join('test', 'support', 'stand-ins', 'start-in-a-hurry.mjs')
  await cp(join(root, hurried), join(project, hurried))
})
afterEach(async () => {
  await on.remove()
  await mirror.close()
})

const usual = 'scripts/start.mjs'
/** Without a byte for 1.5 s, it gives up. */
const hurried = 'test/support/stand-ins/start-in-a-hurry.mjs'

function start(script = usual, env: NodeJS.ProcessEnv = {}) {
  const settings = { ...mirror.env, STAND_IN: 'comes up and is closed', ...env }
  return on.start(process.execPath, [join(project, script)], { cwd: project, env: settings })
}

/** What a fetch leaves behind besides the runtime itself. */
function leftovers(): string[] {
  const parts = join(project, 'node_modules', 'electron', '.fetch')
  return [
    ...(existsSync(parts) ? readdirSync(parts).map((name) => `.fetch/${name}`) : []),
    ...readdirSync(join(on.folder, 'tmp')).filter((name) => name.startsWith('electron')),
  ]
}

const electronRan = () => on.reports().length > 0

describe.skipIf(process.platform === 'win32')('fetching the Electron runtime', () => {
  test('the first start fetches it, says how far it is, and opens the window; the next one has it', async () => {
    mirror.serve = { pauseMs: 150 }
    const first = start()
    expect(await first.ended).toEqual({ code: 0, signal: null })
    expect(first.stderr()).toMatch(
      /^Fetching the Electron runtime .*\n( {2}\d+ % of 2 MB\n)+Unpacking it …\nTOTP Desk is open/,
    )
    expect([electronRan(), on.opened(), leftovers()]).toEqual([true, [], []])

    const second = start()
    expect(await second.ended).toEqual({ code: 0, signal: null })
    expect(second.stderr()).toMatch(/^TOTP Desk is open/)
    expect(mirror.asked).toEqual([0])
  })

  test('a slow line is waited for as long as bytes come, however long that is beyond the limit', async () => {
    mirror.serve = { pauseMs: 200 }
    const desk = start(hurried)
    expect(await desk.ended).toEqual({ code: 0, signal: null })
    expect(electronRan()).toBe(true)
  })

  test('a line that falls silent: a sentence, the browser, and the next start goes on where it ended', async () => {
    mirror.serve = { stallsAfter: 1_000_000 }
    const first = start(hurried)
    await first.said(/TOTP Desk is open at http/)
    expect(first.stderr()).toMatch(
      /\nTOTP Desk opens in the browser, because the Electron runtime could not be fetched \(no answer for 2 s\)\.\n$/,
    )
    expect(leftovers()).toEqual([expect.stringMatching(/^\.fetch\/electron-v.*\.zip\.part$/)])
    first.signal('SIGTERM')
    expect(await first.ended).toEqual({ code: 0, signal: null })

    mirror.serve = {}
    const second = start(hurried)
    expect(await second.ended).toEqual({ code: 0, signal: null })
    expect(electronRan()).toBe(true)
    expect(mirror.asked).toEqual([0, expect.toSatisfy((from: number) => from > 900_000)])
    expect(leftovers()).toEqual([])
  })

  test('a connection that breaks is taken up again at once', async () => {
    mirror.serve = { breaksAfter: 900_000 }
    const desk = start(hurried)
    expect(await desk.ended).toEqual({ code: 0, signal: null })
    expect(electronRan()).toBe(true)
    expect(mirror.asked.length).toBeGreaterThan(1)
    expect(mirror.asked).toEqual(mirror.asked.toSorted((a, b) => a - b))
    expect(leftovers()).toEqual([])
  })

  test('a line that needs minutes: the browser opens meanwhile, and the next start has the window', async () => {
    // About 12 s at this speed; only 1 s is waited for.
    mirror.serve = { pauseMs: 400 }
    const first = start(hurried, { STAND_IN_LIMITS: '{"worthWaitingMs":1000}' })
    await first.said(/TOTP Desk is open at http/)
    expect(first.stderr()).toMatch(/It goes on by itself; the next start has it\.\n/)
    expect(first.stderr()).toMatch(/because the Electron runtime is still being fetched\.\n$/)
    const meanwhile = start()
    await meanwhile.said(/TOTP Desk is open at http/)
    expect(meanwhile.stderr()).toMatch(/because the Electron runtime is still being fetched\.\n$/)
    for (const desk of [first, meanwhile]) {
      // A closed terminal does not end the fetching.
      desk.signalAll('SIGHUP')
      expect(await desk.ended).toEqual({ code: 0, signal: null })
    }
    while (leftovers().length > 0) await pause(200)
    expect(mirror.asked).toEqual([0])
    const later = start()
    expect(await later.ended).toEqual({ code: 0, signal: null })
    expect(later.stderr()).toMatch(/^TOTP Desk is open/)
    expect(electronRan()).toBe(true)
  })

  test.each([404, 403])('a server that answers %i is said, and nothing is left', async (status) => {
    mirror.serve = { status }
    const desk = start()
    await desk.said(/TOTP Desk is open at http/)
    expect(desk.stderr()).toMatch(
      new RegExp(`because the Electron runtime could not be fetched \\(the server answered ${status}\\)\\.\\n$`),
    )
    expect(leftovers()).toEqual([])
    desk.signal('SIGTERM')
    await desk.ended
  })

  test('what is not the file that it should be is not unpacked', async () => {
    const env = { electron_use_remote_checksums: '' }
    const desk = start(usual, env)
    await desk.said(/TOTP Desk is open at http/)
    expect(desk.stderr()).toMatch(/\(what the server sent is not the file that it should be\)\.\n$/)
    expect(leftovers()).toEqual([])
    desk.signal('SIGTERM')
    await desk.ended
  })

  test('a proxy that refuses is said', async () => {
    const proxy = await startProxy(407)
    const desk = start(usual, { ELECTRON_MIRROR: 'http://mirror.test/', HTTP_PROXY: proxy.url })
    await desk.said(/TOTP Desk is open at http/)
    await proxy.close()
    expect(desk.stderr()).toMatch(/could not be fetched \(no connection through the proxy\)\.\n$/)
    desk.signal('SIGTERM')
    await desk.ended
  })

  test('a server that is not there is said', async () => {
    const gone = await startMirror()
    await gone.close()
    const desk = start(usual, { ...gone.env })
    await desk.said(/TOTP Desk is open at http/)
    expect(desk.stderr()).toMatch(/could not be fetched \(no connection, ECONNREFUSED\)\.\n$/)
    desk.signal('SIGTERM')
    await desk.ended
  })

  test('Ctrl-C ends the fetching and opens nothing', async () => {
    mirror.serve = { pauseMs: 400 }
    const desk = start()
    await desk.said(/ % of /)
    desk.signalAll('SIGINT')
    expect(await desk.ended).toEqual({ code: 1, signal: null })
    await pause(500)
    expect(on.opened()).toEqual([])
    const { length } = mirror.asked
    await pause(1000)
    expect([mirror.asked.length, leftovers()]).toEqual([length, [expect.stringMatching(/\.zip\.part$/)]])
  })

  test.each([
    ['HTTP_PROXY', 'HTTP_PROXY'],
    ["npm's proxy", 'npm_config_proxy'],
    ["npm's https-proxy with npm's own", 'npm_config_http_proxy'],
  ])('%s is used', async (_name, variable) => {
    const proxy = await startProxy()
    const behind = mirror.env.ELECTRON_MIRROR?.replace('127.0.0.1', 'mirror.test')
    const desk = start(usual, { ELECTRON_MIRROR: behind, [variable]: proxy.url })
    expect(await desk.ended).toEqual({ code: 0, signal: null })
    await proxy.close()
    expect([electronRan(), proxy.asked.every((host) => host === 'mirror.test')]).toEqual([true, true])
    expect(proxy.asked.length).toBeGreaterThan(0)
  })

  test("npm's electron_mirror is used", async () => {
    const { ELECTRON_MIRROR, ...rest } = mirror.env
    const desk = start(usual, { ...rest, ELECTRON_MIRROR: undefined, npm_config_electron_mirror: ELECTRON_MIRROR })
    expect(await desk.ended).toEqual({ code: 0, signal: null })
    expect(electronRan()).toBe(true)
  })

  test('in CI nothing is fetched', async () => {
    const desk = start(usual, { CI: 'true' })
    await desk.said(/TOTP Desk is open at http/)
    expect(desk.stderr()).toMatch(/because the Electron runtime is not installed\.\n$/)
    expect(mirror.asked).toEqual([])
    desk.signal('SIGTERM')
    await desk.ended
  })
})
