import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Migration, Vault, Writer } from '../../../electron/vault/types'
import { createVault, openVault, vaultExists } from '../../../electron/vault/vault'
import { DeskError } from '../../../shared/errors'
import {
  addNote,
  create,
  kdf,
  migrations,
  newFolder,
  noteIds,
  now,
  open,
  operatorId,
  passphrase,
  settle,
} from './fixture'

const code = (code: string): unknown => expect.objectContaining({ name: 'DeskError', code })

describe('creating and opening', () => {
  test('what was written is there after closing and opening, and the slot names its operator', async () => {
    const folder = newFolder()
    const made = await create(folder)
    const bytes = new Uint8Array([0, 255, 7])
    await made.transact((tx) => {
      expect(tx.run('insert into note (id, text, bytes) values (?, ?, ?)', [1, 'Zoë\u0000 "x"', bytes])).toBe(1)
      tx.run('insert into note (id, text, bytes) values (?, ?, ?)', [1.7e12, '', new Uint8Array()])
    })
    const before = made.all('select * from note order by id')
    await made.close()
    const again = await openVault({ folder, passphrase, migrations, now })
    expect(again.operatorId).toBe(operatorId)
    expect(again.vault.vaultId).toBe(made.vaultId)
    expect(again.vault.notice).toBeNull()
    expect(again.vault.all('select * from note order by id')).toEqual(before)
    expect(before[0]).toEqual({ id: 1, text: 'Zoë\u0000 "x"', bytes })
    await again.vault.close()
  })

  test('what was written is there when the process stops without closing: replayed from the journal', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    const bytes = new Uint8Array([1, 2, 3])
    await vault.transact((tx) => tx.run('insert into note values (?, ?, ?)', [7, 'ä\ud800', bytes]))
    const copy = newFolder()
    copyWithoutLocks(folder, copy)
    const opened = await open(copy)
    expect(opened.all('select * from note')).toEqual(vault.all('select * from note'))
    await opened.close()
    await vault.close()
  })

  test('bytes wiped by the caller after they were written are replayed as they were written', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    const secret = new Uint8Array([5, 6, 7])
    await vault.transact((tx) => {
      tx.run('insert into note values (1, ?, ?)', ['x', secret])
      secret.fill(0)
    })
    const copy = newFolder()
    copyWithoutLocks(folder, copy)
    const opened = await open(copy)
    expect(opened.get('select bytes from note')).toEqual({ bytes: new Uint8Array([5, 6, 7]) })
    await opened.close()
    await vault.close()
  })

  test('the passphrase is the same however its letters are composed', async () => {
    const folder = newFolder()
    const composed = 'caf\u00e9 with a long tail'
    await (await createVault({ folder, operatorId, passphrase: composed, migrations, kdf, now })).close()
    const { vault } = await openVault({ folder, passphrase: composed.normalize('NFD'), migrations, now })
    await vault.close()
  })

  test('a wrong passphrase is refused, changes nothing and leaves no lock', async () => {
    const folder = newFolder()
    await (await create(folder)).close()
    const before = filesOf(folder)
    await expect(openVault({ folder, passphrase: 'not this one', migrations, now })).rejects.toEqual(
      code('wrong_passphrase'),
    )
    expect(filesOf(folder)).toEqual(before)
  })

  test('a folder without a vault is absent, one with other files is foreign; neither is touched', async () => {
    const folder = newFolder()
    await expect(open(folder)).rejects.toEqual(code('vault_absent'))
    expect(vaultExists(folder)).toBe(false)
    mkdirSync(folder)
    await expect(open(folder)).rejects.toEqual(code('vault_absent'))
    writeFileSync(join(folder, 'letter.txt'), 'Dear all')
    await expect(open(folder)).rejects.toEqual(code('vault_foreign'))
    await expect(create(folder)).rejects.toEqual(code('vault_foreign'))
    expect(readdirSync(folder)).toEqual(['letter.txt'])
    await expect(create(join(folder, 'letter.txt'))).rejects.toEqual(code('vault_foreign'))
  })

  test('a keys file of something else is foreign', async () => {
    const folder = newFolder()
    mkdirSync(folder)
    writeFileSync(join(folder, 'vault.keys'), 'SQLite format 3\0 and more of it')
    await expect(open(folder)).rejects.toEqual(code('vault_foreign'))
  })

  test('a vault is never made over another', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    await addNote(vault, 1)
    await expect(create(folder)).rejects.toEqual(code('vault_exists'))
    await vault.close()
    await expect(create(folder)).rejects.toEqual(code('vault_exists'))
    const again = await open(folder)
    expect(noteIds(again)).toEqual([1])
    await again.close()
  })

  test('an empty folder, and one with only a file manager’s litter, takes a new vault', async () => {
    const folder = newFolder()
    mkdirSync(folder)
    writeFileSync(join(folder, '.DS_Store'), '')
    await (await create(folder)).close()
    expect(vaultExists(folder)).toBe(true)
  })

  test('costs of a new slot outside the bounds are refused and leave nothing', async () => {
    const folder = newFolder()
    const wild = { memoryKiB: 4 * 1024 * 1024, passes: 1, lanes: 1 }
    await expect(createVault({ folder, operatorId, passphrase, migrations, kdf: wild, now })).rejects.toEqual(
      code('internal'),
    )
    expect(vaultExists(folder)).toBe(false)
    expect(() => readdirSync(folder)).toThrow('ENOENT')
  })

  test.skipIf(process.platform === 'win32')('folder and files are the owner’s alone', async () => {
    const folder = newFolder()
    mkdirSync(folder, { mode: 0o755 })
    const vault = await create(folder)
    await addNote(vault, 1)
    await vault.checkpoint()
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const file of readdirSync(folder))
      expect([file, statSync(join(folder, file)).mode & 0o777]).toEqual([file, 0o600])
    await vault.close()
  })

  test('nothing written is readable in any file, before and after a checkpoint', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    const markers = ['MARKER-text-1234', 'MARKER-bytes-567']
    await vault.transact((tx) => {
      tx.run('insert into note values (?, ?, ?)', [1, 'MARKER-text-1234', Buffer.from('MARKER-bytes-567')])
    })
    const readable = [
      ...markers,
      ...markers.map((m) => Buffer.from(m).toString('base64').slice(2, 18)),
      passphrase,
      'insert into',
      'SQLite format',
    ]
    const found = (): string[] => {
      const all = Buffer.concat(Object.values(filesOf(folder)))
      return readable.filter((text) => all.includes(text))
    }
    expect(found()).toEqual([])
    await vault.checkpoint()
    expect(found()).toEqual([])
    await vault.close()
    expect(found()).toEqual([])
  })
})

