import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Bridge } from '../../../shared/contract/bridge'
import { procedureNames } from '../../../shared/contract/names'
import { fake, ipcRenderer } from '../../support/fake-electron'

vi.mock('electron', () => import('../../support/fake-electron'))

let bridge: Bridge

beforeAll(async () => {
  await import('../../../electron/preload')
  bridge = fake.exposed.get('deskBridge') as Bridge
})

test('the page gets two functions and nothing else', () => {
  expect([...fake.exposed.keys()]).toEqual(['deskBridge'])
  expect(Object.keys(bridge).toSorted()).toEqual(['invoke', 'subscribe'])
  for (const member of Object.values(bridge)) expect(member).toBeTypeOf('function')
})

test('every procedure of the contract goes out on the one channel', async () => {
  for (const name of procedureNames) await bridge.invoke(name, { a: 1 })
  expect(fake.invoked).toEqual(procedureNames.map((name) => ['desk:invoke', name, { a: 1 }]))
})

test.each(['', 'vault.open', 'desk:event', '__proto__', 'constructor', 'vault.status '])(
  'the name %j is refused with an answer and never sent',
  async (name) => {
    const before = fake.invoked.length
    expect(await bridge.invoke(name as 'vault.status', {})).toMatchObject({
      ok: false,
      error: { code: 'unknown_procedure' },
    })
    expect(fake.invoked).toHaveLength(before)
  },
)

test('a listener gets the payload alone, of its own event, until it ends', () => {
  const heard = vi.fn()
  const end = bridge.subscribe('vault.locked', heard)
  const electronEvent = { sender: ipcRenderer }
  ipcRenderer.emit('desk:event', electronEvent, 'vault.locked', { why: 'idle' })
  ipcRenderer.emit('desk:event', electronEvent, 'vault.unlocked', {})
  ipcRenderer.emit('desk:event', electronEvent, '__proto__', {})
  expect(heard.mock.calls).toEqual([[{ why: 'idle' }]])
  end()
  ipcRenderer.emit('desk:event', electronEvent, 'vault.locked', { why: 'asked' })
  expect(heard).toHaveBeenCalledOnce()
})

test('events that are not in the contract cannot be subscribed to', () => {
  const heard = vi.fn()
  bridge.subscribe('secrets' as 'vault.locked', heard)
  ipcRenderer.emit('desk:event', {}, 'secrets', {})
  expect(heard).not.toHaveBeenCalled()
})

test('the preload imports names only, so that its one file stays small', async () => {
  const source = await readFile(new URL('../../../electron/preload.ts', import.meta.url), 'utf8')
  const imports = [...source.matchAll(/^import (type )?.*from '(.+)'$/gm)].filter((found) => !found[1])
  expect(imports.map((found) => found[2])).toEqual([
    'electron',
    '../shared/contract/bridge',
    '../shared/contract/names',
  ])
})
