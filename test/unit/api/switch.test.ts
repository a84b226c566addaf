import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { createApi } from '../../../electron/api/api'
import { createDispatcher } from '../../../electron/ipc/dispatch'
import { type Disk, realDisk } from '../../../electron/vault/disk'
import { createClient } from '../../../shared/contract/client'
import type { ApiCall } from '../../../shared/model/api'
import { sdkFor, send } from '../../support/api'
import { apisOfTest } from '../../support/apis'
import { openTestDesk, testPassphrase } from '../../support/desk'
import { codeOf, refusalOf } from '../../support/desks'

const open = apisOfTest()

describe('the switch', () => {
  it('is off until an admin turns it on, and listens on loopback alone', async () => {
    const test = await openTestDesk()
    const api = createApi(test.desk)
    expect(api.status()).toMatchObject({ running: false, on: false, url: null, problem: null })
    const { url, projectId } = await api.start({})
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(projectId).toMatch(/^project-live-[0-9a-f-]{36}$/)
    await api.stop()
    await expect(fetch(`${url}/v1/debug/whoami`)).rejects.toThrow()
    expect(api.status()).toMatchObject({ running: false, on: false, url: null })
    await test.end()
  })

  it('stops with the lock and is there again after unlocking, and after a restart', async () => {
    const test = await open()
    await test.screen.vault.lock()
    await expect(fetch(`${test.url}/v1/debug/whoami`)).rejects.toThrow()
    await test.screen.vault.unlock({ passphrase: testPassphrase })
    const again = await running(() => test.screen.api.status())
    const sdk = sdkFor(again, test.projectId, test.secret)
    expect((await sdk.debug.whoami()).project_id).toBe(test.projectId)
    await test.desk.close()

    const next = await openTestDesk({ demo: true, folder: test.folder, clock: test.clock, create: false })
    const api = createApi(next.desk)
    await next.client.vault.unlock({ passphrase: testPassphrase })
    await running(async () => api.status())
    const { events } = await next.client.audit.list({ filter: { actions: ['api.started'] } })
    expect(events.map((event) => event.channel)).toEqual(['system', 'system', 'screen'])
    await next.desk.close()
  })

  it('says which port is taken, and keeps trying none', async () => {
    const busy = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => busy.once('listening', resolve))
    const test = await open()
    const { port } = busy.address() as AddressInfo
    expect(await refusalOf(test.screen.api.start({ port }))).toMatchObject({ code: 'port_taken' })
    busy.close()
  })

  it('does not serve after unlocking when the start cannot be written down', async () => {
    let full = false
    const disk: Disk = {
      ...realDisk,
      writeAt(file, bytes, position) {
        if (full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
        return realDisk.writeAt(file, bytes, position)
      },
    }
    const test = await openTestDesk({ disk })
    const api = createApi(test.desk)
    const { url } = await api.start({ port: await freePort() })
    await test.client.vault.lock()
    test.desk.subscribe((name) => {
      if (name === 'vault.unlocked') full = true
    })
    await test.client.vault.unlock({ passphrase: testPassphrase })
    await vi.waitFor(() => expect(api.status().problem).toMatch(/^The disk is full/))
    expect(api.status()).toMatchObject({ running: false, on: true, url: null })
    await expect(fetch(`${url}/v1/debug/whoami`)).rejects.toThrow()
    full = false
    await test.end()
  })

  it('keeps the port it was given', async () => {
    const test = await open()
    const { url } = await test.screen.api.start({ port: Number(new URL(test.url).port) })
    expect(url).toBe(test.url)
  })
})

