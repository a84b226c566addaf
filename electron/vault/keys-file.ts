import { createHash, randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { DeskError } from '../../shared/errors'
import { FieldReader, u16, u32 } from './fields'
import { keysFile } from './file-names'
import { damaged, foreign, formatVersion, newer } from './refusals'
import {
  authenticate,
  decryptUnverified,
  deriveKey,
  keyBytes,
  nonceBytes,
  same,
  seal,
  tagBytes,
  unseal,
} from './sealing'

/** Cost of Argon2id (RFC 9106). */
export interface Kdf {
  /** Memory in KiB. */
  memoryKiB: number
  passes: number
  lanes: number
}

/** Twice the memory of RFC 9106's second recommended option (64 MiB, 3, 4). */
export const defaultKdf: Kdf = { memoryKiB: 128 * 1024, passes: 3, lanes: 4 }

/** One operator's wrapping of the data key. */
export interface KeySlot {
  operatorId: string
  kdf: Kdf
  salt: Buffer
  nonce: Buffer
  /** The data key under AES-256-GCM, with its tag. */
  wrapped: Buffer
}

/** What a keys file says; still to be checked with the data key by {@link unlock}. */
export interface KeysFile {
  vaultId: Buffer
  /** Grows with every change of the list of slots, so that an older list is refused. */
  epoch: number
  slots: KeySlot[]
  /** The bytes that its code authenticates, and the code. */
  covered: Buffer
  code: Buffer
}

const magic = Buffer.from('TOTPDKEY', 'latin1')
const idBytes = 16
const saltBytes = 16
const hashBytes = 32
const argon2id13 = 1
const maxSlots = 64
const maxLanes = 8
const maxMemoryKiB = 512 * 1024

/** What a derivation takes, nearly in proportion to its time: memory filled, over all passes, in KiB. */
const workOf = ({ memoryKiB, passes }: Kdf): number => memoryKiB * passes
/** Room for the costs of later years: four times today's for one slot, and as many slots as there may be at today's. */
const maxWork = 4 * workOf(defaultKdf)
const maxWorkOfAll = maxSlots * workOf(defaultKdf)

/** Refuses costs that would hang the machine or are no Argon2id at all, before any is spent. */
function kdfInBounds(kdf: Kdf): boolean {
  const { memoryKiB, passes, lanes } = kdf
  if (lanes < 1 || lanes > maxLanes || passes < 1) return false
  return memoryKiB >= 8 * lanes && memoryKiB <= maxMemoryKiB && workOf(kdf) <= maxWork
}

/** What a slot's wrapping is bound to, so that no part can be moved to another slot or vault. */
function slotContext(vaultId: Buffer, epoch: number, operatorId: string, kdf: Kdf): Buffer {
  const name = Buffer.from(operatorId, 'utf8')
  return Buffer.concat([
    vaultId,
    u32(epoch),
    u16(name.length),
    name,
    Buffer.from([argon2id13]),
    u32(kdf.memoryKiB),
    u32(kdf.passes),
    Buffer.from([kdf.lanes]),
  ])
}

/** Argon2id of the passphrase in Unicode NFC, so that the same letters typed elsewhere are the same. */
async function stretch(passphrase: string, salt: Buffer, kdf: Kdf): Promise<Buffer> {
  const typed = Buffer.from(passphrase.normalize('NFC'), 'utf8')
  try {
    return await hashRaw(typed, {
      // Argon2id; the enum is ambient and has no value to import under isolated modules.
      algorithm: 2,
      memoryCost: kdf.memoryKiB,
      timeCost: kdf.passes,
      parallelism: kdf.lanes,
      outputLen: keyBytes,
      salt,
    })
  } finally {
    typed.fill(0)
  }
}

/** Wraps the data key for one operator under their passphrase. */
export async function makeSlot(
  vaultId: Buffer,
  epoch: number,
  operatorId: string,
  passphrase: string,
  dataKey: Buffer,
  kdf: Kdf,
): Promise<KeySlot> {
  if (!kdfInBounds(kdf)) throw new DeskError('internal', 'These key derivation costs are out of bounds.')
  const salt = randomBytes(saltBytes)
  const nonce = randomBytes(nonceBytes)
  const key = await stretch(passphrase, salt, kdf)
  try {
    const wrapped = seal(key, nonce, slotContext(vaultId, epoch, operatorId, kdf), dataKey)
    return { operatorId, kdf, salt, nonce, wrapped }
  } finally {
    key.fill(0)
  }
}

/** The bytes of a keys file, with its authentication code and its checksum. */
export function encodeKeys(vaultId: Buffer, epoch: number, slots: readonly KeySlot[], dataKey: Buffer): Buffer {
  const body = Buffer.concat([
    magic,
    u32(formatVersion),
    vaultId,
    u32(epoch),
    u16(slots.length),
    ...slots.flatMap((slot) => [
      // The context without vault id and epoch is the slot's own head.
      slotContext(vaultId, epoch, slot.operatorId, slot.kdf).subarray(idBytes + 4),
      slot.salt,
      slot.nonce,
      slot.wrapped,
    ]),
  ])
  const covered = Buffer.concat([body, authenticateKeys(dataKey, vaultId, body)])
  return Buffer.concat([covered, createHash('sha256').update(covered).digest()])
}

function authenticateKeys(dataKey: Buffer, vaultId: Buffer, body: Buffer): Buffer {
  const key = deriveKey(dataKey, vaultId, 'keys file')
  try {
    return authenticate(key, body)
  } finally {
    key.fill(0)
  }
}

/**
 * Reads a keys file as far as is possible without a passphrase.
 * @throws DeskError vault_foreign, vault_newer, or vault_damaged when its checksum does not hold:
 *   so plain damage is never mistaken for a wrong passphrase
 */
export function parseKeys(bytes: Buffer): KeysFile {
  if (!bytes.subarray(0, magic.length).equals(magic)) {
    throw foreign(`The file ${keysFile} in this folder is not a TOTP Desk vault's. Choose another folder.`)
  }
  const end = bytes.length - hashBytes
  const checksum = createHash('sha256')
    .update(bytes.subarray(0, Math.max(end, 0)))
    .digest()
  if (end < 0 || !same(checksum, bytes.subarray(end))) throw damaged(keysFile, 'is damaged')
  const fields = new FieldReader(bytes.subarray(0, end))
  fields.take(magic.length)
  // Every later format keeps magic, version and closing checksum where they are.
  const version = fields.u32()
  if (version > formatVersion) throw newer('format', version, formatVersion)
  if (version !== formatVersion) throw damaged(keysFile, 'names a format that never was')
  try {
    const vaultId = Buffer.from(fields.take(idBytes))
    const epoch = fields.u32()
    const count = fields.u16()
    if (count < 1 || count > maxSlots) throw damaged(keysFile, 'has no usable list of key slots')
    const slots = Array.from({ length: count }, () => readSlot(fields))
    // A wrong passphrase is tried on every slot.
    const work = slots.reduce((sum, { kdf }) => sum + workOf(kdf), 0)
    if (work > maxWorkOfAll) throw costsOutOfBounds()
    const covered = bytes.subarray(0, fields.position)
    const code = fields.take(hashBytes)
    if (fields.position !== end) throw damaged(keysFile, 'has bytes that do not belong to it')
    return { vaultId, epoch, slots, covered, code }
  } catch (error) {
    throw error instanceof DeskError ? error : damaged(keysFile, 'is damaged', error)
  }
}

const costsOutOfBounds = (): DeskError => damaged(keysFile, 'asks for key derivation costs out of bounds')
const changedByOthers = (): DeskError => damaged(keysFile, 'was changed by something that does not hold its key')

function readSlot(fields: FieldReader): KeySlot {
  const operatorId = fields.take(fields.u16()).toString('utf8')
  if (fields.u8() !== argon2id13) throw damaged(keysFile, 'names an unknown key derivation')
  const kdf: Kdf = { memoryKiB: fields.u32(), passes: fields.u32(), lanes: fields.u8() }
  if (!kdfInBounds(kdf)) throw costsOutOfBounds()
  return {
    operatorId,
    kdf,
    salt: fields.take(saltBytes),
    nonce: fields.take(nonceBytes),
    wrapped: fields.take(keyBytes + tagBytes),
  }
}

/**
 * Tries the passphrase on every slot in turn.
 *
 * A slot that does not open is a wrong passphrase, or the file was changed by somebody who made its
 * checksum anew. Where the change left salt, costs, nonce and wrapped key alone, the right passphrase
 * still leads to the data key, and the rest of the vault vouches for that key: so the change is named.
 * @param isDataKey whether another file of the vault was made under this key
 * @returns the data key, which the caller wipes, and whose slot opened
 * @throws DeskError wrong_passphrase; vault_damaged when the file was changed
 */
export async function unlock(
  keys: KeysFile,
  passphrase: string,
  isDataKey: (key: Buffer) => boolean,
): Promise<{ dataKey: Buffer; operatorId: string }> {
  for (const slot of keys.slots) {
    const key = await stretch(passphrase, slot.salt, slot.kdf)
    const dataKey = openSlot(keys, slot, key, isDataKey)
    key.fill(0)
    if (dataKey === null) continue
    if (same(authenticateKeys(dataKey, keys.vaultId, keys.covered), keys.code)) {
      return { dataKey, operatorId: slot.operatorId }
    }
    dataKey.fill(0)
    throw changedByOthers()
  }
  throw new DeskError('wrong_passphrase', 'Wrong passphrase. Nothing was changed.')
}

/** The data key; null when the slot does not open under this key. @throws DeskError vault_damaged */
function openSlot(keys: KeysFile, slot: KeySlot, key: Buffer, isDataKey: (key: Buffer) => boolean): Buffer | null {
  const context = slotContext(keys.vaultId, keys.epoch, slot.operatorId, slot.kdf)
  const dataKey = unseal(key, slot.nonce, context, slot.wrapped)
  if (dataKey !== null) return dataKey
  const guess = decryptUnverified(key, slot.nonce, slot.wrapped)
  const changed = isDataKey(guess)
  guess.fill(0)
  if (changed) throw changedByOthers()
  return null
}
