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

/** An open vault. Reads are synchronous, from memory. */
export interface Vault extends Reader {
  readonly vaultId: string
  readonly folder: string
  /** What opening found, and mended where it could, in words for the operator; null when nothing. */
  readonly notice: string | null
  /**
   * Runs `work` in one transaction and seals its statements into the journal. Resolves when they are
   * synced to disk: what it resolved with is never lost. When `work` throws, or the disk refuses,
   * nothing of it stays (the latter as `disk_full`, `disk_read_only` or `disk_failed`).
   *
   * `work` must be synchronous, must not nest transactions and must have no effect but through `tx`:
   * it may be run again, so what it returns is the only way out of it.
   */
  transact<T>(work: (tx: Writer) => T): Promise<T>
  /** A key of its own for a purpose, derived from the data key by HKDF-SHA-256. */
  subkey(purpose: string, bytes?: number): Uint8Array
  /** Writes a new snapshot and begins a new journal. Transactions may go on meanwhile. */
  checkpoint(): Promise<void>
  /** Checkpoint, wipe keys, release the lock file. Idempotent. */
  close(): Promise<void>
}
