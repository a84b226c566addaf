import { expect, type Page } from '@playwright/test'
import { sdkFor } from '../support/api'
import { authenticatorFrom, codeOf, createVault, test } from '../support/console'
import { call, goTo, openAt } from './people'

/** The API on, and somebody whom a program has let in for an hour by a code. */
async function openSession(page: Page) {
  const { userId } = await call<{ userId: string }>(page, 'users.create', {
    name: 'Mara Lindqvist',
    email: 'mara.lindqvist@northwind.example',
  })
  const totp = await call<{ uri: string; totpId: string }>(page, 'totps.enroll', { userId })
  const app = authenticatorFrom(totp.uri)
  await call(page, 'verification.submit', { userId, code: codeOf(app, -1) })
  await call(page, 'totps.handOver', { totpId: totp.totpId })
  const { url } = await call<{ url: string }>(page, 'api.start', {})
  const { projectId, secret } = await call<{ projectId: string; secret: string }>(page, 'api.credentials', {})
  const sdk = sdkFor(url, projectId, secret)
  const answer = await sdk.totps.authenticate({
    user_id: userId,
    totp_code: codeOf(app),
    session_duration_minutes: 60,
  })
  return { userId, sdk, token: answer.session_token }
}

test('a session that a program started is listed, extended and revoked', async ({ console: { page } }) => {
  await createVault(page)
  await goTo(page, 'Sessions')
  await expect(page.getByText('No session is open.')).toBeVisible()
  await expect(page.getByText(/session_duration_minutes/)).toBeVisible()

  const { userId, sdk, token } = await openSession(page)
  const row = page.getByRole('row').filter({ hasText: 'Mara Lindqvist' })
  await test.step('it comes in by itself, with what was proved', async () => {
    await expect(row).toContainText('Code')
    await expect(row).toContainText('Open')
    await expect(row).toContainText('API')
  })

  await test.step('extend it', async () => {
    await page.getByRole('button', { name: 'Extend the session of Mara Lindqvist' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Minutes until it ends').fill('480')
    await dialog.getByRole('button', { name: 'Extend', exact: true }).click()
    await expect(dialog).toBeHidden()
    const { session } = await sdk.sessions.authenticate({ session_token: token })
    const hours = (Date.parse(session.expires_at ?? '') - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(7.5)
  })

  await test.step('the person’s page tells of it in one line', async () => {
    await openAt(page, `/people/${userId}`)
    await expect(page.getByText(/^1 open by code, ends at/)).toBeVisible()
  })

  await test.step('revoke it, asked once; the program learns at its next call', async () => {
    await goTo(page, 'Sessions')
    await page.getByRole('button', { name: 'Revoke the session of Mara Lindqvist' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click()
    await expect(page.getByText('No session is open.')).toBeVisible()
    await expect(sdk.sessions.authenticate({ session_token: token })).rejects.toMatchObject({
      error_type: 'session_not_found',
    })
    await page.getByRole('radiogroup', { name: 'Which sessions' }).getByText('All', { exact: true }).click()
    await expect(row).toContainText('Revoked')
    await expect(page.getByRole('button', { name: /^Revoke the session/ })).toHaveCount(0)
  })
})
