import { expect } from '@playwright/test'
import { authenticatorFrom, codeOf, createVault, demoTest, scanQr, test } from '../support/console'
import { seriousFindings } from '../support/findings'
import { call, enrollTwo, goTo, openAt, personScreenOf } from './people'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no screen has a serious accessibility finding in ${colorScheme}`, async ({
    console: { page, openPersonScreen },
  }) => {
    const check = async (screen: string) => expect.soft(await seriousFindings(page), screen).toEqual([])
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })

    await expect(page.getByLabel('Your name')).toBeVisible()
    await check('first run')
    await createVault(page)
    await check('desk on the first day')
    const { enrolled, pending } = await enrollTwo(page)

    for (const place of ['Desk', 'People', 'Audit', 'Sessions', 'API', 'Settings']) {
      await goTo(page, place)
      await check(place)
    }
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    await check('find')
    await page.keyboard.press('Escape')

    await openAt(page, `/people/${enrolled}`)
    await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeVisible()
    await check('person')
    for (const name of ['Redeem a code', 'Replace the set', 'New phone', 'Give a temporary pass']) {
      await page.getByRole('button', { name, exact: true }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await check(name)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    }
    await openAt(page, `/people/${pending}/enroll`)
    const personScreen = await personScreenOf(page, openPersonScreen)
    await personScreen.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect.soft(await seriousFindings(personScreen), 'person’s screen').toEqual([])
    await check('enroll')

    await page.getByRole('button', { name: 'Lock', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible()
    await check('unlock')
  })

  test(`no step of an enrollment has a serious accessibility finding in ${colorScheme}`, async ({ console }) => {
    const { page, openPersonScreen } = console
    const check = async (screen: string, on = page) => expect.soft(await seriousFindings(on), screen).toEqual([])
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await createVault(page)
    await page.getByRole('combobox', { name: /^Search by name/ }).fill('Mara Lindqvist')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('textbox', { name: 'Email' }).fill('no address')
    await page.getByRole('button', { name: 'Create and enroll' }).click()
    await check('new person, with an error')
    await page.getByRole('textbox', { name: 'Email' }).fill('mara.lindqvist@northwind.example')
    await page.getByRole('button', { name: 'Create and enroll' }).click()
    const how = page.getByRole('combobox', { name: 'How did you make sure who it is?' })
    await expect(how).toBeVisible()
    await page.getByRole('button', { name: /^More/ }).last().click()
    await check('identify')
    await how.click()
    await page.getByRole('option', { name: /badge/i }).click()
    await page.getByRole('button', { name: /Go on$/ }).click()
    await expect(page.getByRole('button', { name: 'Open Mara’s screen' })).toBeVisible()
    await check('show')

    const personScreen = await personScreenOf(page, openPersonScreen)
    await personScreen.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const authenticator = authenticatorFrom(await scanQr(personScreen))
    await check('verify')
    await personScreen.getByLabel('The code from your app').fill('000000')
    await check('a refusal on the person’s screen', personScreen)
    await personScreen.getByLabel('The code from your app').fill(codeOf(authenticator))
    await expect(personScreen.getByRole('heading', { name: /Now the next code/ })).toBeVisible()
    await check('the next code on the person’s screen', personScreen)
    await check('verify again')
    await page.getByLabel('Next code from Mara’s app').fill(codeOf(authenticator, 1))
    await expect(page.getByRole('heading', { name: 'Hand over the recovery codes' })).toBeVisible()
    await check('hand over')
    await page.getByRole('button', { name: 'Show them on Mara’s screen' }).click()
    await expect(personScreen.getByTestId('recovery-codes')).toBeVisible()
    await check('recovery codes on the person’s screen', personScreen)
    await page.getByRole('button', { name: 'Show here' }).click()
    await expect(page.getByTestId('recovery-codes')).toBeVisible()
    await check('recovery codes')
    await page.getByLabel('Mara Lindqvist has saved these codes').check()
    await page.getByRole('button', { name: 'Finish' }).click()
    await expect(page.getByText('Mara Lindqvist is enrolled')).toBeVisible()
    await check('done')
    await check('thanks on the person’s screen', personScreen)

    await goTo(page, 'Audit')
    await page.getByRole('table', { name: 'Audit events' }).getByRole('row').nth(1).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await check('an event in full')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Export' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await check('export')
  })

  demoTest(`no screen of a demo has a serious accessibility finding in ${colorScheme}`, async ({ console }) => {
    const { page } = console
    const check = async (screen: string) => expect.soft(await seriousFindings(page), screen).toEqual([])
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.getByRole('button', { name: 'Take the tour' })).toBeVisible()
    await check('desk with the invitation')
    await goTo(page, 'Demo lab')
    await expect(page.getByTestId('phone-code')).toBeVisible()
    await check('demo lab')

    const { people } = await call<{ people: { verify: string } }>(page, 'demo.status', {})
    await openAt(page, `/people/${people.verify}`)
    await page.getByRole('button', { name: 'Lab', exact: true }).click()
    await page.getByRole('button', { name: /^Start on/ }).click()
    await expect(page.getByTestId('attack-shows')).toBeVisible({ timeout: 30_000 })
    await check('lab beside a person, after an attack')

    await goTo(page, 'API')
    await page.getByRole('button', { name: 'Show the secret' }).click()
    await expect(page.getByTestId('api-secret')).toBeVisible()
    await fetch(`${await page.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).innerText()}/v1/debug/whoami`)
    await expect(page.getByRole('table', { name: 'API calls' })).toBeVisible()
    await check('API with its secret and a call')
    await page.getByRole('table', { name: 'API calls' }).getByRole('row').nth(1).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await check('a call in full')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Replace the secret' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await check('replace the secret')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()

    await goTo(page, 'Sessions')
    await expect(page.getByRole('table', { name: 'Sessions' })).toBeVisible()
    await check('sessions')
    for (const act of ['Extend', 'Revoke']) {
      await page
        .getByRole('button', { name: new RegExp(`^${act} the session of`) })
        .first()
        .click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await check(act)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    }

    await goTo(page, 'Demo lab')
    await page.getByRole('button', { name: 'Take the tour' }).click()
    await expect(page.getByTestId('tour')).toBeFocused()
    await check('tour')
  })
}
