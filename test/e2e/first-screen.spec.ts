import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, expect, type Page } from '@playwright/test'
import { chooseVault } from '../../electron/hosts/vault-folder'
import { chromiumArgs, chromiumPath } from '../support/chromium'
import { createVault, passphrase, test } from '../support/console'
import { seriousFindings } from '../support/findings'
import { type Host, type HostOptions, startHost } from '../support/host'

/** Computers with a home folder of their own, on which the program is started as often as the test likes. */
const homeTest = test.extend<{
  home: string
  start: (options?: HostOptions) => Promise<Host>
  context: BrowserContext
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  context: async ({}, use) => {
    const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArgs] })
    await use(await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' }))
    await browser.close()
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'totp-desk-home-'))
    await use(home)
    await rm(home, { recursive: true, force: true })
  },
  start: async ({ home }, use) => {
    const env = { HOME: home, APPDATA: home, XDG_DATA_HOME: '', XDG_CONFIG_HOME: '' }
    const started: Host[] = []
    await use(async (options = {}) => {
      const host = await startHost({ folder: null, ...options, env: { ...env, ...options.env } })
      started.push(host)
      return host
    })
    for (const host of started) await host.stop()
  },
})

homeTest.skip(({ presenter }) => presenter === 'electron', 'These start the browser host by themselves.')

async function unlock(page: Page): Promise<void> {
  await page.getByLabel('Passphrase').fill(passphrase)
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByRole('heading', { name: 'Who is in front of you?' })).toBeVisible()
}

homeTest(
  'a vault that an earlier version left elsewhere is offered, and used from then on',
  async ({ home, start, context }) => {
    const machine = { platform: process.platform, env: { APPDATA: home }, home }
    const { folder: usual, earlier } = chooseVault(null, '/', machine)
    const [before = ''] = earlier
    const old = await start({ folder: before })
    await old.client.vault.create({ operator: 'Amina Okafor', passphrase })
    await old.stop()

    const host = await start()
    expect(host.printed()).toContain(
      `An earlier version left a vault in ${before}. The first screen offers to use it.\n`,
    )
    const page = await context.newPage()
    await page.goto(host.url)
    await expect(page.getByRole('heading', { name: 'Set up this desk' })).toBeVisible()
    const offer = page.getByRole('region', { name: 'Other vaults on this computer' })
    await expect(offer).toContainText(before)
    expect(await seriousFindings(page)).toEqual([])
    await offer.getByRole('button', { name: 'Use this vault' }).click()
    await expect(page.getByRole('heading', { name: 'Unlock the desk' })).toBeVisible()
    await expect(offer).toHaveCount(0)
    await unlock(page)
    await host.stop()

    const again = await start()
    expect(again.folder).toBe(before)
    await page.goto(again.url)
    await unlock(page)
    // Nothing was moved, and nothing was made in the other place.
    await expect(access(usual)).rejects.toThrow('ENOENT')
  },
)

homeTest(
  'the colour scheme that was chosen is there at the next start, on both sides of the desk',
  async ({ start, context }) => {
    const first = await start()
    const page = await context.newPage()
    await page.goto(first.url)
    await createVault(page)
    await page.goto(`${first.origin}/#/settings`)
    const other = await context.newPage()
    await other.goto(`${first.origin}/#/person-screen/totp-live-6b1f2c3d-0000-4000-8000-00000000abcd`)
    await page.getByText('Dark', { exact: true }).click()
    for (const shown of [page, other]) {
      await expect(shown.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
    }
    await first.stop()

    const second = await start()
    await page.goto(second.url)
    await expect(page.getByRole('heading', { name: 'Unlock the desk' })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
    await other.goto(`${second.origin}/#/person-screen/totp-live-6b1f2c3d-0000-4000-8000-00000000abcd`)
    await expect(other.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  },
)

homeTest('a browser that stands in for the window says why, and what is different', async ({ start, context }) => {
  const because = 'this computer does not allow the sandbox that its own window needs'
  const host = await start({ env: { TOTP_DESK_IN_BROWSER_BECAUSE: because } })
  const page = await context.newPage()
  await page.goto(host.url)
  const note = page.getByRole('complementary', { name: 'TOTP Desk opened here, in your browser' })
  await expect(note).toContainText(`Its own window could not open, because ${because}. Your vault was not touched`)
  await note.getByText('What is different here').click()
  await expect(note).toContainText('Drag it to the other display yourself.')
  expect(await seriousFindings(page)).toEqual([])
})

homeTest('a browser that was asked for says nothing of that', async ({ start, context }) => {
  const page = await context.newPage()
  await page.goto((await start()).url)
  await expect(page.getByRole('heading', { name: 'Set up this desk' })).toBeVisible()
  await expect(page.getByRole('complementary')).toHaveCount(0)
})
