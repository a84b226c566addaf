import { expect, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { auditEventSchema } from '../../shared/model/audit'
import { authenticatorFrom, codeOf, createVault, scanQr } from '../support/console'
import type { Console } from '../support/shown'

const person = 'Mara Lindqvist'

/**
 * The whole way through the desk, as an operator and the person in front of them walk it, on a
 * machine that has never run the program. Codes are computed from the QR as a phone sees it.
 */
export async function enrollThePersonInFrontOfYou({ page, openPersonScreen, savedText }: Console): Promise<void> {
  await test.step('create the vault', () => createVault(page))

  await test.step('create the person and say how they were identified', async () => {
    await page.getByRole('combobox', { name: /^Search by name/ }).fill(person)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('textbox', { name: 'Email' }).fill('mara.lindqvist@northwind.example')
    await page.getByRole('textbox', { name: 'External id' }).fill('NW-20418')
    await page.getByRole('button', { name: 'Create and enroll' }).click()
    await page.getByRole('combobox', { name: 'How did you make sure who it is?' }).click()
    await page.getByRole('option', { name: /badge/i }).click()
    await page.getByLabel('Device (optional)').fill('Pixel 9, work')
    await page.getByLabel('The QR works for (minutes)').fill('60')
    await page.getByRole('button', { name: /Go on$/ }).click()
  })

  const personScreen = await openPersonScreen(() => page.getByRole('button', { name: 'Open Mara’s screen' }).click())
  const authenticator = await test.step('scan the QR on the screen turned to the person', async () => {
    await expect(personScreen.getByRole('heading', { name: /^Hello Mara/ })).toBeVisible()
    return authenticatorFrom(await scanQr(personScreen))
  })
  expect(authenticator.issuer).toBe('Northwind IT')
  await expect(page.getByText(authenticator.secret.base32.slice(0, 8))).toHaveCount(0)

  const first = codeOf(authenticator)
  await test.step('the first code, typed by the person, is accepted live', async () => {
    await personScreen.getByLabel('The code from your app').fill(first)
    await expect(personScreen.getByRole('heading', { name: /Now the next code/ })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Now the next code' })).toBeVisible()
  })

  await test.step('the same code is dead, and the refusal says so', async () => {
    await page.getByLabel('Next code from Mara’s app').fill(`${first.slice(0, 3)} ${first.slice(3)}`)
    await expect(page.getByTestId('result')).toContainText('Already used')
  })

  await test.step('the next code proves the phone’s clock', async () => {
    // The step after the current one is inside the window, so nobody has to wait for it.
    await page.getByLabel('Next code from Mara’s app').fill(codeOf(authenticator, 1))
    await expect(page.getByRole('heading', { name: 'Hand over the recovery codes' })).toBeVisible()
  })

  const recoveryCode = await test.step('hand over ten recovery codes, shown once', async () => {
    await page.getByRole('button', { name: /how them here$/ }).click()
    const shown = page.getByTestId('recovery-codes').getByRole('listitem')
    await expect(shown).toHaveCount(10)
    const codes = await shown.allInnerTexts()
    await expect(page.getByRole('button', { name: 'Finish' })).toBeDisabled()
    await page.getByLabel(`${person} has saved these codes`).check()
    await page.getByRole('button', { name: 'Finish' }).click()
    await expect(page.getByText(`${person} is enrolled`)).toBeVisible()
    return /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(codes[3] ?? '')?.[0] ?? ''
  })

  await test.step('later: a code of letters, and the code that was used, are refused with their reason', async () => {
    await page.getByRole('button', { name: 'Open Mara’s page' }).click()
    await expect(page.getByText('10 of 10 left')).toBeVisible()
    const box = page.getByLabel(/^Code from Mara/)
    await box.fill('12a45x')
    await box.press('Enter')
    await expect(page.getByTestId('result')).toContainText('Not a code')
    await box.fill(first)
    await expect(page.getByTestId('result')).toContainText('Already used')
  })

  await test.step('redeem one recovery code; it works once', async () => {
    await page.getByRole('button', { name: 'Redeem a code' }).click()
    await page.getByLabel('Recovery code of Mara').fill(recoveryCode.toLowerCase().replaceAll('-', ' '))
    await page.getByRole('button', { name: 'Redeem', exact: true }).click()
    await expect(page.getByRole('dialog').getByTestId('result')).toContainText('9 codes left')
    await page.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByText('9 of 10 left')).toBeVisible()
    await page.getByRole('button', { name: 'Redeem a code' }).click()
    await page.getByLabel('Recovery code of Mara').fill(recoveryCode)
    await page.getByRole('button', { name: 'Redeem', exact: true }).click()
    await expect(page.getByRole('dialog').getByTestId('result')).toContainText('Already used')
    await page.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('read the audit trail and export what is filtered', async () => {
    await page.getByRole('link', { name: 'Audit', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Audit', exact: true })).toBeVisible()
    const csv = await exportAs(page, savedText, 'CSV')
    const lines = await exportAs(page, savedText, 'JSON Lines')
    expectTheStory(csv, lines)
    for (const secret of [authenticator.secret.base32, first, recoveryCode, recoveryCode.replaceAll('-', '')]) {
      expect(csv).not.toContain(secret)
      expect(lines).not.toContain(secret)
    }
  })
}

async function exportAs(page: Console['page'], savedText: Console['savedText'], format: string): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(format, { exact: true }).click()
  const text = await savedText(() => dialog.getByRole('button', { name: 'Export' }).click())
  await expect(dialog.getByText(/^Exported/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  return text
}

/** Both exports, parsed, tell what was done, in order, and agree with each other. */
function expectTheStory(csv: string, lines: string): void {
  const told = [
    ['vault.created', null],
    ['user.created', null],
    ['totp.created', null],
    ['totp.shown', null],
    ['verification.accepted', null],
    ['totp.activated', null],
    ['verification.refused', 'already_used'],
    ['verification.accepted', null],
    ['totp.verified_again', null],
    ['recovery.created', null],
    ['totp.handed_over', null],
    ['verification.refused', 'malformed'],
    ['verification.refused', 'already_used'],
    ['recovery.redeemed', null],
    ['recovery.refused', 'already_used'],
  ]
  const events = lines
    .trimEnd()
    .split('\n')
    .map((line) => auditEventSchema.parse(JSON.parse(line)))
  const rows: Record<string, string>[] = parse(csv, { columns: true, bom: true, recordDelimiter: '\r\n' })
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => String(index + 1)))
  // The second export holds one more row at least: that the first was made.
  expect(events.length).toBeGreaterThan(rows.length)
  expect(rows.map((row) => row.id)).toEqual(events.slice(0, rows.length).map((event) => event.id))

  const acts = events
    .filter((event) => told.some(([action]) => action === event.action))
    .map((event) => [event.action, event.outcome === 'success' ? null : event.reason])
  expect(acts).toEqual(told)
  const accepted = events.filter((event) => event.action === 'verification.accepted')
  expect(accepted.map((event) => event.details.offset)).toEqual([0, 1])
  expect(new Set(events.slice(2).flatMap((event) => event.subject?.name ?? []))).toEqual(new Set([person]))
}
