interface Waiting {
  bytes: number
  resolve(): void
  reject(error: unknown): void
}

/**
 * Makes what is written to the end of one file durable, off the thread. Those who ask while a sync is
 * under way that began before their bytes were there share the next one. After a failure nothing is
 * synced any more: the system may have dropped the pages, and says so once.
 */
export class SyncQueue {
  #synced: number
  #waiting: Waiting[] = []
  #running: Promise<void> | null = null
  #held = false
  #failure: { error: unknown } | null = null

  /**
   * @param sync makes everything written before the call durable
   * @param synced bytes of the file that are durable already
   */
  constructor(
    private readonly sync: () => Promise<void>,
    synced: number,
  ) {
    this.#synced = synced
  }

  /** Bytes from the file's beginning that are durable. */
  get synced(): number {
    return this.#synced
  }

  /** Resolves when the first `bytes` of the file, which are written, are durable; rejects with the failure. */
  until(bytes: number): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure.error)
    if (bytes <= this.#synced) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes, resolve, reject })
      this.#start()
    })
  }

  /** Resolves when no sync is under way, and lets none begin until {@link release}. */
  async hold(): Promise<void> {
    this.#held = true
    await this.#running
  }

  /** Goes on after {@link hold}; `bytes` are durable by now. */
  release(bytes: number): void {
    this.#held = false
    this.#done(bytes)
    this.#start()
  }

  /** Ends it: everyone who waits, and who will, is refused with this error. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#failure.error)
  }

  #start(): void {
    if (this.#running !== null || this.#held || this.#waiting.length === 0) return
    const bytes = Math.max(...this.#waiting.map((waiting) => waiting.bytes))
    this.#running = this.sync().then(
      () => this.#ended(() => this.#done(bytes)),
      (error: unknown) => this.#ended(() => this.fail(error)),
    )
  }

  #ended(settle: () => void): void {
    this.#running = null
    settle()
    this.#start()
  }

  #done(bytes: number): void {
    if (this.#failure !== null) return
    this.#synced = Math.max(this.#synced, bytes)
    const ready = this.#waiting.filter((waiting) => waiting.bytes <= this.#synced)
    this.#waiting = this.#waiting.filter((waiting) => waiting.bytes > this.#synced)
    for (const waiting of ready) waiting.resolve()
  }
}
