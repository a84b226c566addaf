import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isOfLock } from '../../../electron/vault/file-names'
import type { TestApi } from '../../support/api'
import { apisOfTest } from '../../support/apis'
import { codeOf, refusalOf } from '../../support/desks'

const open = apisOfTest()

async function person(test: TestApi, email: string) {
  const { user_id } = await test.sdk.users.create({ email, name: { first_name: email.split('@')[0] } })
  const { secret } = await test.sdk.totps.create({ user_id })
  return {
    user_id,
    async begin(session_duration_minutes = 60) {
      const totp_code = codeOf(`otpauth://totp/x?secret=${secret}`, test.clock.now())
      const begun = await test.sdk.totps.authenticate({ user_id, totp_code, session_duration_minutes })
      test.clock.advance(30_000)
      return { ...begun, id: begun.session?.session_id ?? '' }
    },
  }
}

describe('sessions at the desk', () => {
  it('are listed newest first, by person and state, page by page', async () => {
    const test = await open()
    const mara = await person(test, 'mara@example.org')
    const nils = await person(test, 'nils@example.org')
    const short = await mara.begin(5)
    const ended = await nils.begin()
    const last = await mara.begin()
    test.clock.advance(5 * 60_000)
    await test.screen.sessions.revoke({ sessionId: ended.id })
    const list = async (input: Parameters<typeof test.screen.sessions.list>[0]) =>
      (await test.screen.sessions.list(input)).sessions.map((session) => session.sessionId)
    expect(await list({})).toEqual([last.id, ended.id, short.id])
    expect(await list({ userId: mara.user_id })).toEqual([last.id, short.id])
    expect(await list({ state: 'open' })).toEqual([last.id])
    expect(await list({ state: 'expired' })).toEqual([short.id])
    expect(await list({ state: 'revoked' })).toEqual([ended.id])
    const first = await test.screen.sessions.list({ limit: 2 })
    expect(first.sessions.map((session) => session.sessionId)).toEqual([last.id, ended.id])
    expect(await list({ limit: 2, cursor: first.nextCursor ?? '' })).toEqual([short.id])
    expect(await refusalOf(test.screen.sessions.list({ cursor: 'x' }))).toMatchObject({ code: 'invalid_input' })
    const detail = await test.screen.users.get({ userId: mara.user_id })
    expect(detail.sessions.map((session) => session.sessionId)).toEqual([last.id])
    expect(detail.sessions[0]).toMatchObject({ userName: 'mara', state: 'open', channel: 'api' })
  })

  it('are extended and ended by staff, and what ended stays so', async () => {
    const test = await open()
    const mara = await person(test, 'mara@example.org')
    const { id, session_token } = await mara.begin(5)
    const extended = await test.screen.sessions.extend({ sessionId: id, minutes: 60 })
    expect(extended.expiresAt).toBe(test.clock.now() + 60 * 60_000)
    expect(await test.screen.sessions.revoke({ sessionId: id })).toMatchObject({ state: 'revoked' })
    await expect(test.sdk.sessions.authenticate({ session_token })).rejects.toMatchObject({ status_code: 404 })
    expect(await refusalOf(test.screen.sessions.revoke({ sessionId: id }))).toMatchObject({ code: 'session_ended' })
    expect(await refusalOf(test.screen.sessions.extend({ sessionId: id, minutes: 5 }))).toMatchObject({
      code: 'session_ended',
    })
    const { events } = await test.screen.audit.list({ filter: { text: id } })
    const acts = events.map((event) => [event.action, event.channel])
    expect(acts.toReversed()).toEqual([
      ['session.started', 'api'],
      ['session.extended', 'screen'],
      ['session.revoked', 'screen'],
    ])
  })

  it('a program that asks at every click writes one row a minute', async () => {
    const test = await open()
    const mara = await person(test, 'mara@example.org')
    const { session_token, id } = await mara.begin()
    for (let n = 0; n < 60; n += 1) {
      await test.sdk.sessions.authenticate({ session_token })
      test.clock.advance(2000)
    }
    const { events } = await test.screen.audit.list({ filter: { actions: ['session.authenticated'], text: id } })
    expect(events).toHaveLength(2)
  })

  it('tokens are in the vault as hashes alone: neither its rows nor its files hold one', async () => {
    const test = await open()
    const mara = await person(test, 'mara@example.org')
    const { session_token } = await mara.begin()
    const { vault } = test.desk.open().context
    for (const { name } of vault.all<{ name: string }>(`select name from sqlite_master where type = 'table'`)) {
      expect(JSON.stringify(vault.all(`select * from ${name}`))).not.toContain(session_token)
    }
    for (const file of (await readdir(test.folder)).filter((name) => !isOfLock(name))) {
      expect((await readFile(join(test.folder, file))).includes(session_token)).toBe(false)
    }
  })

  it('one who holds a JWT alone gets tokens of their own, and the first token outlives them all', async () => {
    const test = await open()
    const mara = await person(test, 'mara@example.org')
    const { session_token, session_jwt } = await mara.begin()
    const later: string[] = []
    for (let n = 0; n < 25; n += 1) {
      later.push((await test.sdk.sessions.authenticate({ session_jwt })).session_token)
      test.clock.advance(1000)
    }
    expect((await test.sdk.sessions.authenticate({ session_token })).status_code).toBe(200)
    expect((await test.sdk.sessions.authenticate({ session_token: later[24] ?? '' })).status_code).toBe(200)
    const oldest = test.sdk.sessions.authenticate({ session_token: later[0] ?? '' })
    await expect(oldest).rejects.toMatchObject({ error_type: 'session_not_found' })
  })

  it('survive a restart', async () => {
    const test = await open()
    const mara = await person(test, 'mara@example.org')
    const { session_token } = await mara.begin()
    await test.screen.vault.lock()
    await test.screen.vault.unlock({ passphrase: 'copper lamp river tiny' })
    const found = test.desk.open().sessions.find({ token: session_token })
    expect(found?.session).toMatchObject({ userId: mara.user_id, state: 'open' })
  })
})
