import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Disk, readFile, writeAll } from './disk'
import { FieldReader, u32, u64 } from './fields'
import { headFile } from './file-names'
import { linkBytes, type Place } from './journal-format'
import { damaged, formatVersion } from './refusals'
import { deriveKey, nonceBytes, seal, tagBytes, unseal } from './sealing'

const magic = Buffer.from('TDHD', 'latin1')
const plainBytes = 4 + 8 + linkBytes
const slotBytes = magic.length + 4 + nonceBytes + plainBytes + tagBytes
/** A head trails the journal by at most this, in milliseconds. */
const delayMs = 20

/** One of the two slots: a place in the journal, sealed. */
function encodeSlot(key: Buffer, vaultId: Buffer, place: Place): Buffer {
  const start = Buffer.concat([magic, u32(formatVersion)])
  const nonce = randomBytes(nonceBytes)
  const plain = Buffer.concat([u32(place.generation), u64(place.seq), place.link])
  return Buffer.concat([start, nonce, seal(key, nonce, Buffer.concat([start, vaultId]), plain)])
}

function decodeSlot(key: Buffer, vaultId: Buffer, slot: Buffer): Place | null {
  const fields = new FieldReader(slot)
  const start = fields.take(magic.length + 4)
  const plain = unseal(
    key,
    fields.take(nonceBytes),
    Buffer.concat([start, vaultId]),
    fields.take(plainBytes + tagBytes),
  )
  if (plain === null) return null
  const place = new FieldReader(plain)
  return { generation: place.u32(), seq: place.u64(), link: Buffer.from(place.take(linkBytes)) }
}

const headKey = (dataKey: Buffer, vaultId: Buffer): Buffer => deriveKey(dataKey, vaultId, 'head')

/**
 * The latest place that the head remembers: an anchor against a journal put back or cut short.
 * @throws DeskError vault_damaged when the file is missing, has another length, or neither slot opens
 */
export function readHead(disk: Disk, folder: string, dataKey: Buffer, vaultId: Buffer): Place {
  const bytes = readFile(disk, join(folder, headFile))
  if (bytes.length !== 2 * slotBytes) throw damaged(headFile, 'has the wrong length')
  const key = headKey(dataKey, vaultId)
  const places = [bytes.subarray(0, slotBytes), bytes.subarray(slotBytes)]
    .map((slot) => decodeSlot(key, vaultId, slot))
    .filter((place) => place !== null)
    .sort((a, b) => b.generation - a.generation || b.seq - a.seq)
  key.fill(0)
  const latest = places[0]
  if (latest === undefined) throw damaged(headFile, 'is damaged')
  return latest
}

/** The bytes of a new vault's head: both slots the same. */
export function firstHead(dataKey: Buffer, vaultId: Buffer, place: Place): Buffer {
  const key = headKey(dataKey, vaultId)
  const bytes = Buffer.concat([encodeSlot(key, vaultId, place), encodeSlot(key, vaultId, place)])
  key.fill(0)
  return bytes
}

/**
 * Keeps the head up to date. It is written after the journal is synced: it may trail, it never
 * leads. Between checkpoints it is not synced, and a write that fails is left out, because the
 * journal alone decides what is there. What a snapshot begins from is made durable by
 * {@link settle}, so a head older than the snapshot can only have been put back.
 */
export class Head {
  readonly #key: Buffer
  readonly #file: number
  #slot = 0
  #due: Place | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(
    private readonly disk: Disk,
    folder: string,
    dataKey: Buffer,
    private readonly vaultId: Buffer,
  ) {
    this.#file = disk.open(join(folder, headFile), 'update')
    this.#key = headKey(dataKey, vaultId)
  }

  /** Writes this place within 20 ms, together with what else comes till then. */
  later(place: Place): void {
    this.#due = place
    this.#timer ??= setTimeout(() => this.flush(), delayMs).unref()
  }

  /** Writes the latest place now. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const place = this.#due
    this.#due = null
    if (place === null) return
    try {
      this.#write(place)
    } catch {
      // See above: a head that trails is allowed.
    }
  }

  /**
   * Makes this place durable, in both slots: one alone must do when the other is damaged.
   * @throws the disk's error; the place may then be there or not, and both are allowed
   */
  async settle(place: Place): Promise<void> {
    this.#due = null
    this.#write(place)
    this.#write(place)
    await this.disk.syncLater(this.#file)
  }

  #write(place: Place): void {
    writeAll(this.disk, this.#file, encodeSlot(this.#key, this.vaultId, place), this.#slot * slotBytes)
    this.#slot = 1 - this.#slot
  }

  /** Stops without writing. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#key.fill(0)
    this.disk.close(this.#file)
  }
}
