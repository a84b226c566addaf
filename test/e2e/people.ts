import { expect, type Page } from '@playwright/test'
import type { ProcedureName } from '../../shared/contract/contract'
import type { Answer } from '../../shared/contract/transport'
import { authenticatorFrom, codeOf } from '../support/console'
import type { Console } from '../support/shown'

/** One call of the contract from inside the page, the way its host wants it. */
export async function call<T>(page: Page, name: string, input: unknown): Promise<T> {
  const answer = await page.evaluate(
    async ([procedure, body]) => {
      if (window.deskBridge) return window.deskBridge.invoke(procedure as ProcedureName, body)
      const token = sessionStorage.getItem('totp-desk-token')
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
      const response = await fetch(`/ipc/${procedure}`, { method: 'POST', headers, body: JSON.stringify(body) })
      return (await response.json()) as Answer
    },
    [name, input] as const,
  )
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`)
  return answer.value as T
}

/** One person enrolled to the end, one with a QR that waits. */
export async function enrollTwo(page: Page): Promise<{ enrolled: string; pending: string }> {
  const mara = await call<{ userId: string }>(page, 'users.create', {
    name: 'Mara Lindqvist',
    email: 'mara.lindqvist@northwind.example',
    externalId: 'NW-20418',
  })
  const totp = await call<{ uri: string; totpId: string }>(page, 'totps.enroll', { userId: mara.userId })
  const code = codeOf(authenticatorFrom(totp.uri))
  await call(page, 'verification.submit', { userId: mara.userId, code })
  await call(page, 'totps.handOver', { totpId: totp.totpId })
  const tomas = await call<{ userId: string }>(page, 'users.create', {
    name: 'Tomas Lind',
    email: 'tomas.lind@northwind.example',
  })
  await call(page, 'totps.begin', { userId: tomas.userId, expirationMinutes: 22 })
  return { enrolled: mara.userId, pending: tomas.userId }
}

/** Moves the page to a place by its address, such as `/people/user-live-…`. */
export async function openAt(page: Page, place: string): Promise<void> {
  await page.goto(new URL(`#${place}`, page.url()).href)
}

export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: place }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** Opens the window turned to the person from an enrollment that waits to show its QR. */
export async function personScreenOf(page: Page, openPersonScreen: Console['openPersonScreen']): Promise<Page> {
  const personScreen = await openPersonScreen(() => page.getByRole('button', { name: /^Open .* screen$/ }).click())
  await expect(personScreen.getByRole('img', { name: /^QR code for/ })).toBeVisible()
  return personScreen
}
