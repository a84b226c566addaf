// @vitest-environment jsdom
import { waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { useLiveDesk } from '../../../../renderer/data/live-desk'
import { useVaultEvents } from '../../../../renderer/data/lock'
import { keys, queryClient } from '../../../../renderer/data/query-client'
import { show } from '../../../support/page'
import { answer, emit } from '../../../support/page-setup'

const mara = 'user-live-mara'
const read = {
  overview: keys.overview,
  people: keys.people('', 'all'),
  mara: keys.user(mara),
  somebodyElse: keys.user('user-live-tomas'),
  trail: keys.trail(mara, 20),
  auditPages: keys.auditPages({}),
  sessions: keys.openSessions(mara),
  settings: keys.settings,
  api: keys.apiStatus,
  clock: keys.clock,
} as const

function Live() {
  useLiveDesk()
  useVaultEvents()
  return null
}

/** Everything was just read; then an event comes in. */
async function open(): Promise<void> {
  answer('clock.status', () => ({ now: Date.now() }))
  for (const queryKey of Object.values(read)) queryClient.setQueryData(queryKey, {})
  show(<Live />)
  await waitFor(() => expect(queryClient.getQueryData(keys.clock)).toHaveProperty('now'))
}

/** Names of what must be read again. */
const stale = () =>
  Object.entries(read)
    .filter(([, queryKey]) => queryClient.getQueryState(queryKey)?.isInvalidated)
    .map(([name]) => name)

const appended = (action: string, subject: string | null) =>
  emit('audit.appended', { seq: 1, action, subject, channel: 'screen' })

describe('what the screens show follows the desk', () => {
  it('an event about a person makes stale what it touches, and nobody else’s page', async () => {
    await open()
    appended('verification.accepted', mara)
    await waitFor(() => expect(stale()).toEqual(['overview', 'people', 'mara', 'trail', 'sessions']))
  })

  it('an event about nobody in particular makes every person’s page stale', async () => {
    await open()
    appended('clock.confirmed', null)
    await waitFor(() => expect(stale()).toEqual(['overview', 'people', 'mara', 'somebodyElse', 'trail', 'sessions']))
  })

  it('a changed setting is read again', async () => {
    await open()
    appended('settings.changed', null)
    await waitFor(() => expect(stale()).toContain('settings'))
  })

  it('that the log was read makes nothing stale: it would be read for ever', async () => {
    await open()
    appended('audit.read', null)
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(stale()).toEqual([])
  })

  it('the API’s state comes with its event', async () => {
    await open()
    emit('api.changed', { on: true })
    expect(queryClient.getQueryData(keys.apiStatus)).toEqual({ on: true })
  })

  it('a lock drops everything that was read but how the vault stands', async () => {
    await open()
    queryClient.setQueryData(keys.vault, { state: 'unlocked', operator: { name: 'Amina' } })
    emit('vault.locked', {})
    expect(queryClient.getQueryData(keys.vault)).toMatchObject({ state: 'locked', operator: null })
    for (const queryKey of Object.values(read)) expect(queryClient.getQueryData(queryKey)).toBeUndefined()
  })
})
