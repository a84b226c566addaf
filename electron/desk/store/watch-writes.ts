import type { Writer } from '../../vault/types'

/** A writer that knows whether anything was written through it. */
export function watchWrites(tx: Writer): { writer: Writer; hasWritten(): boolean } {
  let written = false
  const writer: Writer = {
    ...tx,
    run(sql, parameters) {
      written = true
      return tx.run(sql, parameters)
    },
  }
  return { writer, hasWritten: () => written }
}
