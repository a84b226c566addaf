import { readFile } from 'node:fs/promises'
import { chromium } from '@playwright/test'
import { chromiumArgs, chromiumPath } from './chromium'
import { listenForComplaints } from './complaints'
import { startHost } from './host'
import type { Shown } from './shown'

/** A program with the browser host, and its console in a new Chromium. */
export async function showInBrowser(demo: boolean): Promise<Shown> {
  const host = await startHost(demo ? { folder: null, flags: ['--demo'] } : {})
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArgs] })
  const viewport = { width: 1366, height: 768 }
  const context = await browser.newContext({ viewport, locale: 'en-GB' })
  const complaints: string[] = []
  context.on('page', (page) => listenForComplaints(page, complaints))
  const page = await context.newPage()
  await page.goto(host.url)
  // The link leads through a page that trades it for a token.
  await page.waitForURL(`${host.origin}/`)
  return {
    host,
    complaints,
    console: {
      page,
      async openPersonScreen(act) {
        const opened = page.waitForEvent('popup')
        await act()
        const personScreen = await opened
        await personScreen.setViewportSize(viewport)
        return personScreen
      },
      async savedText(act) {
        const saved = page.waitForEvent('download')
        await act()
        return readFile(await (await saved).path(), 'utf8')
      },
    },
    async close() {
      await browser.close()
      await host.stop()
    },
  }
}
