import { describe, expect, it } from 'vitest'
import { sourceOf, sourcesIn } from '../../support/sources'
import { sqlIn } from '../../support/sql'

const sources = sourcesIn(['electron', 'shared', 'renderer'])
const knowsSql = (path: string) => path.startsWith('electron/desk/store/') || path.startsWith('electron/vault/')

describe('desk-sql-only-in-store', () => {
  it('no statement and no question to the vault stands outside of electron/desk/store and the vault', () => {
    const places = sources.filter(({ fileName }) => !knowsSql(fileName)).flatMap(sqlIn)
    expect(places).toEqual([])
  })

  it('finds the statements of every table in the store', () => {
    const files = sources.filter(({ fileName }) => fileName.startsWith('electron/desk/store/'))
    const places = files.flatMap(sqlIn).map((place) => place.replace(/:\d+$/, ''))
    for (const table of ['schema', 'users', 'totps', 'passes', 'throttles', 'sessions', 'audit-events', 'table']) {
      expect(places).toContain(`electron/desk/store/${table}.ts`)
    }
  })

  it.each([
    ["vault.all('x')"],
    ['ctx.vault.get<Row>(sql)'],
    ['attempt.tx.run(sql, [1])'],
    ["const sql = 'select name from users'"],
    [`const sql = \`select \${names} from users\``],
    ["'DELETE FROM users'"],
    ["'update users set name = ?'"],
    [`\`insert into \${table} values (?)\``],
    ["'create unique index one on users (name)'"],
    ["'with some as (select 1) select * from some'"],
  ])('sees %s', (text) => {
    expect(sqlIn(sourceOf('x.ts', text))).toEqual(['x.ts:1'])
  })

  it.each([
    ["'Select a person from the list'.length"],
    ["phones.get('x')"],
    ["'Update the settings'"],
    ['map.get(from)'],
  ])('leaves %s alone', (text) => {
    expect(sqlIn(sourceOf('x.ts', text))).toEqual([])
  })
})
