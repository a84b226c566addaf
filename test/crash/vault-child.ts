import { writeSync } from 'node:fs'
import { createVault, openVault, vaultExists } from '../../electron/vault/vault'

/**
 * A process to be killed: `write` opens the vault and adds notes without end, with checkpoints in
 * between, and reports each one after it is confirmed; `write-at-once` does so with eight at a time that
 * wait for the disk; `until-refused` does so without checkpoints
 * and closes at the first refusal; `hold` opens the vault and keeps it until its input ends.
 */
const [folder = '', job = 'write', first = '1'] = process.argv.slice(2)

const options = {
  folder,
  passphrase: 'seven bright copper lamps',
  migrations: [
    { version: 1, statements: ['create table note (id integer primary key, text text not null, bytes blob)'] },
  ],
  kdf: { memoryKiB: 64, passes: 1, lanes: 1 },
  now: Date.now(),
}

/** Written at once and not buffered: what the other side reads has happened. */
const say = (line: string): void => void writeSync(1, `${line}\n`)

async function main(): Promise<void> {
  const vault = vaultExists(folder)
    ? (await openVault(options)).vault
    : await createVault({ ...options, operatorId: 'operator-1' })
  say('open')
  if (job === 'hold') {
    await new Promise((resolve) => process.stdin.once('end', resolve).resume())
    await vault.close()
    return
  }
  const add = (id: number) =>
    vault.transact((tx) => {
      tx.run('insert into note (id, text, bytes) values (?, ?, ?)', [id, `note ${id}`, new Uint8Array(id % 900)])
      // Rows of earlier transactions change too: a snapshot that took them twice would differ.
      tx.run('update note set text = text || ? where id = ?', ['+', id - 10])
    })
  if (job === 'write-at-once') {
    let next = Number(first)
    const caller = async (): Promise<void> => {
      for (;;) {
        const id = next++
        await add(id)
        say(`confirmed ${id}`)
        if (id % 40 === 0) vault.checkpoint().catch(() => say('no checkpoint'))
      }
    }
    await Promise.all(Array.from({ length: 8 }, caller))
  }
  for (let id = Number(first); ; id += 1) {
    try {
      await add(id)
    } catch (error) {
      say(`refused ${id} ${(error as { code?: string }).code}`)
      if (job === 'until-refused') break
      throw error
    }
    say(`confirmed ${id}`)
    // Not awaited: the notes that follow are written while it runs.
    if (id % 15 === 0 && job === 'write')
      vault.checkpoint().then(
        () => say('checkpoint'),
        () => say('no checkpoint'),
      )
    if (id % 3 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await vault.close()
  say('closed')
}

main().catch((error: unknown) => {
  say(`failed ${(error as { code?: string }).code ?? String(error)}`)
  process.exitCode = 1
})
