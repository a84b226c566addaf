import { describe, expect, it } from 'vitest'
import { findMachine } from '../../../../electron/desk/store/machines'
import { findOperator } from '../../../../electron/desk/store/operators'
import { validPassOf } from '../../../../electron/desk/store/passes'
import { recoveryCodesOf, recoverySetOf } from '../../../../electron/desk/store/recovery'
import { currentSessionKey } from '../../../../electron/desk/store/session-keys'
import { sessionIdOfTokenHash } from '../../../../electron/desk/store/session-tokens'
import { findSession } from '../../../../electron/desk/store/sessions'
import { readCounter } from '../../../../electron/desk/store/throttles'
import { findTotp } from '../../../../electron/desk/store/totps'
import { requireUser } from '../../../../electron/desk/store/users'
import type { Reader } from '../../../../electron/vault/types'
import { emptyTables } from './fixture'

/** How a row of each table is read. */
const reads: Record<string, (from: Reader) => unknown> = {
  users: (from) => requireUser(from, ''),
  totps: (from) => findTotp(from, ''),
  throttles: (from) => readCounter(from, '', 'code'),
  passes: (from) => validPassOf(from, '', 0),
  recovery_sets: (from) => recoverySetOf(from, ''),
  recovery_codes: (from) => recoveryCodesOf(from, ''),
  machines: (from) => findMachine(from, ''),
  operators: (from) => findOperator(from, ''),
  sessions: (from) => findSession(from, '', 0),
  session_tokens: (from) => sessionIdOfTokenHash(from, ''),
  session_keys: (from) => currentSessionKey(from),
}

describe('the list of columns in the store', () => {
  it.each(Object.entries(reads))('of %s is that of the schema', async (table, read) => {
    const database = await emptyTables()
    const inSchema = database
      .all<{ name: string }>('select name from pragma_table_info(?)', [table])
      .map(({ name }) => name)
    let asked = ''
    const reader: Reader = {
      all: (sql, parameters) => {
        asked = sql
        return database.all(sql, parameters)
      },
      get: (sql, parameters) => {
        asked = sql
        return database.get(sql, parameters)
      },
    }
    try {
      read(reader)
    } catch {
      // There is no such row; what was asked is what counts.
    }
    const named = [...asked.matchAll(/(?:s\.)?(\w+) as "\w+"/g)].map(([, column]) => column)
    expect(named.filter((column) => column !== 'name' || table !== 'sessions').sort()).toEqual(inSchema.sort())
    database.close()
  })
})
