import { expect, type Page } from '@playwright/test'
import type { DemoPhone } from '../../shared/model/demo'
import { demoTest as test } from '../support/console'
import { call, openAt } from './people'

interface TourPeople {
  people: Record<'enroll' | 'verify' | 'recovery' | 'locked', string>
}

const digitsOf = (text: string) => text.replaceAll(/\D/g, '')

/** The code on the phone, once its clock stands as far off as it was put. */
async function codeShown(page: Page, userId: string, driftSeconds = 0): Promise<string> {
  const phone = async () => {
    const { phones } = await call<{ phones: DemoPhone[] }>(page, 'demo.phones', {})
    return phones.find((one) => one.userId === userId)
  }
  await expect.poll(async () => (await phone())?.driftSeconds).toBe(driftSeconds)
  const shown = async () => digitsOf(await page.getByTestId('phone-code').innerText())
  await expect.poll(async () => (await shown()) === (await phone())?.code).toBe(true)
  return shown()
}

/** Opens the page of one of the demo's people, with the lab beside it. */
async function openWithLab(page: Page, who: keyof TourPeople['people']): Promise<string> {
  const { people } = await call<TourPeople>(page, 'demo.status', {})
  await openAt(page, `/people/${people[who]}`)
  // The box takes the keyboard as it appears: only then may anything else have it.
  await expect(page.getByLabel(/^Code from/)).toBeFocused()
  await page.getByRole('button', { name: 'Lab', exact: true }).click()
  await expect(page.getByRole('complementary', { name: 'Demo lab' })).toBeVisible()
  return people[who]
}

test('the tour goes from the first stop to the last on the real screens', async ({ console: { page } }) => {
  await expect(page).toHaveTitle(/\(Demo\)$/)
  await page.getByRole('button', { name: 'Take the tour' }).click()
  const card = page.getByTestId('tour')
  const at = (stop: number) => expect(card).toContainText(`Stop ${stop} of 7`)
  const next = async () => card.getByRole('button', { name: 'Next' }).click()
  const doIt = async () => {
    await card.getByRole('button', { name: 'Do it for me' }).click()
    await expect(card.getByRole('button', { name: 'Next' })).toBeVisible({ timeout: 20_000 })
  }

  await test.step('find the person by hand, with the keyboard alone', async () => {
    await at(1)
    await expect(card).toBeFocused()
    const { people } = await call<TourPeople>(page, 'demo.status', {})
    const { name } = await call<{ name: string }>(page, 'users.get', { userId: people.enroll })
    await expect(card).toContainText(name)
    await page.getByRole('combobox', { name: /^Search by name/ }).fill(name)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await card.getByRole('button', { name: 'Next' }).focus()
    await page.keyboard.press('Enter')
  })

  await test.step('enroll: the tour shows the QR, and the phone scans it', async () => {
    await at(2)
    await expect(page.getByTestId('phone-code')).toHaveCount(0)
    await doIt()
    await expect(page.getByRole('img', { name: /^QR code for/ })).toBeVisible()
    await expect(page.getByTestId('phone-code')).toBeVisible()
    await next()
  })

  await test.step('the first code is tapped from the phone into the box', async () => {
    await at(3)
    await page.getByTestId('phone-code').click()
    await expect(page.getByRole('heading', { name: 'Now the next code' })).toBeVisible()
    await next()
  })

  await test.step('the tour remembers its stop over a reload', async () => {
    await at(4)
    await page.reload()
    await at(4)
  })

  await test.step('the next code', async () => {
    await doIt()
    await expect(page.getByRole('heading', { name: 'Hand over the recovery codes' })).toBeVisible()
    await next()
  })

  await test.step('hand over', async () => {
    await at(5)
    await doIt()
    await expect(page.getByRole('heading', { name: /is enrolled$/ })).toBeVisible()
    await next()
  })

  await test.step('verify, and an attack that is refused', async () => {
    await at(6)
    await doIt()
    await expectRefused(page, 1)
    await card.getByRole('button', { name: 'Back' }).click()
    await at(5)
    await next()
    await next()
  })

  await test.step('the audit log tells all of it; then the tour ends', async () => {
    await at(7)
    const table = page.getByRole('table', { name: 'Audit events' })
    await expect(table.getByText('Code refused').first()).toBeVisible()
    await expect(table.getByText('Handed over')).toBeVisible()
    await card.getByRole('button', { name: 'Finish' }).click()
    await expect(card).toHaveCount(0)
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Audit', exact: true })).toBeVisible()
    await expect(card).toHaveCount(0)
  })
})

