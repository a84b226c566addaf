import { expect } from '@playwright/test'
import { createVault, test } from '../support/console'
import { enrollTwo, openAt } from './people'

test('R13 the printed slip names whom to call and no host or address', async ({ console: { page } }) => {
  await createVault(page)
  const { enrolled } = await enrollTwo(page)
  const { host } = new URL(page.url())
  await openAt(page, `/people/${enrolled}`)
  await page.getByRole('button', { name: 'Replace the set' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make ten new codes' }).click()
  await expect(page.getByTestId('recovery-codes').getByRole('listitem')).toHaveCount(10)
  const shown = await page.getByTestId('recovery-codes').innerText()

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  const sheet = page.getByTestId('print-sheet')
  await expect(sheet).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeHidden()
  const printed = await sheet.innerText()
  expect(printed).toContain('Mara Lindqvist')
  expect(printed).toContain('the help desk of Northwind IT')
  expect(printed).toMatch(/Fingerprint \S+/)
  expect(printed).not.toContain(`//${host}`)
  expect(printed).not.toMatch(/127\.0\.0\.1|localhost|desk:/)
  expect(printed).not.toContain('@northwind.example')
  // One renderer for screen and paper: the same codes under the same numbers.
  const codes = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/g
  expect(printed.match(codes)).toEqual(shown.match(codes))
  expect(printed.match(codes)).toHaveLength(10)
  const ground = await sheet.evaluate((element) => getComputedStyle(element).backgroundColor)
  expect(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)']).toContain(ground)
  const ink = await sheet.evaluate((element) => getComputedStyle(element).color)
  expect(ink).toBe('rgb(0, 0, 0)')
})
