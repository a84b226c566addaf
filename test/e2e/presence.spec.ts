import { expect } from '@playwright/test'
import { createVault, test } from '../support/console'
import { call, openAt, personScreenOf } from './people'

test('input at either screen puts off the idle lock, what a page does by itself does not', async ({
  console: { page, openPersonScreen },
  host: _onlyThere,
}) => {
  const touches: string[] = []
  page.context().on('request', (request) => {
    if (request.url().endsWith('/ipc/vault.touch')) touches.push(new URL(request.frame().url()).hash)
  })
  const byPerson = () => touches.filter((hash) => hash.startsWith('#/person-screen/')).length

  await createVault(page)
  expect(touches.length).toBeGreaterThan(0)
  const { userId } = await call<{ userId: string }>(page, 'users.create', { name: 'Mara', email: 'mara@example.org' })
  await call(page, 'totps.begin', { userId })
  await openAt(page, `/people/${userId}/enroll`)
  const personScreen = await personScreenOf(page, openPersonScreen)
  expect(byPerson()).toBe(0)
  await personScreen.keyboard.press('Shift')
  await expect.poll(byPerson).toBe(1)
})
