import { describe, expect, it } from 'vitest'
import { insertPass, validPassOf } from '../../../../electron/desk/store/passes'
import {
  forgetStepsUsedAhead,
  noteStepsUsedAhead,
  stepsUsedAhead,
} from '../../../../electron/desk/store/steps-used-ahead'
import { readCounter, writeCounter } from '../../../../electron/desk/store/throttles'
import { repairStoredTimes } from '../../../../electron/desk/store/times'
import { requireTotp, updateTotp } from '../../../../electron/desk/store/totps'
import { findUserFacts } from '../../../../electron/desk/store/user-facts'
import { updateUser } from '../../../../electron/desk/store/users'
import type { Database } from '../../../../electron/vault/database'
import { addTotp, addUser, emptyTables, now } from './fixture'

const latest = { wait: now + 50, lock: now + 60 }
const present = Math.floor(now / 30_000)

async function withUsers(): Promise<Database> {
  const tx = await emptyTables()
  for (const userId of ['mara', 'oskar']) addUser(tx, userId, { name: userId })
  return tx
}

describe('a clock put right', () => {
  it('brings marks beyond the next step back to the present one', async () => {
    const tx = await withUsers()
    addTotp(tx, 'next', 'mara', { lastStep: present + 1 })
    addTotp(tx, 'far', 'oskar', { lastStep: present + 2 })
    expect(repairStoredTimes(tx, now, latest).marks).toBe(1)
    expect(['next', 'far'].map((id) => requireTotp(tx, id).lastStep)).toEqual([present + 1, present])
  })

  it('shortens waits and locks where they end later than they can', async () => {
    const tx = await withUsers()
    writeCounter(tx, 'mara', 'code', { failures: 5, streak: 5, waitUntil: now + 100, lockedUntil: null })
    writeCounter(tx, 'mara', 'pass', { failures: 5, streak: 5, waitUntil: now + 10, lockedUntil: null })
    writeCounter(tx, 'oskar', 'code', { failures: 10, streak: 10, waitUntil: null, lockedUntil: now + 100 })
    expect(repairStoredTimes(tx, now, latest)).toMatchObject({ waits: 1, locks: 1 })
    expect(readCounter(tx, 'mara', 'code').waitUntil).toBe(now + 50)
    expect(readCounter(tx, 'mara', 'pass').waitUntil).toBe(now + 10)
    expect(readCounter(tx, 'oskar', 'code').lockedUntil).toBe(now + 60)
  })

  it('lets what began ahead begin now and last as long, and leaves the rest alone', async () => {
    const tx = await withUsers()
    const pass = { hash: 'h', issuedBy: 'Ada', reason: 'None', identityKind: 'other' } as const
    insertPass(tx, { ...pass, passId: 'one', userId: 'mara', issuedAt: now + 90, expiresAt: now + 150 })
    insertPass(tx, { ...pass, passId: 'two', userId: 'oskar', issuedAt: now - 10, expiresAt: now + 20 })
    addTotp(tx, 'ahead', 'mara', { createdAt: now + 1, expiresAt: now + 101 })
    addTotp(tx, 'right', 'oskar', { createdAt: now, expiresAt: now + 100 })
    expect(repairStoredTimes(tx, now, latest).ends).toEqual({ totps: 1, passes: 1, sessions: 0 })
    expect(validPassOf(tx, 'mara', now)).toMatchObject({ issuedAt: now, expiresAt: now + 60 })
    expect(validPassOf(tx, 'oskar', now)).toMatchObject({ issuedAt: now - 10, expiresAt: now + 20 })
    for (const id of ['ahead', 'right']) {
      expect(requireTotp(tx, id)).toMatchObject({ createdAt: now, expiresAt: now + 100 })
    }
  })

  it('lets nothing have happened later than now', async () => {
    const tx = await withUsers()
    updateUser(tx, 'mara', { lastAcceptedAt: now + 1 })
    updateUser(tx, 'oskar', { lastAcceptedAt: now - 1 })
    expect(repairStoredTimes(tx, now, latest).happened).toBe(1)
    expect(['mara', 'oskar'].map((id) => findUserFacts(tx, id)?.lastAcceptedAt)).toEqual([now, now - 1])
    expect(repairStoredTimes(tx, now, latest)).toMatchObject({ happened: 0, marks: 0, waits: 0, locks: 0 })
  })
})

it('steps used ahead are noted once, by the period of their totp, until the mark has reached them', async () => {
  const tx = await withUsers()
  addTotp(tx, 'fast', 'mara', { lastStep: present + 7 })
  addTotp(tx, 'slow', 'oskar', { period: 60, lastStep: Math.floor(now / 60_000) })
  for (let time = 0; time < 2; time += 1) noteStepsUsedAhead(tx, now)
  expect(stepsUsedAhead(tx, 'slow')).toEqual([])
  updateTotp(tx, 'fast', { lastStep: present + 3 })
  noteStepsUsedAhead(tx, now)
  expect(stepsUsedAhead(tx, 'fast')).toEqual([present + 3, present + 7])
  forgetStepsUsedAhead(tx, 'fast', present + 6)
  expect(stepsUsedAhead(tx, 'fast')).toEqual([present + 7])
})
