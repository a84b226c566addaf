import { createServer, type IncomingMessage } from 'node:http'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, test as base, chromium, expect, type Page } from '@playwright/test'
import { chromiumArgs, chromiumPath } from '../support/chromium'
import { authenticatorFrom, codeOf, createVault, passphrase, scanQr } from '../support/console'
import { type Host, startHost } from '../support/host'
import { type Relay, startRelay } from '../support/relay'
import { call } from './people'

interface Fixtures {
  host: Host
  relay: Relay
  browser: Browser
  context: BrowserContext
  page: Page
}

/** A program, a wire to it that can be cut, and its console on a new vault. */
const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  host: async ({}, use) => {
    const host = await startHost()
    await use(host)
    await host.stop()
  },
  relay: async ({ host }, use) => {
    const relay = await startRelay(portOf(host))
    await use(relay)
    await relay.close()
  },
  context: async ({ relay }, use) => {
    const browser = await chromium.launch({
      executablePath: await chromiumPath(),
      args: [...chromiumArgs, relay.chromiumArg],
    })
    await use(await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' }))
    await browser.close()
  },
  page: async ({ host, context }, use) => {
    const page = await context.newPage()
    await page.goto(host.url)
    await createVault(page)
    await use(page)
  },
})

const portOf = (host: Host) => Number(new URL(host.origin).port)
const notice = (page: Page) => page.getByRole('alertdialog')
const search = (page: Page) => page.getByRole('combobox', { name: /^Search by name/, includeHidden: true })

/** A page of another browser: one that shares nothing with the first. */
async function strangersPage(context: BrowserContext): Promise<Page> {
  const browser = context.browser()
  if (!browser) throw new Error('The context has no browser.')
  return (await browser.newContext()).newPage()
}

