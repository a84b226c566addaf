import { describe, expect, it } from 'vitest'
import type { UserFacts } from '../../../electron/desk/store/user-facts'
import { createPeopleIndex } from '../../../electron/desk/users/search-index'
import type { Reader, SqlValue } from '../../../electron/vault/types'
import { desksOfTest, enrolled, refusalOf } from '../../support/desks'

const deskFor = desksOfTest()

const people = [
  { name: 'Łukasz Żak', email: 'lukasz@example.org', externalId: 'PL-77' },
  { name: 'Søren Ørsted', email: 'soren@example.org', phone: '+4520123456' },
  { name: 'Åsa Öberg', email: 'asa@example.org' },
  { name: 'asa Berg', email: 'asa.berg@example.org' },
  { name: 'Işıl Yıldız', email: 'isil@example.org' },
]

async function filled() {
  const test = await deskFor()
  for (const person of people) await test.client.users.create(person)
  const names = async (query: string) => (await test.client.users.search({ query })).users.map((user) => user.name)
  return { ...test, names }
}

describe('searching people', () => {
  it('finds by folded name, email, phone and external id', async () => {
    const { names } = await filled()
    expect(await names('LUKASZ')).toEqual(['Łukasz Żak'])
    expect(await names('ørsted')).toEqual(['Søren Ørsted'])
    expect(await names('orsted')).toEqual(['Søren Ørsted'])
    expect(await names('isil yil')).toEqual(['Işıl Yıldız'])
    expect(await names('pl-77')).toEqual(['Łukasz Żak'])
    expect(await names('20123')).toEqual(['Søren Ørsted'])
    expect(await names('asa.berg@')).toEqual(['asa Berg'])
  })

  it('wants every word, in any order', async () => {
    const { names } = await filled()
    expect(await names('berg asa')).toEqual(['asa Berg', 'Åsa Öberg'])
    expect(await names('asa zak')).toEqual([])
  })

  it('sorts by folded name and pages by key through all, each once', async () => {
    const { client } = await filled()
    await client.users.create({ name: 'Åsa Öberg', email: 'asa2@example.org' })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await client.users.search({ limit: 2, ...(cursor ? { cursor } : {}) })
      expect(page).toMatchObject({ total: 6, matched: 6 })
      seen.push(...page.users.map((user) => user.userId))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    const all = (await client.users.search()).users
    expect(all.map((user) => user.name)).toEqual([
      'asa Berg',
      'Åsa Öberg',
      'Åsa Öberg',
      'Işıl Yıldız',
      'Łukasz Żak',
      'Søren Ørsted',
    ])
    expect(seen).toEqual(all.map((user) => user.userId))
  })

  it('goes on behind its place when people come and go between two pages', async () => {
    const { client } = await filled()
    const first = await client.users.search({ limit: 2 })
    const last = first.users[1]
    if (!last || !first.nextCursor) throw new Error('There is no second page.')
    await client.users.remove({ userId: last.userId })
    await client.users.create({ name: 'Aaron', email: 'aaron@example.org' })
    const second = await client.users.search({ limit: 2, cursor: first.nextCursor })
    expect(second.users.map((user) => user.name)).toEqual(['Işıl Yıldız', 'Łukasz Żak'])
  })

  it('refuses a cursor that is none', async () => {
    const { client } = await filled()
    for (const cursor of ['x', 'not base64!', 'YWJj']) {
      expect(await refusalOf(client.users.search({ cursor }))).toMatchObject({ code: 'invalid_input' })
    }
  })

  it('takes a cursor for the longest name there can be', async () => {
    const { client } = await deskFor()
    for (const email of ['a@example.org', 'b@example.org']) await client.users.create({ name: '界'.repeat(120), email })
    const { nextCursor } = await client.users.search({ limit: 1 })
    expect((await client.users.search({ limit: 1, cursor: nextCursor ?? '' })).users).toHaveLength(1)
  })

  it('follows a new name at once, and a refused change not at all', async () => {
    const { client, names } = await filled()
    const [user] = (await client.users.search({ query: 'zak' })).users
    if (!user) throw new Error('Nobody was found.')
    await refusalOf(client.users.update({ userId: user.userId, changes: { name: 'Zoe', email: 'asa@example.org' } }))
    expect(await names('zoe')).toEqual([])
    await client.users.update({ userId: user.userId, changes: { name: 'Zoe' } })
    expect(await names('zoe')).toEqual(['Zoe'])
    expect(await names('zak')).toEqual([])
    expect((await client.users.search()).users.at(-1)).toMatchObject({ name: 'Zoe' })
  })
})