/** The attack is over: so many tries were accepted, all as expected, and each other failed with its reason. */
async function expectRefused(page: Page, accepted: number): Promise<void> {
  await expect(page.getByTestId('attack-shows')).toBeVisible({ timeout: 60_000 })
  const tries = page.getByTestId('attempts').getByRole('listitem')
  const outcomes = await tries.evaluateAll((items) =>
    items.map((item) => ({
      outcome: item.getAttribute('data-outcome'),
      expected: item.getAttribute('data-expected'),
      text: (item as HTMLElement).innerText,
    })),
  )
  const letIn = outcomes.filter(({ outcome }) => outcome === 'accepted')
  expect(letIn).toHaveLength(accepted)
  for (const { expected } of letIn) expect(expected).toBe('true')
  const refused = outcomes.filter(({ outcome }) => outcome === 'refused')
  expect(refused.length).toBeGreaterThanOrEqual(2)
  for (const { text } of refused) expect(text).toMatch(/Refused\. (Already used|Not a code|Too soon|Locked)/)
}

test('the attacker is refused at each try but the one that is the person’s own', async ({ console: { page } }) => {
  await openWithLab(page, 'verify')
  const attack = async (kind: string) => {
    await page.getByRole('radiogroup', { name: 'Kind of attack' }).getByText(kind, { exact: true }).click()
    await page.getByRole('button', { name: /^Start on/ }).click()
    await expect(page.getByRole('heading', { name: new RegExp(`^${kind} on`) })).toBeVisible()
  }
  await attack('Replay')
  await expectRefused(page, 1)
  await attack('Race')
  await expectRefused(page, 1)
  await attack('Brute force')
  await expectRefused(page, 0)
  await expect(page.getByTestId('attempts').getByRole('listitem').last()).toContainText('Locked')
  await expect(page.getByRole('button', { name: 'Unlock with a reason' })).toBeVisible()
})

test('the phone’s slider moves its code out of the window and into it again', async ({ console: { page } }) => {
  const userId = await openWithLab(page, 'verify')
  const drift = page.getByRole('slider', { name: 'The phone’s clock' })
  const press = async (key: string, times: number) => {
    await drift.focus()
    for (let n = 0; n < times; n += 1) await page.keyboard.press(key)
  }
  await press('ArrowLeft', 9)
  await expect(page.getByText('Phone runs 1 min 30 s behind')).toBeVisible()
  await codeShown(page, userId, -90)
  await page.getByTestId('phone-code').click()
  await expect(page.getByTestId('result')).toContainText('Not a code of the last, this or the next 30 s')

  await press('ArrowRight', 9)
  await expect(page.getByText('Phone keeps time')).toBeVisible()
  await codeShown(page, userId)
  await page.getByTestId('phone-code').click()
  await expect(page.getByTestId('result')).toContainText('Accepted')
})

test('the time slider moves a code out of the window and into it again', async ({ console: { page } }) => {
  const userId = await openWithLab(page, 'verify')
  const box = page.getByLabel(/^Code from Mara/)
  const code = await codeShown(page, userId)
  await page.getByRole('slider', { name: 'The desk’s clock' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('2 min after the computer’s time')).toBeVisible()
  await expect.poll(() => codeShown(page, userId)).not.toBe(code)
  await box.fill(code)
  await expect(page.getByTestId('result')).toContainText('Wrong code')

  await page.getByRole('button', { name: 'Now', exact: true }).click()
  await expect(page.getByText('The computer’s own time')).toBeVisible()
  await box.clear()
  await box.fill(code)
  await expect(page.getByTestId('result')).toContainText('Accepted')
})
