import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bytesColumn, defineTable, flagColumn, jsonColumn } from '../../../../electron/desk/store/table'
import { Database } from '../../../../electron/vault/database'

const things = defineTable('things', ['kind', 'thingId'], {
  kind: z.enum(['a', 'b']),
  thingId: z.string(),
  size: z.int().nullable(),
  lastSeenAt: z.int().nullable(),
  isOpen: flagColumn,
  tags: jsonColumn(z.array(z.string())).nullable(),
  raw: bytesColumn.nullable(),
})

async function table(): Promise<Database> {
  const database = await Database.empty()
  database.run(
    `create table things (kind text, thing_id text, size integer, last_seen_at integer, is_open integer not null,
       tags text, raw blob, primary key (kind, thing_id))`,
  )
  return database
}

const whole = {
  kind: 'a',
  thingId: 'one',
  size: 3,
  lastSeenAt: 1_700_000_000_000,
  isOpen: true,
  tags: ['x', 'y'],
  raw: new Uint8Array([0, 255]),
} as const

describe('a table', () => {
  it('reads back what was inserted, each value in its own type', async () => {
    const tx = await table()
    things.insert(tx, { ...whole, tags: [...whole.tags] })
    expect(things.get(tx, 'where thing_id = ?', ['one'])).toEqual(whole)
    expect(tx.get('select is_open, tags, last_seen_at from things')).toEqual({
      is_open: 1,
      tags: '["x","y"]',
      last_seen_at: 1_700_000_000_000,
    })
  })

  it('keeps what is not given as null', async () => {
    const tx = await table()
    things.insert(tx, { kind: 'b', thingId: 'two', isOpen: false })
    expect(things.all(tx, '')).toEqual([
      { kind: 'b', thingId: 'two', size: null, lastSeenAt: null, isOpen: false, tags: null, raw: null },
    ])
  })

  it('changes the columns given and no others, and only of the row of that key', async () => {
    const tx = await table()
    things.insert(tx, { ...whole, tags: null })
    things.insert(tx, { ...whole, kind: 'b', tags: null })
    things.update(tx, { kind: 'b', thingId: 'one' }, { size: null, isOpen: false })
    expect(things.get(tx, 'where kind = ?', ['a'])).toEqual({ ...whole, tags: null })
    expect(things.get(tx, 'where kind = ?', ['b'])).toEqual({
      ...whole,
      kind: 'b',
      tags: null,
      size: null,
      isOpen: false,
    })
  })

  it('puts a row in the place of the one of the same key', async () => {
    const tx = await table()
    things.put(tx, { ...whole, tags: null })
    things.put(tx, { kind: 'a', thingId: 'one', isOpen: false })
    expect(things.all(tx, '')).toMatchObject([{ thingId: 'one', size: null, isOpen: false }])
  })

  it('refuses to change a row that is not there', async () => {
    const tx = await table()
    expect(() => things.update(tx, { kind: 'a', thingId: 'none' }, { size: 1 })).toThrow('no such row')
  })

  it('refuses to write a value that it could not read again', async () => {
    const tx = await table()
    expect(() => things.insert(tx, { ...whole, tags: null, size: 1.5 })).toThrow()
    expect(() => things.insert(tx, { ...whole, tags: null, kind: 'c' as 'a' })).toThrow()
    expect(things.all(tx, '')).toEqual([])
  })

  it.each([
    ['another type', "update things set size = 'many'"],
    ['an unknown word', "update things set kind = 'z'"],
    ['text that is no JSON', "update things set tags = '['"],
    ['JSON of another shape', "update things set tags = '{}'"],
  ])('calls a row with %s damage, and does not quote it', async (_what, sql) => {
    const tx = await table()
    things.insert(tx, { ...whole, tags: null })
    tx.run(sql)
    expect(() => things.all(tx, '')).toThrow(
      expect.objectContaining({
        code: 'vault_damaged',
        message: 'A row of the vault cannot be read. Restore a backup.',
      }),
    )
  })
})
