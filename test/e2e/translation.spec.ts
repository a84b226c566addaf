import { expect, type Page } from '@playwright/test'
import { authenticatorFrom, codeOf, createVault, test } from '../support/console'
import { call, openAt } from './people'

/** As the translators of Chrome and Edge do it, also with what the page adds later; this one does not ask the page. */
function translate(): void {
  const plain = (node: Node) =>
    node.nodeType === Node.TEXT_NODE &&
    node.nodeValue?.trim() !== '' &&
    !node.parentElement?.closest('script, style, font, svg')
  const wrap = (node: Node) => {
    const inner = document.createElement('font')
    inner.textContent = node.nodeValue
    const outer = document.createElement('font')
    outer.append(inner)
    ;(node as ChildNode).replaceWith(outer)
  }
  const wrapBelow = (root: Node) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const found: Node[] = []
    while (walk.nextNode()) if (plain(walk.currentNode)) found.push(walk.currentNode)
    for (const node of found) wrap(node)
  }
  wrapBelow(document.body)
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const added of addedNodes) {
        if (plain(added)) wrap(added)
        else if (added instanceof Element && added.localName !== 'font') wrapBelow(added)
      }
    }
  }).observe(document.body, { childList: true, subtree: true })
}

const controls = (page: Page) => page.locator('main, input, button').count()

// Not the fixture `console`: React reports on the page's console what the boundary has caught.
test('a page that something translates all the same goes on', async ({ shown }) => {
  const { page } = shown.console
  await expect(page.getByLabel('Your name')).toBeVisible()
  expect(await page.locator('html').getAttribute('translate')).toBe('no')
  await createVault(page)
  const mara = { name: 'Mara Lindqvist', email: 'mara.lindqvist@northwind.example' }
  const { userId } = await call<{ userId: string }>(page, 'users.create', mara)
  const { uri } = await call<{ uri: string }>(page, 'totps.enroll', { userId })
  const app = authenticatorFrom(uri)
  await call(page, 'verification.submit', { userId, code: codeOf(app) })
  await openAt(page, `/people/${userId}`)
  const box = page.getByLabel(/^Code from Mara/)
  await expect(box).toBeVisible()
  await page.evaluate(translate)
  for (const code of ['000000', '111111']) {
    await box.fill(code)
    await expect(page.getByText('Wrong code').or(box).first()).toBeVisible()
    await page.waitForTimeout(600)
  }
  await box.fill(codeOf(app, 1))
  await expect
    .poll(async () => (await call<{ drift: { samples: number } | null }>(page, 'users.get', { userId })).drift?.samples)
    .toBe(2)
  expect(await controls(page)).toBeGreaterThan(5)
  await expect(page.getByText('This screen stopped.')).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1, name: 'Mara Lindqvist' })).toBeVisible()
})
