import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { call, goTo, openAt, personScreenOf } from '../e2e/people'
import { authenticatorFrom, codeOf, createVault, demoTest, test } from '../support/console'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures')
const schemes = ['light', 'dark'] as const

/** One picture in each scheme, once everything on it stands still. */
async function take(page: Page, name: string): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), scale: 'css' })
  }
}

interface Enrolled {
  userId: string
  codes: string[]
}

async function create(page: Page, name: string, externalId?: string): Promise<string> {
  const email = `${name
    .normalize('NFKD')
    .replaceAll(/[^\w ]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.')}@northwind.example`
  const { userId } = await call<{ userId: string }>(page, 'users.create', { name, email, externalId })
  return userId
}

/** Enrolled with both codes, the sheet handed over. */
async function enroll(page: Page, name: string, label: string, externalId?: string): Promise<Enrolled> {
  const userId = await create(page, name, externalId)
  const identityCheck = { kind: 'badge', reference: externalId ?? 'NW-20300' }
  const totp = await call<{ uri: string; totpId: string; recoveryCodes: string[] }>(page, 'totps.enroll', {
    userId,
    label,
    identityCheck,
  })
  const app = authenticatorFrom(totp.uri)
  for (const step of [-1, 0]) await call(page, 'verification.submit', { userId, code: codeOf(app, step) })
  await call(page, 'totps.handOver', { totpId: totp.totpId })
  return { userId, codes: totp.recoveryCodes }
}

const redeem = (page: Page, person: Enrolled, n: number) =>
  call(page, 'recovery.redeem', { userId: person.userId, code: person.codes[n] })

/** A desk in the middle of its day. */
async function people(page: Page): Promise<{ tomas: string }> {
  await enroll(page, 'Joana Duarte', 'iPhone 17', 'NW-20377')
  await enroll(page, 'Sami Korhonen', 'Galaxy S26', 'NW-20402')
  const chen = await enroll(page, 'Chen Wei', 'Pixel 9', 'NW-20311')
  for (let n = 0; n < 8; n++) await redeem(page, chen, n)
  const oskar = await enroll(page, 'Oskar Brandt', 'Fairphone 6', 'NW-20355')
  for (let n = 0; n < 4; n++) await call(page, 'verification.submit', { userId: oskar.userId, code: '000000' })
  const tomas = await create(page, 'Tomas Lind')
  await call(page, 'totps.begin', { userId: tomas, expirationMinutes: 22 })
  const priya = await create(page, 'Priya Raman')
  await call(page, 'totps.begin', { userId: priya, expirationMinutes: 41 })
  await create(page, 'Elif Yıldız-Lind')
  for (const name of ['Noor Haddad', 'Ines Ferreira', 'Ruth Achterberg', 'Bao Nguyen', 'Liv Sørensen']) {
    await create(page, name)
  }
  return { tomas }
}

test('pictures of every screen', async ({ console: { page, openPersonScreen } }) => {
  await take(page, 'first-run')
  await createVault(page)
  const { tomas } = await people(page)

  await openAt(page, `/people/${tomas}/enroll`)
  const personScreen = await personScreenOf(page, openPersonScreen)
  await personScreen.getByLabel('The code from your app').pressSequentially('481')
  await take(personScreen, 'person-screen')
  await take(page, 'enroll')
  await personScreen.close()

  // Mara comes last, so that her story is the newest.
  const email = 'mara.lindqvist@northwind.example'
  const { userId } = await call<{ userId: string }>(page, 'users.create', {
    name: 'Mara Lindqvist',
    email,
    externalId: 'NW-20418',
  })
  const totp = await call<{ uri: string; totpId: string; recoveryCodes: string[] }>(page, 'totps.enroll', {
    userId,
    label: 'Pixel 9, work',
    identityCheck: { kind: 'badge', reference: 'NW-20418' },
  })
  const app = authenticatorFrom(totp.uri)
  await call(page, 'verification.submit', { userId, code: codeOf(app, -1) })
  await call(page, 'totps.handOver', { totpId: totp.totpId })
  for (const n of [0, 1, 2]) await redeem(page, { userId, codes: totp.recoveryCodes }, n)
  await openAt(page, `/people/${userId}`)
  await page.getByLabel(/^Code from Mara/).fill(codeOf(app))
  await expect(page.getByTestId('result')).toContainText('Accepted')
  await take(page, 'person')

  await goTo(page, 'Desk')
  await page.getByRole('combobox', { name: /^Search by name/ }).fill('lind')
  await expect(page.getByRole('option', { name: /Mara/ })).toBeVisible()
  await take(page, 'desk')
  for (const place of ['People', 'Audit', 'Settings']) {
    await goTo(page, place)
    await take(page, place.toLowerCase())
  }
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible()
  await take(page, 'unlock')
})

demoTest('pictures of the demo, the API and the sessions', async ({ console: { page }, host }) => {
  await goTo(page, 'API')
  const { people } = await call<{ people: { verify: string; enroll: string } }>(page, 'demo.status', {})
  const { phones } = await call<{ phones: { userId: string; code: string }[] }>(page, 'demo.phones', {})
  const code = phones.find((phone) => phone.userId === people.verify)?.code
  for (const [path, body] of [
    ['users', { email: 'sandbox@stytch.com' }],
    ['totps', { user_id: people.verify }],
    ['totps/authenticate', { user_id: people.verify, totp_code: code, session_duration_minutes: 480 }],
    ['totps/authenticate', { user_id: people.verify, totp_code: code }],
  ] as const) {
    const basic = Buffer.from(`${host.api?.project_id}:${host.api?.secret}`).toString('base64')
    await fetch(`${host.api?.url}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }
  await expect(page.getByRole('table', { name: 'API calls' }).getByRole('row')).toHaveCount(5)
  await take(page, 'api')
  await goTo(page, 'Sessions')
  await take(page, 'sessions')

  await openAt(page, `/people/${people.verify}`)
  await page.getByRole('button', { name: 'Lab', exact: true }).click()
  await page.getByRole('button', { name: /^Start on/ }).click()
  await expect(page.getByTestId('attack-shows')).toBeVisible({ timeout: 30_000 })
  await take(page, 'demo-attack')
  await goTo(page, 'Demo lab')
  await take(page, 'demo-lab')
  await page.getByRole('button', { name: 'Take the tour' }).click()
  const tour = page.getByTestId('tour')
  const next = tour.getByRole('button', { name: 'Next' })
  for (const stop of [1, 2]) {
    await expect(tour).toContainText(`Stop ${stop} of 7`)
    await tour.getByRole('button', { name: 'Do it for me' }).click()
    await next.click()
  }
  await expect(tour).toContainText('Stop 3 of 7')
  await expect(tour).toBeFocused()
  await take(page, 'demo-tour')
})
