import { readFile } from 'node:fs/promises'
import { type BrowserContext, test as base, chromium, expect, type Page } from '@playwright/test'
import jsqr from 'jsqr'
import { TOTP, URI } from 'otpauth'
import { PNG } from 'pngjs'
import { chromiumArgs, chromiumPath } from './chromium'
import { type Host, startHost } from './host'

/** The console as a story meets it, whichever host presents it. */
export interface Console {
  page: Page
  /** Does what opens the window turned to the person, and gives that window. */
  openPersonScreen(act: () => Promise<void>): Promise<Page>
  /** Does what saves a file, and gives its text. */
  savedText(act: () => Promise<void>): Promise<string>
}

export const passphrase = 'copper lamp river tiny orbit'

/** A program of its own on a new vault, and its console in a new Chromium. */
export const test = base.extend<{ host: Host; context: BrowserContext; console: Console }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  host: async ({}, use) => {
    const host = await startHost()
    await use(host)
    await host.stop()
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  context: async ({}, use) => {
    const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArgs] })
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' })
    await use(context)
    await browser.close()
  },
  console: async ({ host, context }, use) => {
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    await page.goto(host.url)
    await use({
      page,
      async openPersonScreen(act) {
        const opened = page.waitForEvent('popup')
        await act()
        const personScreen = await opened
        await personScreen.setViewportSize({ width: 1366, height: 768 })
        return personScreen
      },
      async savedText(act) {
        const saved = page.waitForEvent('download')
        await act()
        return readFile(await (await saved).path(), 'utf8')
      },
    })
    expect(complaints, 'the page complained on its console').toEqual([])
  },
})

/** The same with a demo: made-up people, unlocked, the API on. */
export const demoTest = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  host: async ({}, use) => {
    const host = await startHost({ folder: null, flags: ['--demo'] })
    await use(host)
    await host.stop()
  },
})

/** Errors of the page: thrown ones, and what the browser itself says of the policy and the like. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${error.name}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

/** Creates the vault through the first-run screen. */
export async function createVault(page: Page, operator = 'Amina Okafor', issuer = 'Northwind IT'): Promise<void> {
  await page.getByLabel('Your name').fill(operator)
  await page.getByLabel('Organisation').fill(issuer)
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByLabel('Passphrase again', { exact: true }).fill(passphrase)
  await page.getByRole('button', { name: 'Create the vault' }).click()
  await expect(page.getByRole('heading', { name: 'Who is in front of you?' })).toBeVisible()
}

/** What a phone's camera reads from the QR as it is shown. */
export async function scanQr(page: Page): Promise<string> {
  const picture = PNG.sync.read(await page.getByRole('img', { name: /^QR code for/ }).screenshot())
  const found = jsqr(new Uint8ClampedArray(picture.data), picture.width, picture.height)
  if (!found) throw new Error('The QR that is shown cannot be read.')
  return found.data
}

/** An authenticator app that knows nothing but the scanned URI. */
export function authenticatorFrom(uri: string): TOTP {
  const entry = URI.parse(uri)
  if (!(entry instanceof TOTP)) throw new Error('The QR holds no TOTP.')
  return entry
}

/** The code the app shows `steps` time steps from now. */
export function codeOf(authenticator: TOTP, steps = 0): string {
  return authenticator.generate({ timestamp: Date.now() + steps * authenticator.period * 1000 })
}
