import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { createVault, test } from '../support/console'
import { enrollTwo, facingOf, goTo } from './people'

/** Serious and critical findings of axe, in words that a failure can show. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no screen has a serious accessibility finding in ${colorScheme}`, async ({ console: { page, openFacing } }) => {
    const check = async (screen: string) => expect.soft(await findings(page), screen).toEqual([])
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })

    await expect(page.getByLabel('Your name')).toBeVisible()
    await check('first run')
    await createVault(page)
    await check('desk on the first day')
    const { enrolled, pending } = await enrollTwo(page)

    for (const place of ['Desk', 'People', 'Audit', 'Settings']) {
      await goTo(page, place)
      await check(place)
    }
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    await check('find')
    await page.keyboard.press('Escape')

    await page.goto(`${new URL(page.url()).origin}/#/people/${enrolled}`)
    await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeVisible()
    await check('person')
    for (const name of ['Redeem a code', 'Replace the set', 'New phone', 'Give a temporary pass']) {
      await page.getByRole('button', { name, exact: true }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await check(name)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    }
    await page.goto(`${new URL(page.url()).origin}/#/people/${pending}/enroll`)
    const facing = await facingOf(page, openFacing)
    await facing.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect.soft(await findings(facing), 'facing').toEqual([])
    await check('enroll')

    await page.getByRole('button', { name: 'Lock', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible()
    await check('unlock')
  })
}
