/** Thrown when a binary header ends early or holds a number out of range. */
export class FieldError extends Error {}

/** Reads big-endian fields one after another and never past the end. */
export class FieldReader {
  #position = 0

  constructor(private readonly bytes: Buffer) {}

  get position(): number {
    return this.#position
  }

  take(length: number): Buffer {
    const end = this.#position + length
    if (end > this.bytes.length) throw new FieldError('ends early')
    const field = this.bytes.subarray(this.#position, end)
    this.#position = end
    return field
  }

  u8(): number {
    return this.take(1).readUInt8(0)
  }

  u16(): number {
    return this.take(2).readUInt16BE(0)
  }

  u32(): number {
    return this.take(4).readUInt32BE(0)
  }

  /** A 64-bit count; refused above 2^53 - 1, where numbers stop being exact. */
  u64(): number {
    const value = this.take(8).readBigUInt64BE(0)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new FieldError('holds a number out of range')
    return Number(value)
  }
}

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

export function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}