describe('transactions', () => {
  async function withVault(work: (vault: Vault, folder: string) => void | Promise<void>): Promise<void> {
    const folder = newFolder()
    const vault = await create(folder)
    try {
      await work(vault, folder)
    } finally {
      await vault.close()
    }
  }
  const journalBytes = (folder: string): number => statSync(join(folder, 'vault.journal.1')).size

  test('when the work throws nothing of it stays and its error passes through', () =>
    withVault(async (vault, folder) => {
      await addNote(vault, 1)
      const before = journalBytes(folder)
      const mishap = new DeskError('email_taken', 'Taken.')
      const refused = vault.transact((tx) => {
        tx.run('insert into note (id, text) values (2, ?)', ['x'])
        throw mishap
      })
      await expect(refused).rejects.toBe(mishap)
      expect(noteIds(vault)).toEqual([1])
      expect(journalBytes(folder)).toBe(before)
      await addNote(vault, 3)
      expect(noteIds(vault)).toEqual([1, 3])
    }))

  test('a refused statement may be caught inside, and what else was done stays', () =>
    withVault(async (vault) => {
      await addNote(vault, 1)
      await vault.transact((tx) => {
        expect(() => tx.run('insert into note (id, text) values (1, ?)', ['again'])).toThrow('UNIQUE')
        tx.run('insert into note (id, text) values (2, ?)', ['x'])
      })
      expect(noteIds(vault)).toEqual([1, 2])
    }))

  test('one that only reads writes no record, and returns what the work returned', () =>
    withVault(async (vault, folder) => {
      await addNote(vault, 1)
      const before = journalBytes(folder)
      const read = await vault.transact((tx) => tx.get('select text from note where id = ?', [1]))
      expect(read).toEqual({ text: 'note 1' })
      expect(journalBytes(folder)).toBe(before)
    }))

  test('they do not nest, are synchronous, and their writer ends with them', () =>
    withVault(async (vault) => {
      let inner: Promise<void> | null = null
      await vault.transact(() => {
        inner = addNote(vault, 1)
        inner.catch(() => undefined)
      })
      await expect(inner).rejects.toThrow('already running')
      const later = vault.transact(async (tx) => {
        tx.run('insert into note (id, text) values (5, ?)', ['x'])
      })
      await expect(later).rejects.toThrow('synchronous')
      const kept: { tx?: Writer } = {}
      await vault.transact((tx) => {
        kept.tx = tx
      })
      expect(() => kept.tx?.run('delete from note')).toThrow('over')
      expect(noteIds(vault)).toEqual([])
    }))

  test('a deferred constraint that fails at the end leaves neither row nor record', async () => {
    const folder = newFolder()
    const steps: Migration[] = [
      {
        version: 1,
        statements: [
          'create table note (id integer primary key, text text)',
          'create table child (id integer primary key, note integer references note(id) deferrable initially deferred)',
        ],
      },
    ]
    const vault = await createVault({ folder, operatorId, passphrase, migrations: steps, kdf, now })
    const orphan = vault.transact((tx) => tx.run('insert into child values (1, 99)'))
    await expect(orphan).rejects.toThrow('FOREIGN KEY')
    await vault.transact((tx) => tx.run('insert into note values (1, ?)', ['x']))
    await vault.transact((tx) => tx.run('insert into child values (2, 1)'))
    const copy = newFolder()
    copyWithoutLocks(folder, copy)
    const { vault: opened } = await openVault({ folder: copy, passphrase, migrations: steps, now })
    expect(opened.all('select * from child')).toEqual([{ id: 2, note: 1 }])
    await opened.close()
    await vault.close()
  })

  test('when the engine ends the transaction on its own, nothing more is taken until the vault is opened anew', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    await vault.transact((tx) =>
      tx.run("create trigger stop before insert on note when new.id = 13 begin select raise(rollback, 'no'); end"),
    )
    const work = (tx: Writer): void => {
      tx.run('insert into note (id, text) values (1, ?)', ['x'])
      expect(() => tx.run('insert into note (id, text) values (13, ?)', ['x'])).toThrow('no')
      tx.run('insert into note (id, text) values (2, ?)', ['x'])
    }
    await expect(vault.transact(work)).rejects.toEqual(expect.objectContaining({ code: 'vault_failed' }))
    await expect(addNote(vault, 3)).rejects.toEqual(expect.objectContaining({ code: 'vault_failed' }))
    await vault.close()
    const again = await open(folder)
    expect(noteIds(again)).toEqual([])
    await again.close()
  })

  test.each([
    ['a time of the engine', "insert into note (id, text) values (1, datetime('now'))"],
    ['a random value', 'insert into note (id, text) values (random(), 1)'],
    ['the current time', 'insert into note (id, text) values (1, current_timestamp)'],
    ['two statements', 'delete from note; delete from note'],
    ['a commit', 'commit'],
    ['a pragma', 'pragma foreign_keys = off'],
    ['another file', "attach database ':memory:' as x"],
    ['a conflict clause that ends the transaction', "insert or rollback into note (id, text) values (1, 'x')"],
    ['a read', 'select 1'],
  ])('refuses %s as a writing statement', (_what, sql) =>
    withVault(async (vault) => {
      await expect(vault.transact((tx) => tx.run(sql))).rejects.toThrow(DeskError)
      expect(noteIds(vault)).toEqual([])
    }),
  )

  test('refuses a writing statement where only reading is meant', () =>
    withVault((vault) => {
      expect(() => vault.all("insert into note (id, text) values (1, 'x') returning id")).toThrow(DeskError)
      expect(() => vault.get('with x as (select 1) delete from note')).toThrow(DeskError)
    }))

  test('refuses a number that is none', () =>
    withVault(async (vault) => {
      const wrong = vault.transact((tx) => tx.run('insert into note values (1, ?, ?)', ['x', Number.NaN]))
      await expect(wrong).rejects.toThrow(RangeError)
      expect(noteIds(vault)).toEqual([])
    }))

  test('many different statements are served from a bounded store of prepared ones', () =>
    withVault(async (vault) => {
      await addNote(vault, 1)
      for (let n = 0; n < 500; n += 1) expect(vault.get(`select ${n} as n from note`)).toEqual({ n })
      expect(vault.get('select 0 as n from note')).toEqual({ n: 0 })
    }))
})

