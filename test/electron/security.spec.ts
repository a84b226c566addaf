import { expect, type Page } from '@playwright/test'
import { test } from './desk-app'

/** An address of our own origin, whatever the windows call it. */
const ours = (page: Page, place: string) => page.url().replace(/\/index\.html.*$/, place)
const personScreenPlace = '/index.html#/person-screen/totp-live-00000000-0000-4000-8000-000000000000'

test('the page is ours, sandboxed, and knows nothing of Node', async ({ desk }) => {
  const [url] = await desk.program.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((one) => one.getURL()),
  )
  expect(url).toMatch(/^desk:\/\/app\/index\.html/)
  const world = await desk.page.evaluate(() => ({
    secure: window.isSecureContext,
    bridge: Object.keys(window.deskBridge ?? {}).toSorted(),
    node: ['process', 'require', 'module', 'Buffer', '__dirname', 'ipcRenderer'].filter((name) => name in window),
  }))
  expect(world).toEqual({ secure: true, bridge: ['invoke', 'subscribe'], node: [] })
})

test('no address moves the page away', async ({ desk }) => {
  const start = desk.page.url()
  for (const url of [
    'https://example.com/',
    'file:///',
    'desk://other/index.html',
    'data:text/html,x',
    ours(desk.page, '/LICENSE'),
  ]) {
    await desk.page.evaluate((target) => {
      const link = Object.assign(document.createElement('a'), { href: target })
      document.body.append(link)
      link.click()
      link.remove()
    }, url)
    // A round trip to the main process: what the click set off has been decided by then.
    await desk.page.evaluate(() => window.deskBridge?.invoke('vault.status', {}))
    expect(desk.page.url(), url).toBe(start)
  }
})

test('no window opens but the one turned to the person', async ({ desk }) => {
  const personScreen = ours(desk.page, personScreenPlace)
  for (const url of ['about:blank', 'https://example.com/', ours(desk.page, '/index.html'), `${personScreen}?x`]) {
    expect(await desk.page.evaluate((target) => window.open(target) === null, url), url).toBe(true)
  }
  const opened = desk.program.waitForEvent('window')
  await desk.page.evaluate((target) => void window.open(target, 'person'), personScreen)
  const person = await opened
  await person.waitForURL(personScreen)
  // It may not do what the operator may, nor open a window of its own.
  const answer = await person.evaluate(() => window.deskBridge?.invoke('users.search', {}))
  expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  expect(await person.evaluate((target) => window.open(target) === null, personScreen)).toBe(true)
})

test('scripts and styles that are not ours do not run', async ({ desk }) => {
  const ran = await desk.page.evaluate(async () => {
    const script = Object.assign(document.createElement('script'), { textContent: 'window.injected = true' })
    document.body.append(script)
    const fetched = await fetch('https://example.com/').then(
      () => true,
      () => false,
    )
    return { injected: 'injected' in window, fetched }
  })
  expect(ran).toEqual({ injected: false, fetched: false })
  // What a story may not cause: the fixtures hear of it.
  await expect.poll(() => desk.complaints.join('\n')).toMatch(/Content Security Policy/)
})

test('the desk answers a known name and refuses an unknown one', async ({ desk }) => {
  const status = await desk.page.evaluate(() => window.deskBridge?.invoke('vault.status', {}))
  expect(status).toMatchObject({ ok: true, value: { state: 'absent' } })
  const unknown = await desk.page.evaluate(() => window.deskBridge?.invoke('vault.open' as 'vault.status', {}))
  expect(unknown).toMatchObject({ ok: false, error: { code: 'unknown_procedure' } })
})

test('a link to a new window opens none', async ({ desk }) => {
  for (const target of ['https://example.com/', ours(desk.page, '/index.html')]) {
    await desk.page.evaluate((href) => {
      const link = Object.assign(document.createElement('a'), { href, target: '_blank', rel: 'opener' })
      document.body.append(link)
      link.click()
      link.remove()
    }, target)
    await expect.poll(() => desk.program.windows().length, target).toBe(1)
  }
})

test('the operator’s page alone writes to the clipboard, and none reads it', async ({ desk }) => {
  const use = (page: Page) =>
    page.evaluate(async () => {
      const outcome = (use: Promise<unknown>) =>
        use.then(
          () => 'granted',
          (cause) => (cause as Error).name,
        )
      return {
        write: await outcome(navigator.clipboard.writeText('a key')),
        read: await outcome(navigator.clipboard.readText()),
      }
    })
  const opened = desk.program.waitForEvent('window')
  await desk.page.evaluate((target) => void window.open(target, 'person'), ours(desk.page, personScreenPlace))
  const person = await opened
  await person.waitForURL(/person-screen/)
  expect(await use(person)).toEqual({ write: 'NotAllowedError', read: 'NotAllowedError' })
  await desk.page.bringToFront()
  expect(await use(desk.page)).toEqual({ write: 'granted', read: 'NotAllowedError' })
})
