/** Values that SQL takes and gives. Booleans are 0 and 1; times are Unix milliseconds. */
export type SqlValue = number | string | Uint8Array | null
export type Row = Record<string, SqlValue>

/** Reads from the open vault. Rows are plain objects keyed by column name. */
export interface Reader {
  all<T = Row>(sql: string, parameters?: readonly SqlValue[]): T[]
  get<T = Row>(sql: string, parameters?: readonly SqlValue[]): T | undefined
}

/** Reads and writes inside a transaction. SQL must be deterministic: bind times, ids and random values. */
export interface Writer extends Reader {
  /** Runs one writing statement, logs it for the journal, and returns the number of rows changed. */
  run(sql: string, parameters?: readonly SqlValue[]): number
}

/** One step of the schema: statements run in order, inside one journaled transaction. */
export interface Migration {
  /** 1, 2, 3, …: the schema version this step leads to. */
  version: number
  statements: readonly string[]
}

/**
 * Hears that a transaction was applied in memory: reads show it from here on. `durable` resolves when it
 * is on disk too, before whoever made it is answered; it rejects when that is not known.
 */
export type AppliedListener = (durable: Promise<void>) => void

/** An open vault. Reads are synchronous, from memory. */
export interface Vault extends Reader {
  readonly vaultId: string
  readonly folder: string
  /** What opening found, and mended where it could, in words for the operator; null when nothing. */
  readonly notice: string | null
  /**
   * Runs `work` in one transaction, writes its statements sealed into the journal and applies them, all
   * before it returns its promise; resolves when they are synced to disk: what it resolved with is never
   * lost. Transactions that wait for the disk share a sync. When `work` throws, or the disk refuses,
   * nothing of it stays (the latter as `disk_full`, `disk_read_only` or `disk_failed`). When the disk does
   * not confirm, the vault refuses everything from then on with `vault_failed`.
   *
   * `work` must be synchronous, must not nest transactions and must have no effect but through `tx`:
   * it may be run again, so what it returns is the only way out of it.
   */
  transact<T>(work: (tx: Writer) => T): Promise<T>
  /**
   * Resolves when everything that a read can see now is on disk. Nothing that was read may leave the
   * program before.
   * @throws DeskError vault_failed
   */
  durable(): Promise<void>
  /** Calls the listener for each transaction that changed something. Returns the function that ends that. */
  onApplied(listener: AppliedListener): () => void
  /** Writes a new snapshot and begins a new journal. Transactions may go on meanwhile. */
  checkpoint(): Promise<void>
  /** Checkpoint, wipe keys, release the lock file. Idempotent. */
  close(): Promise<void>
}
