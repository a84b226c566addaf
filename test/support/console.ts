import { test as base, expect, type Page, type TestInfo } from '@playwright/test'
import jsqr from 'jsqr'
import { TOTP, URI } from 'otpauth'
import { PNG } from 'pngjs'
import { findRuntime } from './electron-runtime'
import type { Host } from './host'
import { showInBrowser } from './in-browser'
import { showInElectron } from './in-electron'
import type { Console, Shown } from './shown'

export const passphrase = 'copper lamp river tiny orbit'

/** What a spec is given, and what a configuration sets. */
export interface Fixtures {
  /** What presents the console: set by the Playwright configuration, so that each story runs in both. */
  presenter: 'browser' | 'electron'
  demo: boolean
  shown: Shown
  console: Console
  host: Host
}

/** A program of its own on a new vault, and its console. */
export const test = base.extend<Fixtures>({
  presenter: ['browser', { option: true }],
  demo: [false, { option: true }],
  shown: async ({ presenter, demo }, use, testInfo) => {
    skipWithoutElectron(presenter, testInfo)
    const shown = await (presenter === 'electron' ? showInElectron(demo) : showInBrowser(demo))
    await use(shown)
    await shown.close()
  },
  console: async ({ shown }, use) => {
    await use(shown.console)
    expect(shown.complaints, 'a page complained on its console').toEqual([])
  },
  host: async ({ shown }, use, testInfo) => {
    if (!shown.host) testInfo.skip(true, 'Only the browser host has what this asks for.')
    else await use(shown.host)
  },
})

/** The same with a demo: made-up people, unlocked, the API on. */
export const demoTest = test.extend({ demo: true })

/** Skips, with the reason, what can only be shown by Electron or its double. */
export function skipWithoutElectron(presenter: Fixtures['presenter'], testInfo: TestInfo): void {
  const runtime = presenter === 'electron' ? findRuntime() : null
  if (!runtime || !('missing' in runtime)) return
  if (process.env.REQUIRE_ELECTRON) throw new Error(runtime.missing)
  testInfo.skip(true, runtime.missing)
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