describe('checkpoints', () => {
  test('transactions go on meanwhile and are in the journal, not in the snapshot', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    await vault.transact((tx) => {
      for (let id = 1; id <= 3000; id += 1) tx.run('insert into note values (?, ?, ?)', [id, 'x', new Uint8Array(1500)])
    })
    let running = true
    const checkpoint = vault.checkpoint().finally(() => {
      running = false
    })
    let id = 3000
    let during = 0
    const confirmed: Promise<unknown>[] = []
    while (running) {
      const removed = ++id - 3000
      confirmed.push(addNote(vault, id))
      confirmed.push(vault.transact((tx) => tx.run('delete from note where id = ?', [removed])))
      during += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    await checkpoint
    await Promise.all(confirmed)
    expect(during).toBeGreaterThan(2)
    const expected = noteIds(vault)
    const copy = newFolder()
    copyWithoutLocks(folder, copy)
    await vault.close()
    for (const place of [copy, folder]) {
      const opened = await open(place)
      expect(noteIds(opened)).toEqual(expected)
      await opened.close()
    }
  })

  test('leaves one snapshot and one journal, and none is written when nothing changed', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    await addNote(vault, 1)
    await Promise.all([vault.checkpoint(), vault.checkpoint()])
    const names = (): string[] =>
      readdirSync(folder)
        .filter((name) => !name.includes('lock'))
        .sort()
    expect(names()).toEqual(['vault.head', 'vault.journal.2', 'vault.keys', 'vault.snapshot'])
    const before = filesOf(folder)['vault.snapshot']
    await vault.close()
    expect(filesOf(folder)['vault.snapshot']).toEqual(before)
    expect(names()).toEqual(['vault.head', 'vault.journal.2', 'vault.keys', 'vault.snapshot'])
  })

  test('come by themselves once the journal is long, after the call that made it so', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    await vault.transact((tx) => tx.run('insert into note values (1, ?, ?)', ['x', new Uint8Array(2 * 1024 * 1024)]))
    expect(readdirSync(folder)).toContain('vault.journal.1')
    const done = (): boolean => !readdirSync(folder).includes('vault.journal.1')
    await settle(done)
    expect(done()).toBe(true)
    await addNote(vault, 2)
    await vault.close()
    const again = await open(folder)
    expect(noteIds(again)).toEqual([1, 2])
    await again.close()
  })

  test('a checkpoint cannot begin inside a transaction', async () => {
    const vault = await create(newFolder())
    let asked: Promise<void> | null = null
    await vault.transact((tx) => {
      tx.run('insert into note (id, text) values (1, ?)', ['x'])
      asked = vault.checkpoint()
      asked.catch(() => undefined)
    })
    await expect(asked).rejects.toEqual(code('internal'))
    await vault.close()
  })
})