describe('the credentials', () => {
  it('are shown and rotated on the record, without the secret in it', async () => {
    const test = await open()
    expect(test.secret).toMatch(/^secret-test-[A-Za-z0-9_-]{36}$/)
    expect((await test.screen.api.credentials()).secret).toBe(test.secret)
    const rotated = await test.screen.api.rotate()
    expect(rotated.projectId).toBe(test.projectId)
    expect(rotated.secret).not.toBe(test.secret)
    expect((await send(test, 'GET', '/v1/debug/whoami')).body.error_type).toBe('unauthorized_credentials')
    expect((await send({ ...test, ...rotated }, 'GET', '/v1/debug/whoami')).status).toBe(200)
    const { events } = await test.screen.audit.list({ limit: 500 })
    const actions = events.map((event) => event.action)
    expect(actions).toEqual(expect.arrayContaining(['api.secret_made', 'api.secret_shown', 'api.secret_rotated']))
    expect(JSON.stringify(events)).not.toContain(rotated.secret.slice(-20))
    expect(JSON.stringify(events)).not.toContain(test.secret.slice(-20))
  })

  it('are rotated together with the key for session JWTs, in one act', async () => {
    const test = await open()
    await test.screen.api.rotate()
    const { events } = await test.screen.audit.list({
      filter: { actions: ['api.secret_rotated', 'session.key_made'] },
      limit: 2,
    })
    expect(events.map((event) => event.action)).toEqual(['api.secret_rotated', 'session.key_made'])
    expect(events[0]?.interaction).toBe(events[1]?.interaction)
  })

  it('and the switch do not undo each other when both are changed at once', async () => {
    const test = await open()
    const [rotated] = await Promise.all([
      test.screen.api.rotate(),
      test.screen.api.stop(),
      test.screen.api.credentials(),
    ])
    expect(await test.screen.api.status()).toMatchObject({ on: false })
    expect((await test.screen.api.credentials()).secret).toBe(rotated.secret)
  })

  it('are refused by name when missing, malformed or wrong, and never with a CORS header', async () => {
    const test = await open()
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
    const whoami = async (headers: Record<string, string>) => {
      const { status, body, headers: answered } = await send(test, 'GET', '/v1/debug/whoami', undefined, headers)
      expect(status).toBe(401)
      expect(answered.get('www-authenticate')).toContain('Basic')
      expect(answered.get('access-control-allow-origin')).toBeNull()
      return body.error_type
    }
    expect(await whoami({ authorization: '' })).toBe('invalid_authorization_header')
    expect(await whoami({ authorization: `Bearer ${test.secret}` })).toBe('invalid_authorization_header')
    expect(await whoami(basic(test.projectId))).toBe('invalid_authorization_header')
    expect(await whoami(basic(`me:${test.secret}`))).toBe('invalid_project_id_authentication')
    expect(await whoami(basic(`${test.projectId}:me`))).toBe('invalid_secret_authentication')
    const other = `secret-test-${'A'.repeat(36)}`
    expect(await whoami(basic(`${test.projectId}:${other}`))).toBe('unauthorized_credentials')
    const stranger = test.projectId.replace(/[0-9a-f]$/, (digit) => (digit === '0' ? '1' : '0'))
    expect(await whoami(basic(`${stranger}:${test.secret}`))).toBe('unauthorized_credentials')
  })

  it('a flood of wrong ones leaves two rows that count them all', async () => {
    const test = await open()
    for (let n = 0; n < 30; n += 1) await send(test, 'GET', '/v1/users/x', undefined, { authorization: 'Basic x' })
    await test.screen.api.stop()
    const { events } = await test.screen.audit.list({ filter: { actions: ['api.auth_failed'] } })
    expect(events.map((event) => event.details.count)).toEqual([29, 1])
    expect(events[0]).toMatchObject({ operator: null, channel: 'api', outcome: 'fail', severity: 'warning' })
  })
})

