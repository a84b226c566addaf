import { randomBytes } from 'node:crypto'
import { FieldReader, u32, u64 } from './fields'
import { damaged, formatVersion } from './refusals'
import { authenticate, deriveKey, nonceBytes, same, seal, tagBytes, unseal } from './sealing'

/** What the first bytes of a journal say. */
export interface JournalHeader {
  generation: number
  /** Random; the salt of the journal's keys. */
  id: Buffer
  /** Number of the transaction before its first record. */
  baseSeq: number
  /** Where the journal before it ended: its {@link Link}. */
  after: Link
}

/** 16 bytes that stand for everything before a place in a journal: the last tag, or the header's code. */
export type Link = Buffer

/** Where in the history a place is: what the head remembers and the snapshot begins from. */
export interface Place {
  generation: number
  seq: number
  link: Link
}

export interface JournalKeys {
  header: Buffer
  recordHead: Buffer
  record: Buffer
}

const magic = Buffer.from('TOTPDLOG', 'latin1')
export const linkBytes = 16
export const journalIdBytes = 16
const codeBytes = 32
const coveredBytes = magic.length + 4 + 4 + 16 + journalIdBytes + 8 + linkBytes
export const journalHeaderBytes = coveredBytes + codeBytes
/** Length, sequence number and their code. */
export const recordHeadBytes = 4 + 8 + linkBytes

export function journalKeys(dataKey: Buffer, id: Buffer): JournalKeys {
  return {
    header: deriveKey(dataKey, id, 'journal header'),
    recordHead: deriveKey(dataKey, id, 'journal record head'),
    record: deriveKey(dataKey, id, 'journal record'),
  }
}

export function wipeKeys(keys: JournalKeys): void {
  keys.header.fill(0)
  keys.recordHead.fill(0)
  keys.record.fill(0)
}

/** The bytes of a journal's header, and the link its first record continues. */
export function encodeJournalHeader(
  keys: JournalKeys,
  vaultId: Buffer,
  header: JournalHeader,
): { bytes: Buffer; link: Link } {
  const covered = Buffer.concat([
    magic,
    u32(formatVersion),
    u32(header.generation),
    vaultId,
    header.id,
    u64(header.baseSeq),
    header.after,
  ])
  const code = authenticate(keys.header, covered)
  return { bytes: Buffer.concat([covered, code]), link: code.subarray(0, linkBytes) }
}

/**
 * Reads and authenticates a journal's header.
 * @throws DeskError vault_damaged, naming `file`
 */
export function readJournalHeader(
  bytes: Buffer,
  dataKey: Buffer,
  vaultId: Buffer,
  file: string,
): { header: JournalHeader; keys: JournalKeys; link: Link } {
  if (bytes.length < journalHeaderBytes) throw damaged(file, 'is cut off')
  const fields = new FieldReader(bytes.subarray(0, journalHeaderBytes))
  const id = bytes.subarray(journalHeaderBytes - codeBytes - linkBytes - 8 - journalIdBytes).subarray(0, journalIdBytes)
  const keys = journalKeys(dataKey, Buffer.from(id))
  const code = authenticate(keys.header, bytes.subarray(0, coveredBytes))
  if (!same(code, bytes.subarray(coveredBytes, journalHeaderBytes))) {
    wipeKeys(keys)
    throw damaged(file, 'is damaged')
  }
  const sameKind = fields.take(magic.length).equals(magic) && fields.u32() === formatVersion
  const generation = fields.u32()
  if (!sameKind || !fields.take(vaultId.length).equals(vaultId)) {
    wipeKeys(keys)
    throw damaged(file, 'belongs to another vault')
  }
  const header = {
    generation,
    id: Buffer.from(fields.take(journalIdBytes)),
    baseSeq: fields.u64(),
    after: Buffer.from(fields.take(linkBytes)),
  }
  return { header, keys, link: code.subarray(0, linkBytes) }
}

/** What a record's seal is bound to: its length, its number and everything before it. */
function recordContext(sealedBytes: number, seq: number, before: Link): Buffer {
  return Buffer.concat([u32(sealedBytes), u64(seq), before])
}

/**
 * One record. The nonce is random and not the sequence number, because after a torn tail the same
 * number is sealed again under the same key.
 */
export function encodeRecord(
  keys: JournalKeys,
  seq: number,
  before: Link,
  plain: Buffer,
): { bytes: Buffer; link: Link } {
  const sealedBytes = plain.length + tagBytes
  const context = recordContext(sealedBytes, seq, before)
  const head = authenticate(keys.recordHead, context).subarray(0, linkBytes)
  const nonce = randomBytes(nonceBytes)
  const sealed = seal(keys.record, nonce, context, plain)
  return {
    bytes: Buffer.concat([context.subarray(0, 12), head, nonce, sealed]),
    link: Buffer.from(sealed.subarray(sealed.length - linkBytes)),
  }
}

/** What stands at a place in a journal. */
export type RecordReading =
  | { kind: 'record'; seq: number; plain: Buffer; link: Link; next: number }
  /** Written but not synced when everything stopped: neither it nor what follows was ever confirmed. */
  | { kind: 'torn' }
  | { kind: 'damaged' }

/**
 * Reads the record at `start`. The head is authenticated by itself, so that a flipped length is
 * damage and not an unfinished append that would take the good records after it along.
 *
 * Several records may wait for one sync. A power loss may then keep any of their blocks and lose
 * others, in any order: a record that has lost one is torn, whatever stands behind it.
 */
export function readRecord(keys: JournalKeys, bytes: Buffer, start: number, before: Link): RecordReading {
  const rest = bytes.subarray(start)
  if (rest.length < recordHeadBytes) return { kind: 'torn' }
  const fields = new FieldReader(rest)
  const sealedBytes = fields.u32()
  const seqField = fields.take(8)
  const code = fields.take(linkBytes)
  const expected = authenticate(keys.recordHead, rest.subarray(0, 12), before).subarray(0, linkBytes)
  if (!same(code, expected)) return { kind: lostBlock(bytes, start, start + recordHeadBytes) ? 'torn' : 'damaged' }
  const end = recordHeadBytes + nonceBytes + sealedBytes
  if (rest.length < end) return { kind: 'torn' }
  const seq = Number(seqField.readBigUInt64BE(0))
  const nonce = fields.take(nonceBytes)
  const sealed = fields.take(sealedBytes)
  const plain = unseal(keys.record, nonce, recordContext(sealedBytes, seq, before), sealed)
  const link = Buffer.from(sealed.subarray(sealed.length - linkBytes))
  if (plain !== null) return { kind: 'record', seq, plain, link, next: start + end }
  return { kind: lostBlock(bytes, start, start + end) ? 'torn' : 'damaged' }
}

/** Blocks of a medium are this long or a multiple of it, and are written whole or not at all. */
const blockBytes = 512

/**
 * Whether the file has a block between `start` and `end` that never got to the medium: its length was
 * kept, so it reads as zeros. Nothing sealed does, and a length is never zero.
 */
function lostBlock(bytes: Buffer, start: number, end: number): boolean {
  for (let block = start - (start % blockBytes); block < end; block += blockBytes) {
    if (isZero(bytes.subarray(Math.max(block, start), block + blockBytes))) return true
  }
  return false
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0)
}
