import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { TOTP } from 'otpauth'
import { type DeskApp, test } from './desk-app'

const person = 'Mara Lindqvist'

test('an operator enrolls the person in front of them, and the audit log tells it', async ({ desk }) => {
  const { page } = desk
  await test.step('create the vault', async () => {
    await page.getByLabel('Your name').fill('Ada Holm')
    await page.getByLabel('Organisation').fill('Harbour Library')
    await page.getByLabel('Passphrase', { exact: true }).fill('copper lamp river tiny orbit')
    await page.getByLabel('Passphrase again', { exact: true }).fill('copper lamp river tiny orbit')
    await page.getByRole('button', { name: 'Create the vault' }).click()
    await expect(page.getByRole('heading', { name: 'Who is in front of you?' })).toBeVisible()
  })

  await test.step('create the person and say how they were identified', async () => {
    await page.getByRole('combobox', { name: /^Search by name/ }).fill(person)
    await page.getByRole('option', { name: /^Create/ }).click()
    await page.getByLabel('Email').fill('mara@example.com')
    await page.getByRole('button', { name: 'Create and enroll' }).click()
    await page.getByLabel('How did you make sure who it is?').first().click()
    await page.getByRole('option').first().click()
    await page.getByRole('button', { name: /Go on$/ }).click()
  })

  const facing = await openFacing(desk)
  const authenticator = await authenticatorOf(facing)

  await test.step('the person types two codes of their own', async () => {
    await facing.getByLabel('The code from your app').fill(authenticator.generate())
    await expect(facing.getByRole('heading', { name: 'Now the next code' })).toBeVisible()
    // The step after the current one is inside the window, so nobody has to wait for it.
    await facing
      .getByLabel('The next code from your app')
      .fill(authenticator.generate({ timestamp: Date.now() + 30_000 }))
    await expect(facing.getByRole('heading', { name: /^All set/ })).toBeVisible()
  })

  const recoveryCode = await test.step('hand over the recovery codes', async () => {
    await page.getByRole('button', { name: 'Show them here' }).click()
    const codes = await page.getByTestId('recovery-codes').getByRole('listitem').allInnerTexts()
    expect(codes).toHaveLength(10)
    await page.getByLabel(`${person} has saved these codes`).check()
    await page.getByRole('button', { name: 'Finish' }).click()
    await expect(facing.getByRole('heading', { name: /^Thank you/ })).toBeVisible()
    return /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(codes[0] ?? '')?.[0] ?? ''
  })

  await test.step('redeem one of them', async () => {
    await page.getByRole('button', { name: /^Open Mara.s page$/ }).click()
    await page.getByRole('button', { name: 'Redeem a code' }).click()
    await page.getByLabel('Recovery code of Mara').fill(recoveryCode)
    await page.getByRole('button', { name: 'Redeem', exact: true }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Accepted' })).toBeAttached()
    await page.getByRole('button', { name: 'Done' }).click()
  })

  await test.step('read and export the audit log', async () => {
    const file = join(desk.folder, 'audit.csv')
    await saveDownloadsAs(desk, file)
    await page.getByRole('link', { name: 'Audit' }).click()
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('audit.exported')
    const rows: Record<string, string>[] = parse(await readFile(file, 'utf8'), { columns: true, bom: true })
    const actions = rows.map((row) => row.action)
    for (const done of [
      'vault.created',
      'user.created',
      'totp.activated',
      'totp.verified_again',
      'recovery.redeemed',
    ]) {
      expect(actions).toContain(done)
    }
  })
})

/** Opens the window turned to the person. */
async function openFacing({ program, page }: DeskApp): Promise<Page> {
  const opened = program.waitForEvent('window')
  await page.getByRole('button', { name: /^Open Mara.s screen$/ }).click()
  const facing = await opened
  expect(facing.url()).toMatch(/^desk:\/\/app\/index\.html#\/facing\/totp-live-/)
  const protectedNow = await program.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isContentProtected()),
  )
  // macOS and Windows alone can keep a window out of captures.
  if (process.platform !== 'linux') expect(protectedNow).toContain(true)
  return facing
}

/** What the person's phone would know after typing the key in. */
async function authenticatorOf(facing: Page): Promise<TOTP> {
  const groups = await facing.getByTestId('key-groups').innerText()
  return new TOTP({ secret: groups.replaceAll(/\s/g, '') })
}

/** Answers Electron's save dialog, which no test can reach, with a path. */
async function saveDownloadsAs({ program }: DeskApp, path: string): Promise<void> {
  await program.evaluate(({ session }, target) => {
    session.fromPartition('desk').on('will-download', (_event, item) => item.setSavePath(target))
  }, path)
}