describe('the list of calls', () => {
  it('does not keep one that the lock has cut off', async () => {
    const test = await open()
    const authorization = `Basic ${Buffer.from(`${test.projectId}:${test.secret}`).toString('base64')}`
    const stalled = request(`${test.url}/v1/users`, { method: 'POST', headers: { authorization } })
    stalled.write('{"email": "mara@')
    await once(stalled, 'socket').then(([socket]) => once(socket, 'connect'))
    await send(test, 'GET', '/v1/debug/whoami')
    await Promise.all([once(stalled, 'error'), test.screen.vault.lock()])
    await test.screen.vault.unlock({ passphrase: testPassphrase })
    await running(() => test.screen.api.status())
    expect((await test.screen.api.calls()).calls).toEqual([])
  })

  it('shows each call masked, newest first, tells of it at once, and ends with the lock', async () => {
    const test = await open()
    const heard: ApiCall[] = []
    test.desk.subscribe((name, payload) => {
      if (name === 'api.called') heard.push(payload as ApiCall)
    })
    const { user_id } = await test.sdk.users.create({ email: 'mara@example.org' })
    const totp = await test.sdk.totps.create({ user_id })
    const totp_code = codeOf(`otpauth://totp/x?secret=${totp.secret}`, test.clock.now())
    const session = await test.sdk.totps.authenticate({ user_id, totp_code, session_duration_minutes: 5 })
    await test.sdk.totps.recover({ user_id, recovery_code: totp.recovery_codes[0] ?? '' })
    await test.sdk.sessions.authenticate({ session_token: session.session_token })
    await test.sdk.sessions.authenticate({ session_jwt: session.session_jwt }).catch(() => {})
    await send(test, 'POST', `/v1/users/search?secret=${test.secret}`, { wrong: totp_code, deep: [totp.secret] })
    await send(test, 'POST', '/v1/totps/authenticate', `{"totp_code": "${totp_code}"`)
    const { calls } = await test.screen.api.calls()
    expect(calls[0]).toMatchObject({
      method: 'POST',
      path: '/v1/totps/authenticate',
      status: 400,
      errorType: 'bad_request',
    })
    expect(calls.at(-1)).toMatchObject({ method: 'POST', path: '/v1/users', status: 200, errorType: null })
    expect(calls.at(-1)?.response).toContain('mara@example.org')
    expect(heard.map((call) => call.requestId)).toEqual(calls.map((call) => call.requestId).toReversed())
    const markers = [
      test.secret,
      totp.secret,
      totp_code,
      session.session_token,
      session.session_jwt,
      ...totp.recovery_codes,
    ]
    const text = JSON.stringify(calls)
    for (const marker of markers) expect(text).not.toContain(marker)
    expect(text).not.toContain('base64, ')
    expect((await test.screen.api.calls({ before: calls[1]?.requestId })).calls).toEqual(calls.slice(2))
    await test.screen.vault.lock()
    expect(test.api.calls({}).calls).toEqual([])
  })

  it('keeps the last two hundred', async () => {
    const test = await open()
    for (let n = 0; n < 210; n += 1) await send(test, 'GET', `/v1/users/n${n}`)
    const { calls } = await test.screen.api.calls()
    expect(calls).toHaveLength(200)
    expect(calls[0]?.path).toBe('/v1/users/n209')
  })
})

describe('bounds', () => {
  it('more requests in a second than the limit are refused, and told when to come back', async () => {
    const test = await open({ api: { rateLimit: 3 } })
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(test, 'GET', '/v1/debug/whoami')))
    const refused = answers.filter((answer) => answer.status === 429)
    expect(refused.length).toBeGreaterThan(5)
    expect(refused[0]?.body.error_type).toBe('too_many_requests')
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
  })

  it('an unknown route and a wrong method have names of their own', async () => {
    const test = await open()
    expect((await send(test, 'GET', '/v1/nothing')).body).toMatchObject({
      status_code: 404,
      error_type: 'route_not_found',
    })
    expect((await send(test, 'PATCH', '/v1/users')).body).toMatchObject({
      status_code: 405,
      error_type: 'method_not_allowed',
    })
    const unknown = await send(test, 'GET', '/v1/nothing', undefined, { authorization: '' })
    expect(unknown.body.error_type).toBe('invalid_authorization_header')
  })
})

describe('a program without the API', () => {
  it('says so', async () => {
    const test = await openTestDesk()
    const client = createClient({
      invoke: (name, input) => createDispatcher(test.desk)(name, input, { side: 'operator' }),
    })
    expect(await client.api.status()).toMatchObject({ running: false })
    expect(await refusalOf(client.api.start())).toMatchObject({ code: 'not_found' })
    await test.end()
  })
})

/** The API's address once it runs; unlocking starts it without being waited for. */
async function running(status: () => Promise<{ url: string | null }>): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { url } = await status()
    if (url !== null) return url
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('The API did not come back.')
}

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