describe('closing', () => {
  test('may be asked for twice, refuses calls from then on, and lets the next one in', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    await addNote(vault, 1)
    const closing = Promise.all([vault.close(), vault.close()])
    await expect(addNote(vault, 2)).rejects.toThrow(DeskError)
    await closing
    await vault.close()
    expect(() => vault.all('select 1')).toThrow('locked')
    await expect(addNote(vault, 2)).rejects.toThrow('locked')
    await expect(vault.checkpoint()).rejects.toEqual(code('vault_locked'))
    expect(readdirSync(folder).filter((name) => name.includes('lock'))).toEqual([])
  })
})

describe('the schema', () => {
  const second: Migration = {
    version: 2,
    statements: ['alter table note add column extra text', "update note set extra = 'old'"],
  }

  test('steps not taken yet are taken at opening, once', async () => {
    const folder = newFolder()
    const vault = await create(folder)
    await addNote(vault, 1)
    await vault.close()
    for (let time = 0; time < 2; time += 1) {
      const { vault: again } = await openVault({ folder, passphrase, migrations: [...migrations, second], now })
      expect(again.all('select id, extra from note')).toEqual([{ id: 1, extra: 'old' }])
      await again.close()
    }
  })

  test('a newer schema is refused by its number and nothing is touched', async () => {
    const folder = newFolder()
    await (await createVault({ folder, operatorId, passphrase, migrations: [...migrations, second], kdf, now })).close()
    const before = filesOf(folder)
    await expect(open(folder)).rejects.toEqual(
      expect.objectContaining({ code: 'vault_newer', details: { kind: 'schema', found: 2, known: 1 } }),
    )
    expect(filesOf(folder)).toEqual(before)
  })

  test('a step that fails leaves the version before it, and the vault closed', async () => {
    const folder = newFolder()
    await (await create(folder)).close()
    const broken: Migration = {
      version: 2,
      statements: ['create table fresh (id integer)', 'create table note (id integer)'],
    }
    await expect(openVault({ folder, passphrase, migrations: [...migrations, broken], now })).rejects.toThrow()
    const vault = await open(folder)
    expect(vault.get("select count(*) as n from sqlite_schema where name = 'fresh'")).toEqual({ n: 0 })
    await vault.close()
  })
})

function filesOf(folder: string): Record<string, Buffer> {
  const names = readdirSync(folder).filter((name) => !name.endsWith('.socket'))
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]))
}

function copyWithoutLocks(from: string, to: string): void {
  mkdirSync(to)
  for (const [name, bytes] of Object.entries(filesOf(from))) {
    if (!name.includes('lock')) writeFileSync(join(to, name), bytes)
  }
}
