import { describe, expect, it } from 'vitest'
import type { Disk } from '../../../electron/vault/disk'
import { realDisk } from '../../../electron/vault/disk'
import { send } from '../../support/api'
import { apisOfTest } from '../../support/apis'
import { desksOfTest, mara } from '../../support/desks'

const deskFor = desksOfTest()
const apiFor = apisOfTest()

/** The machine's disk, whose syncs off the thread can be held back, and be made to fail. */
function heldDisk(): { disk: Disk; hold(): void; letGo(): void; fail(): void } {
  let gate: Promise<void> | null = null
  let open = () => {}
  let failure: Error | null = null
  const disk: Disk = {
    ...realDisk,
    async syncLater(file) {
      await gate
      if (failure) throw failure
      return realDisk.syncLater(file)
    },
  }
  return {
    disk,
    hold() {
      gate = new Promise((resolve) => {
        open = resolve
      })
    },
    letGo() {
      gate = null
      open()
    },
    fail() {
      failure = Object.assign(new Error('EIO'), { code: 'EIO' })
      open()
    },
  }
}

/** Whether something is answered within a time in which everything is that need not wait for the disk. */
async function isAnswered(answer: Promise<unknown>): Promise<boolean> {
  const late = new Promise((resolve) => setTimeout(resolve, 100, 'late'))
  return (await Promise.race([answer.catch(() => 'refused'), late])) !== 'late'
}

describe('while a sync is under way', () => {
  it('no act, read, refusal or event leaves before it', async () => {
    const held = heldDisk()
    const test = await deskFor({ disk: held.disk })
    const heard: string[] = []
    test.desk.subscribe((name) => void heard.push(name))
    held.hold()
    const waiting = [
      test.dispatch('users.create', mara),
      test.dispatch('users.search', {}),
      test.dispatch('users.create', { ...mara, phone: undefined, externalId: undefined }),
      test.dispatch('users.get', { userId: 'user-live-00000000-0000-4000-8000-000000000000' }),
      test.dispatch('users.get', { userId: 7 }),
    ]
    for (const answer of waiting) expect(await isAnswered(answer)).toBe(false)
    expect(heard).toEqual([])
    // What tells nothing of the vault's content need not wait.
    expect(await isAnswered(test.dispatch('vault.status'))).toBe(true)
    held.letGo()
    const [created, found, taken, absent, wrong] = await Promise.all(waiting)
    expect(created).toMatchObject({ ok: true, value: { name: mara.name } })
    expect(found).toMatchObject({ ok: true, value: { total: 1 } })
    expect(taken).toMatchObject({ ok: false, error: { code: 'email_taken' } })
    expect(absent).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(wrong).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    expect(heard).toEqual(['audit.appended'])
  })

  it('no answer of the API leaves before it', async () => {
    const held = heldDisk()
    const test = await apiFor({ disk: held.disk })
    held.hold()
    const created = send(test, 'POST', '/v1/users', { email: 'mara@example.org' })
    expect(await isAnswered(created)).toBe(false)
    const operands = [{ filter_name: 'email_address', filter_value: ['mara@example.org'] }]
    const searched = send(test, 'POST', '/v1/users/search', { query: { operator: 'AND', operands } })
    const again = send(test, 'POST', '/v1/users', { email: 'mara@example.org' })
    const stranger = send({ ...test, secret: 'wrong' } as never, 'GET', '/v1/debug/whoami')
    for (const answer of [searched, again, stranger]) expect(await isAnswered(answer)).toBe(false)
    held.letGo()
    expect((await created).status).toBe(200)
    expect((await searched).body).toMatchObject({ results: [{ emails: [{ email: 'mara@example.org' }] }] })
    expect((await again).body).toMatchObject({ error_type: 'duplicate_email' })
    expect((await stranger).status).toBe(401)
  })

  it('a lock lets no new call in, answers those under way first, and then says so', async () => {
    const held = heldDisk()
    const test = await deskFor({ disk: held.disk })
    const order: string[] = []
    test.desk.subscribe((name) => void order.push(name))
    held.hold()
    const created = test.dispatch('users.create', mara).then((answer) => {
      order.push(`created ${answer.ok}`)
    })
    const locked = test.client.vault.lock().then(() => order.push('locked'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(await test.dispatch('users.search', {})).toMatchObject({ ok: false, error: { code: 'vault_locked' } })
    held.letGo()
    await Promise.all([created, locked])
    expect(order.filter((one) => one !== 'audit.appended')).toEqual(['created true', 'vault.locked', 'locked'])
    expect(order.slice(0, 3).filter((one) => one === 'audit.appended')).toHaveLength(2)
  })
})

describe('when a sync fails', () => {
  it('all that wait are refused, nothing is told, and only locking still works', async () => {
    const held = heldDisk()
    const test = await deskFor({ disk: held.disk })
    const heard: string[] = []
    test.desk.subscribe((name) => void heard.push(name))
    held.hold()
    const waiting = [
      test.dispatch('users.create', mara),
      test.dispatch('users.create', { name: 'Tomas', email: 'tomas@example.org' }),
      test.dispatch('users.search', {}),
    ]
    expect(await isAnswered(Promise.race(waiting))).toBe(false)
    held.fail()
    const failed = { ok: false, error: { code: 'vault_failed' } }
    for (const answer of waiting) expect(await answer).toMatchObject(failed)
    for (const [name, input] of [
      ['users.search', {}],
      ['settings.get', {}],
      ['audit.list', {}],
      ['users.create', { name: 'Ines', email: 'ines@example.org' }],
    ] as const) {
      expect(await test.dispatch(name, input)).toMatchObject(failed)
    }
    expect(heard).toEqual([])
    expect(await test.client.vault.lock()).toMatchObject({ state: 'locked' })
    expect(heard).toEqual(['vault.locked'])
  })
})
