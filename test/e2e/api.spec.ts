import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { sdkFor } from '../support/api'
import { createVault, test } from '../support/console'
import { goTo } from './people'

async function switchOn(page: Page): Promise<string> {
  await goTo(page, 'API')
  await page.getByRole('switch', { name: 'The API is off' }).click()
  await expect(page.getByRole('switch', { name: 'The API is on' })).toBeChecked()
  return page.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).innerText()
}

async function showSecret(page: Page): Promise<{ projectId: string; secret: string }> {
  await page.getByRole('button', { name: 'Show the secret' }).click()
  const secret = await page.getByTestId('api-secret').innerText()
  const projectId = await page.getByText(/^project-live-[0-9a-f-]{36}$/).innerText()
  return { projectId, secret }
}

test('the API is switched on, called, its secret replaced, and switched off', async ({ console: { page } }) => {
  await createVault(page)
  const mark = page.getByRole('link', { name: 'API on' })
  await goTo(page, 'API')
  await expect(mark).toHaveCount(0)
  await expect(page.getByTestId('snippet')).toContainText('show-the-secret-on-the-API-screen')
  const url = await switchOn(page)
  await expect(mark).toBeVisible()
  await expect(page.getByTestId('api-secret')).toHaveCount(0)
  const { projectId, secret } = await showSecret(page)
  await expect(page.getByTestId('snippet')).toContainText(secret)
  const sdk = sdkFor(url, projectId, secret)

  await test.step('a call comes in live, and opens with its secrets masked', async () => {
    const { user_id, request_id } = await sdk.users.create({ email: 'sandbox@stytch.com' })
    const { secret: key, request_id: second } = await sdk.totps.create({ user_id, expiration_minutes: 60 })
    const calls = page.getByRole('table', { name: 'API calls' })
    await expect(calls.getByRole('row').nth(1)).toContainText('/v1/totps')
    await expect(calls.getByRole('row').nth(2)).toContainText('/v1/users')
    await expect(calls.getByRole('row').nth(2)).toContainText(request_id.slice(-8))
    await calls.getByRole('row').nth(1).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(second)
    await expect(dialog.getByRole('region', { name: 'Request' })).toContainText('"expiration_minutes": 60')
    await expect(dialog.getByRole('region', { name: 'Response' })).toContainText('"secret": "••••"')
    await expect(dialog).not.toContainText(key)
    await page.keyboard.press('Escape')
  })

  await test.step('elsewhere a call is told of in a corner', async () => {
    await goTo(page, 'Desk')
    await expect(mark).toBeVisible()
    await sdk.users.create({ email: 'another@northwind.example' })
    await expect(page.getByText('Over the API: Person added')).toBeVisible()
  })

  await test.step('the secret is hidden again by leaving the screen', async () => {
    await goTo(page, 'API')
    await expect(page.getByTestId('api-secret')).toHaveCount(0)
  })

  await test.step('after a replacement the old secret fails and the new one works', async () => {
    await page.getByRole('button', { name: 'Replace the secret' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Replace', exact: true }).click()
    const fresh = await page.getByTestId('api-secret').innerText()
    expect(fresh).not.toBe(secret)
    await expect(sdk.users.search({})).rejects.toMatchObject({ error_type: 'unauthorized_credentials' })
    expect((await sdkFor(url, projectId, fresh).users.search({})).results).toHaveLength(2)
  })

  await test.step('switched off, nothing listens', async () => {
    await page.getByRole('switch', { name: 'The API is on' }).click()
    await expect(page.getByRole('switch', { name: 'The API is off' })).not.toBeChecked()
    await expect(mark).toHaveCount(0)
    await expect(fetch(`${url}/v1/debug/whoami`)).rejects.toThrow()
  })

  await test.step('showing and replacing stand in the audit log', async () => {
    await goTo(page, 'Audit')
    for (const what of ['API secret shown', 'API secret replaced', 'API switched on', 'API switched off']) {
      await expect(page.getByRole('table', { name: 'Audit events' }).getByText(what).first()).toBeVisible()
    }
  })
})

test('the snippets run as pasted', async ({ console: { page } }) => {
  await createVault(page)
  await switchOn(page)
  await showSecret(page)
  const snippet = async (label: string) => {
    await page.getByRole('radiogroup', { name: 'Snippet for' }).getByText(label, { exact: true }).click()
    await expect(page.getByRole('region', { name: `Snippet for ${label}` })).toBeVisible()
    return page.getByTestId('snippet').innerText()
  }
  // Below the project, so that Node finds the installed SDK as it would after npm install.
  const results = join(import.meta.dirname, '..', '..', 'test-results')
  await mkdir(results, { recursive: true })
  const folder = await mkdtemp(join(results, 'snippets-'))
  try {
    await writeFile(join(folder, 'totp.mjs'), await snippet('Node'))
    await answering(
      spawn(process.execPath, ['totp.mjs'], { cwd: folder }),
      /app: ([A-Z2-7]{32})/,
      /Accepted\. Session: session-live-/,
    )

    await writeFile(join(folder, 'totp.sh'), await snippet('curl'))
    await answering(
      spawn('sh', ['totp.sh'], { cwd: folder }),
      /"secret":"([A-Z2-7]{32})"/,
      /"session_id":"session-live-/,
    )

    await writeFile(join(folder, 'totp.py'), await snippet('Python'))
    await test.step('Python, where there is one', async () => {
      if (spawnSync('python3', ['--version']).status !== 0) return
      const python = spawn('python3', ['-u', 'totp.py'], { cwd: folder })
      await answering(python, /app: ([A-Z2-7]{32})/, /Accepted\. Session: session-live-/)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  await goTo(page, 'Sessions')
  await expect(page.getByRole('row').filter({ hasText: 'Open' }).first()).toBeVisible()
})

/** Reads the key that a snippet prints, types the code of it, and waits for its good end. */
async function answering(child: ChildProcess, key: RegExp, good: RegExp): Promise<void> {
  let printed = ''
  let typed = false
  const hear = (data: Buffer) => {
    printed += data.toString()
    const found = key.exec(printed)?.[1]
    if (typed || found === undefined) return
    typed = true
    child.stdin?.end(`${new TOTP({ secret: Secret.fromBase32(found) }).generate()}\n`)
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  expect(code, printed).toBe(0)
  expect(printed).toMatch(good)
}