async function newLink({ origin, token }: Host): Promise<string> {
  const response = await fetch(`${origin}/link`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  return ((await response.json()) as { url: string }).url
}

test('a page whose host is away keeps what was typed and goes on by itself', async ({ page, relay }) => {
  await search(page).fill('Mara Lind')
  await page.keyboard.press('ArrowLeft')
  await relay.cut()
  await expect(notice(page)).toContainText('The desk is not answering')
  await expect(page).toHaveTitle(/^Not connected/)
  // What lies under it cannot be used, and is still there.
  await expect(search(page)).toHaveValue('Mara Lind')
  await page.keyboard.type('x')
  await page.keyboard.press('Escape')
  await expect(notice(page)).toBeVisible()
  await expect(search(page)).toHaveValue('Mara Lind')
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze()
  expect(violations).toEqual([])

  await relay.mend()
  await expect(notice(page)).toHaveCount(0)
  await expect(page).toHaveTitle(/^Desk/)
  // The caret is where it was.
  await expect(search(page)).toBeFocused()
  await page.keyboard.type('q')
  await expect(search(page)).toHaveValue('Mara Linqd')
  await search(page).fill('Mara Lindqvist')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('textbox', { name: 'Email' }).fill('mara@example.org')

  // Often, and in the middle of a form.
  for (let n = 0; n < 3; n += 1) {
    await relay.cut()
    await expect(notice(page)).toBeVisible()
    await relay.mend()
    await expect(notice(page)).toHaveCount(0)
  }
  await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue('mara@example.org')
  await page.getByRole('button', { name: 'Create and enroll' }).click()
  await expect(page.getByRole('combobox', { name: 'How did you make sure who it is?' })).toBeVisible()
})

test('each side of the desk has its own words, and the person’s screen goes on, too', async ({
  page,
  context,
  relay,
}) => {
  const { userId } = await call<{ userId: string }>(page, 'users.create', { name: 'Mara', email: 'mara@example.org' })
  const totp = await call<{ totpId: string }>(page, 'totps.begin', { userId, expirationMinutes: 60 })
  const person = await context.newPage()
  await person.goto(`${new URL(page.url()).origin}/#/person-screen/${totp.totpId}`)
  const authenticator = authenticatorFrom(await scanQr(person))
  await relay.cut()
  await expect(notice(person)).toContainText('Please ask at the desk')
  await expect(notice(person)).not.toContainText(/link|terminal|TOTP Desk/)
  await expect(notice(page)).toContainText('The desk is not answering')
  await relay.mend()
  await expect(notice(person)).toHaveCount(0)
  expect(authenticatorFrom(await scanQr(person)).secret.base32).toBe(authenticator.secret.base32)
  await person.getByLabel('The code from your app').fill(codeOf(authenticator))
  await expect(person.getByRole('heading', { name: /Now the next code/ })).toBeVisible()
})

test('what happened while the host was away is shown when it is back, a lock among it', async ({
  page,
  host,
  relay,
}) => {
  await search(page).fill('Mara')
  await relay.cut()
  await expect(notice(page)).toBeVisible()
  await host.client.vault.lock()
  await relay.mend()
  await expect(notice(page)).toHaveCount(0)
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeVisible()
  await expect(search(page)).toHaveCount(0)
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Who is in front of you?' })).toBeVisible()
  await expect(notice(page)).toHaveCount(0)
})

test('another program that takes the port gets nothing and shows nothing', async ({ page, host }) => {
  const token = await page.evaluate(() => sessionStorage.getItem('totp-desk-token') ?? '')
  expect(token).not.toBe('')
  const searched = page.waitForResponse(/users\.search/)
  await search(page).fill('Secret Name')
  await searched
  await host.kill()
  const heard: string[] = []
  const impostor = createServer((request: IncomingMessage, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      heard.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`)
      const status = { state: 'locked', folder: '/', demo: false, operator: null, version: '1', notice: null }
      const asked = JSON.parse(body || '{}') as { nonce?: string }
      response.setHeader('content-type', 'application/json')
      response.setHeader('desk-token', 'A'.repeat(43))
      response.end(JSON.stringify({ ok: true, value: status, proof: asked.nonce ?? 'x', good: true }))
    })
  }).listen(portOf(host), '127.0.0.1')
  await expect(notice(page)).toContainText('The desk was started again')
  await expect.poll(() => heard.length, { timeout: 20_000 }).toBeGreaterThan(4)
  await expect(page.getByLabel('Passphrase')).toHaveCount(0)
  await expect(search(page)).toHaveValue('Secret Name')
  expect(new Set(heard.map((each) => each.split(' ').slice(0, 2).join(' ')))).toEqual(new Set(['POST /proof']))
  for (const secret of [token, 'Secret Name', 'authorization']) expect(heard.join()).not.toContain(secret)
  impostor.closeAllConnections()
  impostor.close()
})

test('after a new start the page goes on only when asked to, with the desk that another tab was let in to', async ({
  page,
  host,
  context,
}) => {
  await search(page).fill('Mara Lind')
  await host.kill()
  await expect(notice(page)).toBeVisible()
  const next = await startHost({ folder: host.folder, flags: ['--port', String(portOf(host))] })
  try {
    await expect(notice(page)).toContainText('The desk was started again')
    await expect(page.getByRole('button', { name: /^Go on/ })).toHaveCount(0)
    const second = await context.newPage()
    await second.goto(next.url)
    await second.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await second.keyboard.press('Enter')
    await expect(second.getByRole('heading', { name: 'Who is in front of you?' })).toBeVisible()
    await page.getByRole('button', { name: /^Go on/ }).click()
    await expect(notice(page)).toHaveCount(0)
    await expect(search(page)).toHaveValue('Mara Lind')
    await page.getByRole('link', { name: 'Audit', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Audit', exact: true })).toBeVisible()
  } finally {
    await next.stop()
  }
})

test('two tabs: a reload, a typed address, a lock and an unlock in either', async ({ page, host, context }) => {
  const complaints: string[] = []
  const listen = (each: Page) =>
    each.on('console', (line) => void (line.type() === 'error' && complaints.push(line.text())))
  const second = await context.newPage()
  for (const each of [page, second]) listen(each)
  await second.goto(`${host.origin}/`)
  const heading = (each: Page) => each.getByRole('heading', { name: 'Who is in front of you?' })
  const passphraseBox = (each: Page) => each.getByLabel('Passphrase', { exact: true })
  await expect(heading(second)).toBeVisible()
  await page.reload()
  await expect(heading(page)).toBeVisible()
  for (const [unlocking, other] of [
    [page, second],
    [second, page],
  ] as const) {
    await other.getByRole('button', { name: 'Lock', exact: true }).click()
    for (const each of [page, second]) await expect(passphraseBox(each)).toBeVisible()
    await passphraseBox(unlocking).fill(passphrase)
    await unlocking.keyboard.press('Enter')
    for (const each of [page, second]) {
      await expect(heading(each)).toBeVisible()
      await expect(notice(each)).toHaveCount(0)
    }
    await other.reload()
    await expect(heading(other)).toBeVisible()
  }
  expect(complaints).toEqual([])
})

test('a new link: other tabs of the browser go on by themselves, another browser’s are closed', async ({
  page,
  host,
  context,
}) => {
  await search(page).fill('Mara Lind')
  const same = await context.newPage()
  await same.goto(await newLink(host))
  await expect(same.getByRole('heading', { name: 'Who is in front of you?' })).toBeVisible()
  await expect(notice(page)).toHaveCount(0)
  await expect(search(page)).toHaveValue('Mara Lind')

  const another = await strangersPage(context)
  await another.goto(await newLink(host))
  await expect(another.getByRole('heading', { name: 'Who is in front of you?' })).toBeVisible()
  for (const closed of [page, same]) await expect(notice(closed)).toContainText('This page was closed')
  await same.close()

  // Back in this browser, the page goes on, still with what was typed.
  const back = await context.newPage()
  await back.goto(await newLink(host))
  await expect(notice(page)).toHaveCount(0)
  await expect(search(page)).toHaveValue('Mara Lind')
})

test('a link that is dead says why', async ({ page, host, context }) => {
  const first = await newLink(host)
  const second = await newLink(host)
  const stranger = await strangersPage(context)
  await stranger.goto(first)
  await expect(stranger.getByRole('heading')).toHaveText('This link has run out')
  await stranger.goto(second)
  await expect(stranger.getByRole('heading', { name: 'Who is in front of you?' })).toBeVisible()
  await expect(notice(page)).toContainText('This page was closed')
  // The operator finds it used: whoever was faster is out as well.
  const operators = await context.newPage()
  await operators.goto(second)
  await expect(operators.getByRole('heading')).toHaveText('This link was used already')
  await expect(notice(stranger)).toContainText('This page was closed')
  expect(host.printed()).toContain('A link was used a second time')
  expect(operators.url()).toBe(`${host.origin}/enter.html`)
})

test('a page without a link says how to get one', async ({ host, context }) => {
  const page = await context.newPage()
  await page.goto(`${host.origin}/`)
  await expect(notice(page)).toContainText('Open the console with its link')
  await page.goto(host.url)
  await expect(page.getByRole('button', { name: 'Create the vault' })).toBeVisible()
  await expect(notice(page)).toHaveCount(0)
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(4)
})
