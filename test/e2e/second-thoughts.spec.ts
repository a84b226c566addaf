import { expect } from '@playwright/test'
import { createVault, test } from '../support/console'
import { call, goTo, openAt } from './people'

test('a QR on the operator’s screen goes as soon as another one takes its place', async ({ console: { page } }) => {
  await createVault(page)
  const { userId } = await call<{ userId: string }>(page, 'users.create', {
    name: 'Mara Lindqvist',
    email: 'mara.lindqvist@northwind.example',
  })
  await call(page, 'totps.begin', { userId })
  await openAt(page, `/people/${userId}/enroll`)
  await page.getByRole('button', { name: 'Show here instead' }).click()
  await expect(page.getByRole('img', { name: /^QR code for/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Mara has scanned it' })).toBeFocused()
  await call(page, 'totps.begin', { userId })
  await expect(page.getByRole('img', { name: /^QR code for/ })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Show here instead' })).toBeVisible()
})

test('settings that are not saved are asked about on the way out', async ({ console: { page } }) => {
  await createVault(page)
  await goTo(page, 'Settings')
  await page.getByLabel('Organisation').fill('Southwind IT')
  const audit = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Audit' })
  await audit.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click()
  await expect(page.getByLabel('Organisation')).toHaveValue('Southwind IT')
  await audit.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Throw it away' }).click()
  await expect(page.getByRole('heading', { name: 'Audit', exact: true })).toBeVisible()
  await goTo(page, 'Settings')
  await expect(page.getByLabel('Organisation')).toHaveValue('Northwind IT')
})