describe('people as everybody types them', () => {
  const typed: [name: string, contact: { email?: string; phone?: string; externalId?: string }, queries: string[]][] = [
    [
      'Sinéad O’Connor',
      { email: 's@example.com' },
      ["O'Connor", 'oconnor', 'O’Connor', 'o connor', 'SINEAD', 'sinéad o`connor'],
    ],
    ["Eoin O'Brien", { email: 'e@example.com' }, ['O’Brien', "o'brien", 'obrien', 'OʼBrien', 'o´brien']],
    ['Eve O Hara', { email: 'oh@example.com' }, ['ohara', "o'hara", 'o hara', 'O-Hara', 'Hara Eve']],
    ['Jean‑Luc Martin', { email: 'j@example.com' }, ['jean-luc', 'jean luc', 'jeanluc', 'Jean–Luc', 'Jean\u00adLuc']],
    [
      'Anne-Marie Dupont',
      { email: 'am@example.com' },
      ['annemarie', 'anne marie', 'Anne‐Marie', 'dupont anne', 'ANNE-'],
    ],
    ['Jürgen Müller', { email: 'jm@example.com' }, ['mueller', 'muller', 'MÜLLER', 'juergen', 'Mu\u0308ller']],
    ['Joerg Mueller', { email: 'jo@example.com' }, ['müller', 'mueller', 'jörg', 'Jörg Müller', 'joerg m']],
    ['Søren Ågård', { email: 'sa@example.com' }, ['soren', 'soeren', 'agard', 'aagaard', 'Ågård']],
    ['Straße Weiß', { email: 'sw@example.com' }, ['strasse', 'STRASSE', 'weiss', 'weiß', 'straße']],
    [
      'Phone Person',
      { phone: '+46 70 123 45 67' },
      [
        '+46-70-123-45-67',
        '+46 (0)70 123 45 67',
        '070-123 45 67',
        '0701234567',
        '0046 70 1234567',
        '70 123',
        '4670123',
        '٠٧٠١٢٣٤٥٦٧',
        '\u202d+46701234567\u202c',
      ],
    ],
    [
      'Badge Person',
      { email: 'b@example.com', externalId: 'HR-00417' },
      ['hr-00417', 'HR00417', '00417', 'hr‑00417', 'HR–00417'],
    ],
    [
      'Mail Person',
      { email: 'first.last-one@dept.example.org' },
      ['first.last', 'last-one', 'lastone', '@dept', 'FIRST.LAST-ONE@dept.example.org'],
    ],
  ]

  it('are found', async () => {
    const { client } = await deskFor()
    for (const [name, contact] of typed) await client.users.create({ name, ...contact })
    for (const [name, , queries] of typed)
      for (const query of queries) {
        const { users } = await client.users.search({ query })
        expect([query, users.map((user) => user.name)]).toEqual([query, expect.arrayContaining([name])])
        expect(users.length, query).toBeLessThanOrEqual(3)
      }
  })

  it('are not all found by the domain that they share, unless an @ is typed', async () => {
    const { client } = await deskFor()
    for (const name of ['Ada', 'Bo', 'Cy']) await client.users.create({ name, email: `${name}@example.org` })
    const found = async (query: string) => (await client.users.search({ query })).matched
    expect(await found('example')).toBe(0)
    expect(await found('org')).toBe(0)
    expect(await found('@example')).toBe(3)
    expect(await found('bo@example.org')).toBe(1)
  })
})

describe('filters of people', () => {
  it('count everybody under what they are, as of the time of reading', async () => {
    const test = await deskFor()
    const { client, clock } = test
    const counts = async () => (await client.users.search({ limit: 1 })).counts
    const { user } = await enrolled(test)
    const pending = await client.users.create({ name: 'Pia', email: 'pia@example.org' })
    await client.totps.begin({ userId: pending.userId, expirationMinutes: 5 })
    const gone = await client.users.create({ name: 'Gus', email: 'gus@example.org' })
    await client.users.update({ userId: gone.userId, changes: { status: 'deactivated' } })
    expect(await counts()).toEqual({
      all: 3,
      enrolled: 1,
      not_enrolled: 0,
      pending: 1,
      locked: 0,
      low_codes: 0,
      deactivated: 1,
    })
    expect((await client.users.search({ filter: 'pending' })).users).toMatchObject([
      { enrollment: 'pending', expiresAt: clock.now() + 5 * 60_000 },
    ])

    for (let failure = 0; failure < 10; failure += 1) {
      await client.verification.submit({ userId: user.userId, code: '000 000' })
      clock.advance(5 * 60_000)
    }
    expect(await counts()).toMatchObject({ locked: 1, enrolled: 1, pending: 0, not_enrolled: 1 })
    expect((await client.users.search({ filter: 'not_enrolled' })).users).toMatchObject([
      { name: 'Pia', enrollment: 'expired', expiresAt: null },
    ])
    clock.advance(60 * 60_000)
    expect(await counts()).toMatchObject({ locked: 0 })
  })

  it('name people whose recovery codes run low', async () => {
    const test = await deskFor()
    const { user, recoveryCodes } = await enrolled(test)
    for (const code of recoveryCodes.slice(0, 6)) await test.client.recovery.redeem({ userId: user.userId, code })
    expect(await test.client.users.search({ filter: 'low_codes' })).toMatchObject({ matched: 0 })
    await test.client.recovery.redeem({ userId: user.userId, code: recoveryCodes[6] ?? '' })
    expect((await test.client.users.search({ filter: 'low_codes' })).users).toMatchObject([{ recoveryLeft: 3 }])
  })
})

describe('the index', () => {
  it('asks the vault nothing while it searches', () => {
    let asked = 0
    const row = (index: number): Record<keyof UserFacts, SqlValue> => ({
      userId: `user-live-${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`,
      name: `Person ${index}`,
      email: `p${index}@example.org`,
      phone: null,
      externalId: null,
      status: 'active',
      asPending: 0,
      createdAt: 0,
      lastAcceptedAt: null,
      totpId: null,
      totpStatus: null,
      expiresAt: null,
      activatedAt: null,
      verifiedAgainAt: null,
      handedOverAt: null,
      lockedUntil: null,
      streak: 0,
      failures: 0,
      hasRecoverySet: 0,
      recoveryLeft: 0,
    })
    const reader: Reader = {
      all: <T>() => {
        asked += 1
        return Array.from({ length: 20_000 }, (_, index) => row(index)) as T[]
      },
      get: () => {
        throw new Error('A search asked for a row.')
      },
    }
    const index = createPeopleIndex(reader)
    expect(index.search({ query: 'person 1999' }, 0)).toMatchObject({ matched: 12, total: 20_000 })
    expect(asked).toBe(1)
  })
})
